import type { CallOutcome, Price, Usage } from './budget.schema.ts'
import { CALL_OVERHEAD_TOKENS, IMAGE_TOKENS_MAX } from './limits.ts'

/** The part of a question to a model that decides what it can cost. */
export interface CallSize {
  readonly instructions: string
  readonly parts: readonly ({ readonly kind: 'text'; readonly text: string } | { readonly kind: 'image' })[]
  readonly output: { readonly schema: unknown } | null
  readonly outputTokensMax: number
}

const PRICED_TOKENS = 1_000_000n

/** Outcomes of calls that the provider turned away before any model read them, or that never reached it. */
const UNBILLED: readonly CallOutcome[] = [
  'rate_limited',
  'overloaded',
  'misconfigured',
  'quota',
  'rejected',
  'not_sent',
]

/** What a call cost, in whole micro-dollars, rounded up. */
export function costOf(usage: Usage, price: Price): number {
  const tokens = [
    [usage.inputTokens, price.input],
    [usage.outputTokens, price.output],
    [usage.cacheReadTokens, price.cacheRead],
    [usage.cacheWriteTokens, price.cacheWrite],
  ] as const
  const sum = tokens.reduce((total, [count, each]) => total + BigInt(count) * BigInt(each), 0n)
  return Number((sum + PRICED_TOKENS - 1n) / PRICED_TOKENS)
}

/**
 * The most a call can cost, in whole micro-dollars. No tokenizer makes more tokens of a text than it has bytes,
 * whatever the language; all of them are counted at the dearest price of input, cached or not.
 */
export function worstCaseOf(size: CallSize, price: Price): number {
  const texts = size.parts.map((part) => (part.kind === 'text' ? part.text : ''))
  const schema = size.output === null ? '' : JSON.stringify(size.output.schema)
  const bytes = [size.instructions, schema, ...texts].reduce((sum, text) => sum + bytesMax(text), 0)
  const images = size.parts.filter(({ kind }) => kind === 'image').length
  const inputTokens = bytes + images * IMAGE_TOKENS_MAX + CALL_OVERHEAD_TOKENS
  const dearest = Math.max(price.input, price.cacheRead, price.cacheWrite)
  const usage = { inputTokens, outputTokens: size.outputTokensMax, cacheReadTokens: 0, cacheWriteTokens: 0 }
  return costOf(usage, { ...price, input: dearest })
}

/**
 * What an ended call is charged, in micro-dollars: by its usage; nothing when the provider turned it away; and all
 * that was reserved when nobody knows.
 */
export function chargeOf(call: {
  readonly outcome: CallOutcome
  readonly usage: Usage | null
  readonly price: Price
  readonly reservedMicroUsd: number
}): number {
  if (call.usage !== null) return costOf(call.usage, call.price)
  return UNBILLED.includes(call.outcome) ? 0 : call.reservedMicroUsd
}

/** Whole micro-dollars of an amount in dollars. */
export function microUsd(dollars: number): number {
  return Math.round(dollars * 1_000_000)
}

/** At least the bytes of a text in UTF-8: one per ASCII character, three per other code unit at most. */
function bytesMax(text: string): number {
  const ascii = text.replaceAll(/[\u0080-\uffff]/g, '').length
  return ascii + 3 * (text.length - ascii)
}
