import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { CallOutcome } from './budget.schema.ts'
import type { Price, Usage } from './budget.schema.ts'
import { chargeOf, costOf, microUsd, worstCaseOf } from './cost.ts'
import { CALL_OVERHEAD_TOKENS, CALL_TOKENS_MAX, IMAGE_TOKENS_MAX } from './limits.ts'
import { capsOf, roomFor, scopesOf } from './scope.ts'

const amount = fc.nat(1_000_000_000)
const price: fc.Arbitrary<Price> = fc.record({
  input: amount,
  output: amount,
  cacheRead: amount,
  cacheWrite: amount,
})
const tokens = fc.nat(CALL_TOKENS_MAX)
const usage: fc.Arbitrary<Usage> = fc.record({
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWriteTokens: tokens,
})
const text = fc.string({ unit: 'binary', maxLength: 200 })
const size = fc.record({
  instructions: text,
  parts: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text }),
      fc.record({ kind: fc.constant('image' as const) }),
    ),
    { maxLength: 4 },
  ),
  output: fc.option(fc.record({ schema: fc.jsonValue() })),
  outputTokensMax: fc.nat(100_000),
})

const SONNET: Price = { input: 3_000_000, output: 15_000_000, cacheRead: 300_000, cacheWrite: 3_750_000 }
const NOTHING: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }

describe('the cost of a call', () => {
  it('is what each kind of token costs, rounded up to whole micro-dollars', () => {
    const used = { inputTokens: 1000, outputTokens: 200, cacheReadTokens: 3, cacheWriteTokens: 40 }
    expect(costOf(used, SONNET)).toBe(3000 + 3000 + 1 + 150)
    expect(costOf({ ...NOTHING, cacheReadTokens: 1 }, SONNET)).toBe(1)
    expect(costOf(NOTHING, SONNET)).toBe(0)
  })

  it('is a whole number, exact for every usage that is believed', () => {
    fc.assert(
      fc.property(usage, price, (used, prices) => {
        const cost = costOf(used, prices)
        expect(Number.isSafeInteger(cost)).toBe(true)
        const exact =
          BigInt(used.inputTokens) * BigInt(prices.input) +
          BigInt(used.outputTokens) * BigInt(prices.output) +
          BigInt(used.cacheReadTokens) * BigInt(prices.cacheRead) +
          BigInt(used.cacheWriteTokens) * BigInt(prices.cacheWrite)
        const short = BigInt(cost) * 1_000_000n - exact
        expect(short >= 0n && short < 1_000_000n).toBe(true)
      }),
    )
  })

  it('of two calls together is never more than that of each', () => {
    fc.assert(
      fc.property(usage, usage, price, (a, b, prices) => {
        const sum = {
          inputTokens: a.inputTokens + b.inputTokens,
          outputTokens: a.outputTokens + b.outputTokens,
          cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
          cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
        }
        expect(costOf(sum, prices)).toBeLessThanOrEqual(costOf(a, prices) + costOf(b, prices))
      }),
    )
  })
})

describe('the worst case of a call', () => {
  /** The costliest that a provider can make of a question: a token per byte, cached or not as it likes. */
  const split = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )

  it('is never below the cost, however the provider counts and caches', () => {
    fc.assert(
      fc.property(size, price, split, (asked, prices, [cached, written]) => {
        const texts = asked.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
        const schema = asked.output === null ? '' : JSON.stringify(asked.output.schema)
        const bytes = new TextEncoder().encode([asked.instructions, schema, ...texts].join('')).length
        const images = asked.parts.length - texts.length
        const input = bytes + images * IMAGE_TOKENS_MAX + CALL_OVERHEAD_TOKENS
        const cacheReadTokens = Math.floor(input * cached)
        const cacheWriteTokens = Math.floor((input - cacheReadTokens) * written)
        const used = {
          inputTokens: input - cacheReadTokens - cacheWriteTokens,
          outputTokens: asked.outputTokensMax,
          cacheReadTokens,
          cacheWriteTokens,
        }
        expect(worstCaseOf(asked, prices)).toBeGreaterThanOrEqual(costOf(used, prices))
      }),
    )
  })

  it('counts a byte of ASCII as a token, and three for every other character', () => {
    const prices = { input: 1_000_000, output: 2_000_000, cacheRead: 0, cacheWrite: 0 }
    const asked = { instructions: 'abc', parts: [], output: null, outputTokensMax: 5 }
    expect(worstCaseOf(asked, prices)).toBe(3 + CALL_OVERHEAD_TOKENS + 10)
    expect(worstCaseOf({ ...asked, instructions: 'a語' }, prices)).toBe(4 + CALL_OVERHEAD_TOKENS + 10)
  })
})

describe('the charge of an ended call', () => {
  const call = { usage: null, price: SONNET, reservedMicroUsd: 777 }

  it('follows the usage whatever the outcome', () => {
    for (const outcome of CallOutcome.options) {
      expect(chargeOf({ ...call, outcome, usage: { ...NOTHING, outputTokens: 2 } })).toBe(30)
    }
  })

  it.each(['rate_limited', 'overloaded', 'misconfigured', 'quota', 'rejected', 'not_sent'] as const)(
    'is nothing for %s without usage',
    (outcome) => {
      expect(chargeOf({ ...call, outcome })).toBe(0)
    },
  )

  it.each([
    'answered',
    'cut_off',
    'refused',
    'unreadable',
    'timeout',
    'cancelled',
    'outage',
    'lost',
  ] as const)('is the whole reservation for %s without usage', (outcome) => {
    expect(chargeOf({ ...call, outcome })).toBe(777)
  })
})

describe('room in a budget', () => {
  const budget = { capMicroUsd: 100, spentMicroUsd: 40, reservedMicroUsd: 50 }

  it.each([
    [10, 'now'],
    [11, 'later'],
    [60, 'later'],
    [61, 'never'],
  ])('for %i more is found %s', (wanted, answer) => {
    expect(roomFor(budget, wanted)).toBe(answer)
  })

  it('keeps spent and reserved below the cap', () => {
    fc.assert(
      fc.property(amount, amount, amount, amount, (capMicroUsd, spentMicroUsd, reservedMicroUsd, wanted) => {
        const answer = roomFor({ capMicroUsd, spentMicroUsd, reservedMicroUsd }, wanted)
        expect(answer === 'now').toBe(spentMicroUsd + reservedMicroUsd + wanted <= capMicroUsd)
        expect(answer === 'never').toBe(spentMicroUsd + wanted > capMicroUsd)
      }),
    )
  })
})

it('names the budgets of a call by run, provider and day, in the order they are locked', () => {
  expect(scopesOf({ runId: 'r', family: 'google', date: '2026-11-25' })).toEqual([
    'run:r',
    'provider:google:2026-11-25',
    'day:2026-11-25',
  ])
})

it('takes the caps from the settings', () => {
  const settings = { BUDGET_USD_PER_RUN: 0.5, BUDGET_USD_PER_DAY: 3, BUDGET_USD_PER_PROVIDER_DAY: 2 }
  expect(capsOf(settings)).toEqual({
    runMicroUsd: 500_000,
    dayMicroUsd: 3_000_000,
    providerDayMicroUsd: 2_000_000,
  })
})

it('reads dollars as whole micro-dollars', () => {
  expect([microUsd(0.1), microUsd(1), microUsd(0.000_000_4)]).toEqual([100_000, 1_000_000, 0])
})
