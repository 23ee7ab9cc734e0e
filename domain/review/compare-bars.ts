import { short } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected, ExpectedBar } from './expected.ts'
import type { Marks } from './facts.schema.ts'
import { categoryOf, isNear, placeOf, spanOf } from './values.ts'

interface DrawnBar {
  readonly category: string | null
  readonly series: string | null
  readonly value: number
  readonly base: number
}

/** Finds each bar that must be drawn among the drawn ones. */
export function compareBars({ bars }: Expected<'bars'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.flatMap(drawnBars)
  const span = spanOf(bars.map((bar) => bar.value))
  const free = [...drawn]
  const missing = bars.filter((bar) => {
    const at = free.findIndex((candidate) => fits(candidate, bar, span))
    if (at >= 0) free.splice(at, 1)
    return at < 0
  })
  const [first] = missing
  return {
    expected: bars.length,
    drawn: drawn.length,
    wrong: Math.max(missing.length, free.length),
    example: first === undefined ? null : `the bar of ${first.category} must be ${short(first.value)}`,
  }
}

function drawnBars(mark: Marks): readonly DrawnBar[] {
  const categories = mark.values['category'] ?? []
  return categories.flatMap((category, row) => {
    const value = placeOf(mark.values['value']?.[row])
    const base = placeOf(mark.values['base']?.[row]) ?? 0
    return value === null
      ? []
      : [{ category: categoryOf(category), series: categoryOf(mark.series), value, base }]
  })
}

/** A stacked bar is as long as its value, wherever it starts. */
function fits(drawn: DrawnBar, bar: ExpectedBar, span: number): boolean {
  const sameGroup = bar.group === null || drawn.series === null || drawn.series === bar.group
  const sameValue = isNear(drawn.value, bar.value, span) || isNear(drawn.value - drawn.base, bar.value, span)
  return drawn.category === bar.category && sameGroup && sameValue
}
