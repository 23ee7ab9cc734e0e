import * as z from 'zod'

/** Tokens of one model call. Cached ones are counted on their own, never in `inputTokens`; reasoning is output. */
export const Usage = z
  .object({
    inputTokens: z.int().min(0),
    outputTokens: z.int().min(0),
    cacheReadTokens: z.int().min(0),
    cacheWriteTokens: z.int().min(0),
  })
  .meta({ id: 'Usage' })
export type Usage = z.infer<typeof Usage>
