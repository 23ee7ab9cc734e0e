import * as z from 'zod'

/** What is known of a column beyond its values. */
const ColumnNotes = z.strictObject({
  label: z.string().min(1).max(80),
  unit: z.string().min(1).max(20).optional(),
  /** what else people call it */
  words: z.array(z.string().regex(/^[a-z0-9]+$/, 'use single words in lower case')).default([]),
  /** its values have an order and are no measurement, even where they are numbers: years, months */
  ordered: z.boolean().default(false),
})
export type ColumnNotes = z.infer<typeof ColumnNotes>

/** What `data/examples/columns.yaml` says of one sample. */
const SampleNotes = z.strictObject({
  about: z.string().min(3).max(60),
  domain: z.array(z.string()),
  columns: z.record(z.string(), ColumnNotes),
})
export type SampleNotes = z.infer<typeof SampleNotes>

/** `data/examples/columns.yaml`: notes on each sample, by the name of its file. */
export const SampleVocabulary = z.record(z.string(), SampleNotes)
export type SampleVocabulary = z.infer<typeof SampleVocabulary>
