import { drawnBars } from './drawn-bars.ts'
import type { DrawnBar } from './drawn-bars.ts'
import { short, unmatched } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected, ExpectedBar } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { isNear, spanOf } from './values.ts'

/** Finds each bar that must be drawn among the drawn ones. */
export function compareBars({ bars }: Expected<'bars'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.flatMap(drawnBars)
  const span = spanOf(bars.map((bar) => bar.value))
  const { missing, free } = unmatched(bars, drawn, (candidate, bar) => fits(candidate, bar, span))
  // A category without rows in a group may have a bar of no length there.
  const extra = free.filter(({ base, value }) => !isNear(base, value, span)).length
  const [first] = missing
  return {
    expected: bars.length,
    drawn: drawn.length - (free.length - extra),
    wrong: Math.max(missing.length, extra),
    example: first === undefined ? null : `the bar of ${first.category} must be ${short(first.value)}`,
  }
}

/** A stacked bar is as long as its value, wherever it starts. */
function fits(drawn: DrawnBar, bar: ExpectedBar, span: number): boolean {
  const sameGroup = bar.group === null || drawn.series === null || drawn.series === bar.group
  const sameValue = isNear(drawn.value, bar.value, span) || isNear(drawn.value - drawn.base, bar.value, span)
  return drawn.category === bar.category && sameGroup && sameValue
}
