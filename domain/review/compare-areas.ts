import { short, unmatchedAt } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { ExpectedArea } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { categoryOf, isNear, isSamePlace, placeOf, spanOf } from './values.ts'

/** A cut through one area at a place. */
interface Slice {
  readonly x: number
  readonly series: string | null
  readonly low: number
  readonly high: number
}

/** Cuts the areas at each place: each must be as thick there as its value, wherever it starts. */
export function compareAreas({ areas }: Expected<'areas'>, marks: readonly Marks[]): Comparison {
  const total = areas.reduce((sum, { value }) => sum + Math.abs(value), 0)
  const slices = marks.flatMap(slicesOf)
  const spans = { x: spanOf(areas.map(({ x }) => x)), value: total }
  const { missing, free } = unmatchedAt(areas, slices, (slice, area) => fits(slice, area, spans))
  // A group without a row at a place may go on there with no thickness.
  const extra = free.filter(({ low, high }) => !isNear(low, high, total))
  const [first] = missing
  return {
    expected: areas.length,
    drawn: areas.length - missing.length + extra.length,
    wrong: Math.max(missing.length, extra.length),
    example: first ? `the area of ${first.group} must be ${short(first.value)} thick` : null,
  }
}

/** Whether at each place the lowest area stands on zero and each other one on the one below it. */
export function areStacked(marks: readonly Marks[]): boolean {
  const slices = marks.flatMap(slicesOf)
  const spanX = spanOf(slices.map(({ x }) => x))
  const total = spanOf(slices.flatMap(({ low, high }) => [0, low, high]))
  const sorted = slices.sort((a, b) => a.x - b.x || a.low - b.low || a.high - b.high)
  return sorted.every((slice, at) => {
    const before = sorted[at - 1]
    const floor = before !== undefined && isSamePlace(before.x, slice.x, spanX) ? before.high : 0
    return isNear(slice.low, floor, total)
  })
}

function slicesOf(mark: Marks): readonly Slice[] {
  return (mark.values['x'] ?? []).flatMap((value, row) => {
    const [x, y] = [placeOf(value), placeOf(mark.values['y']?.[row])]
    const base = placeOf(mark.values['base']?.[row]) ?? 0
    if (x === null || y === null) return []
    return [{ x, series: categoryOf(mark.series), low: Math.min(y, base), high: Math.max(y, base) }]
  })
}

interface Spans {
  readonly x: number
  readonly value: number
}

function fits({ x, series, low, high }: Slice, area: ExpectedArea, spans: Spans): boolean {
  const sameGroup = series === null || series === area.group
  return sameGroup && isSamePlace(x, area.x, spans.x) && isNear(high - low, Math.abs(area.value), spans.value)
}
