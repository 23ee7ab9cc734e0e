import * as z from 'zod'

import { PythonVersion } from './plot.schema.ts'

const Place = z.object({ name: z.string().max(200), line: z.int() })

/** What a Python's own parser says of a file, without running it. */
export const SourceFacts = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('parsed'),
    python: PythonVersion,
    /** modules in full, relative ones with their dots */
    imports: z.array(Place),
    /** names that are read, and attributes between double underscores */
    names: z.array(Place),
    /** parameters of the function `plot`; null: there is none */
    parameters: z.array(z.string().max(200)).nullable(),
  }),
  z.object({
    kind: z.literal('broken'),
    python: PythonVersion,
    line: z.int().nullable(),
    message: z.string(),
  }),
])
export type SourceFacts = z.infer<typeof SourceFacts>
