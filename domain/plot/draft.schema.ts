import * as z from 'zod'

import { Aggregate, ChartType, SlotType } from './plot.schema.ts'

/**
 * A spec as a model is asked for it, in the subset of JSON Schema that every provider keeps: null instead of
 * absence, lists instead of maps. What only the engine decides (id, version, libraries, Pythons) is not part of it.
 */
export const Draft = z.object({
  title: z.string(),
  description: z.string(),
  requirements: z.object({
    data: z.array(z.string()),
    visual: z.array(z.string()),
    technical: z.array(z.string()),
  }),
  slots: z.array(
    z.object({
      name: z.string(),
      types: z.array(SlotType),
      required: z.boolean(),
      label: z.string().nullable(),
      unit: z.string().nullable(),
      description: z.string().nullable(),
      /** the sample's column; null: the sample has none for an optional slot */
      column: z.string().nullable(),
    }),
  ),
  chart: z.object({
    type: ChartType,
    aggregate: Aggregate.nullable(),
    bins: z.int().nullable(),
    orientation: z.enum(['vertical', 'horizontal']).nullable(),
    sort: z.enum(['data', 'ascending', 'descending']).nullable(),
  }),
  sample: z.string(),
  tags: z.object({
    technical: z.array(z.string()),
    visual: z.array(z.string()),
    domain: z.array(z.string()),
    capability: z.array(z.string()),
    compatibility: z.array(z.string()),
  }),
})
export type Draft = z.infer<typeof Draft>

/** A draft, or null with the reason why the idea is none for this catalogue. The reason is thought of first. */
export const DraftAnswer = z.object({ reasoning: z.string(), draft: Draft.nullable() })
export type DraftAnswer = z.infer<typeof DraftAnswer>
