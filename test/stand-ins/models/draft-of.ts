import { Draft } from '../../../domain/plot/draft.schema.ts'
import type { Spec } from '../../../domain/plot/plot.schema.ts'

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
