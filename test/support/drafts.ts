import { DraftView } from '../../domain/plot/draft-view.schema.ts'
import { until } from './real-engine.ts'

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
