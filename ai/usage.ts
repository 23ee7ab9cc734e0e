import { Usage } from '../domain/budget/budget.schema.ts'

/** Tokens as most providers count them: `input` includes what was read from or written to the cache. */
interface InclusiveCounts {
  readonly input: number
  readonly output: number
  readonly cacheRead?: number | null | undefined
  readonly cacheWrite?: number | null | undefined
}

/** Usage with cached tokens counted on their own; null when the counts contradict each other. */
export function usageOf({ input, output, cacheRead, cacheWrite }: InclusiveCounts): Usage | null {
  const cacheReadTokens = cacheRead ?? 0
  const cacheWriteTokens = cacheWrite ?? 0
  const parsed = Usage.safeParse({
    inputTokens: input - cacheReadTokens - cacheWriteTokens,
    outputTokens: output,
    cacheReadTokens,
    cacheWriteTokens,
  })
  return parsed.success ? parsed.data : null
}
