import * as z from 'zod'

/** What a tag speaks about. These are also the facets of a search. */
export const TagDimension = z
  .enum(['technical', 'visual', 'domain', 'capability', 'compatibility'])
  .meta({ id: 'TagDimension' })
export type TagDimension = z.infer<typeof TagDimension>

/** Tags by dimension, as a spec holds them. */
export type TagLists = Readonly<Record<TagDimension, readonly string[]>>

/**
 * Who says so: the spec's own list, words of the spec or calls in the code, an execution.
 * `proposed` is a tag of the spec that the registry does not have.
 */
export const TagSource = z.enum(['spec', 'proposed', 'extracted', 'measured']).meta({ id: 'TagSource' })
export type TagSource = z.infer<typeof TagSource>

/** Longest evidence, in characters. */
export const EVIDENCE_LENGTH_MAX = 300

/** One thing said of a plot. `holds` false: looked at, and it is not so; null: it could not be found out. */
export const TagFact = z.object({
  slug: z.string(),
  dimension: TagDimension,
  source: TagSource,
  holds: z.boolean().nullable(),
  /** the word, the call or the numbers it rests on, or the reason why it does not hold */
  evidence: z.string().max(EVIDENCE_LENGTH_MAX),
})
export type TagFact = z.infer<typeof TagFact>
