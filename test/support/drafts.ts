import { DraftView } from '../../domain/plot/draft-view.schema.ts'
import { Draft } from '../../domain/plot/draft.schema.ts'
import type { Spec } from '../../domain/plot/plot.schema.ts'
import { until } from './real-engine.ts'

/** A draft as a model would answer with one, taken from a spec of the catalogue. */
export function draftOf({ title, description, requirements, data, chart, sample, tags }: Spec): Draft {
  return Draft.parse({
    title,
    description,
    requirements,
    slots: data.map((slot) => ({
      label: null,
      unit: null,
      description: null,
      ...slot,
      column: sample.columns[slot.name] ?? null,
    })),
    chart: { aggregate: null, bins: null, orientation: null, sort: null, ...chart },
    sample: sample.path,
    tags,
  })
}

/** Asks an engine for a draft and waits until there is one, or none. */
export async function draftedBy(url: string, body: object): Promise<DraftView> {
  const headers = { 'content-type': 'application/json' }
  const started = await fetch(`${url}/v1/drafts`, { method: 'POST', headers, body: JSON.stringify(body) })
  const { id } = DraftView.parse(await started.json())
  return until(async () => {
    // While a part is away the API may not answer.
    const response = await fetch(`${url}/v1/drafts/${id}`).catch(() => null)
    if (response?.ok !== true) return null
    const draft = DraftView.parse(await response.json())
    return draft.state === 'drafting' ? null : draft
  })
}
