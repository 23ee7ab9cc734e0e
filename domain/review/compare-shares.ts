import { short } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { ExpectedCurve } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { categoryOf, isNear, placeOf } from './values.ts'

/** A height that a curve reaches at a place. */
interface Step {
  readonly x: number
  readonly share: number
}

interface Drawn {
  readonly name: string | null
  readonly steps: readonly Step[]
}

/** Finds each step of each group's curve: at each value, the share of the values that are not larger. */
export function compareShares({ curves }: Expected<'shares'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.flatMap(drawnOf)
  const free = [...drawn]
  const results = curves.map((curve) => {
    const named = free.findIndex(({ name }) => curve.group !== null && name === curve.group)
    const at = named >= 0 ? named : free.findIndex(({ name }) => curve.group === null || name === null)
    const found = free[at]
    if (found !== undefined) free.splice(at, 1)
    return resultOf(curve, found?.steps ?? [])
  })
  const sum = (amount: (result: Comparison) => number) =>
    results.reduce((total, each) => total + amount(each), 0)
  const extra = free.reduce((total, { steps }) => total + steps.length, 0)
  return {
    expected: sum((each) => each.expected),
    drawn: sum((each) => each.drawn) + extra,
    wrong: sum((each) => each.wrong) + extra,
    example: results.find((each) => each.example !== null)?.example ?? null,
  }
}

function resultOf({ values }: ExpectedCurve, drawn: readonly Step[]): Comparison {
  const wanted = stepsOf(values)
  const whole = wholeOf(drawn, values.length)
  const there = new Map(drawn.map(({ x, share }) => [keyOf(x), share / whole]))
  const missing = wanted.filter(({ x, share }) => !isNear(there.get(keyOf(x)) ?? Number.NaN, share, 1))
  const places = new Set(wanted.map(({ x }) => keyOf(x)))
  // A curve may be carried on to the edges of the plot, where no value is.
  const between = drawn.filter(({ x }) => !places.has(keyOf(x)))
  const extra = between.filter(({ x, share }) => !isNear(share / whole, shareAt(wanted, x), 1))
  const [first] = missing
  return {
    expected: wanted.length,
    drawn: drawn.length - (between.length - extra.length),
    wrong: missing.length + extra.length,
    example: first === undefined ? null : `the curve must reach ${short(first.share)} at ${short(first.x)}`,
  }
}

/** What all values are counted as: 1, 100 per cent, or each as one. */
function wholeOf(drawn: readonly Step[], count: number): number {
  const top = drawn.reduce((most, { share }) => Math.max(most, share), 0)
  return [1, 100, count].find((whole) => isNear(top, whole, 0)) ?? 1
}

/** The steps of values in ascending order. */
function stepsOf(values: readonly number[]): readonly Step[] {
  const steps = new Map(values.map((x, at) => [x, (at + 1) / values.length]))
  return [...steps].map(([x, share]) => ({ x, share }))
}

function shareAt(steps: readonly Step[], x: number): number {
  return steps.findLast((step) => step.x <= x)?.share ?? 0
}

/** The highest point of a line at each of its places. */
function drawnOf({ series, values }: Marks): readonly Drawn[] {
  const ys = values['y'] ?? []
  const highest = new Map<string, Step>()
  for (const [row, value] of (values['x'] ?? []).entries()) {
    const [x, share] = [placeOf(value), placeOf(ys[row])]
    if (x === null || share === null) continue
    const known = highest.get(keyOf(x))
    if (known === undefined || known.share < share) highest.set(keyOf(x), { x, share })
  }
  return highest.size === 0 ? [] : [{ name: categoryOf(series), steps: [...highest.values()] }]
}

function keyOf(x: number): string {
  return x.toPrecision(10)
}
