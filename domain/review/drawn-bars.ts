import type { Arrangement } from '../plot/chart-rules.ts'
import type { Marks } from './facts.schema.ts'
import { categoryOf, isNear, placeOf, spanOf } from './values.ts'

/** One drawn bar: it reaches from its base to its value. */
export interface DrawnBar {
  readonly category: string | null
  readonly series: string | null
  readonly value: number
  readonly base: number
}

/** The bars of a series of marks, those without a value left out. */
export function drawnBars(mark: Marks): readonly DrawnBar[] {
  const categories = mark.values['category'] ?? []
  return categories.flatMap((category, row) => {
    const value = placeOf(mark.values['value']?.[row])
    const base = placeOf(mark.values['base']?.[row]) ?? 0
    return value === null
      ? []
      : [{ category: categoryOf(category), series: categoryOf(mark.series), value, base }]
  })
}

/** Whether bars stand to each other as a chart type says; one bar per category stands beside and on top of others. */
export function areArranged(marks: readonly Marks[], wanted: Arrangement): boolean {
  const bars = marks.flatMap(drawnBars)
  const span = spanOf(bars.flatMap((bar) => [bar.base, bar.value]))
  const fromZero = (bar: DrawnBar) => isNear(bar.base, 0, span)
  if (wanted === 'side-by-side') return bars.every(fromZero)
  if (wanted === 'running') return bars.some((bar) => !fromZero(bar))
  const categories = [...new Set(bars.map((bar) => bar.category))]
  return categories.every((category) =>
    isStack(
      bars.filter((bar) => bar.category === category),
      span,
    ),
  )
}

/** Each bar of a stack starts at zero or where another one ends, and no two at the same place. */
function isStack(bars: readonly DrawnBar[], span: number): boolean {
  const long = bars.filter((bar) => !isNear(bar.value, bar.base, span))
  return long.every((bar) => {
    const starts = [0, ...long.filter((other) => other !== bar).map((other) => other.value)]
    const twins = long.filter((other) => isNear(other.base, bar.base, span) && isSameWay(other, bar))
    return starts.some((start) => isNear(start, bar.base, span)) && twins.length === 1
  })
}

function isSameWay(a: DrawnBar, b: DrawnBar): boolean {
  return a.value > a.base === b.value > b.base
}
