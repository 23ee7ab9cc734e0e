import { short } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected, ExpectedBox } from './expectation.ts'
import type { FactValue, Marks } from './facts.schema.ts'
import { quantile } from './source.ts'
import { categoryOf, isNear, numberAt, placeOf, spanOf } from './values.ts'

/** Length of a whisker in interquartile ranges (Tukey). */
const WHISKER_RANGES = 1.5

interface DrawnBox {
  readonly category: string | null
  readonly q1: number
  readonly median: number
  readonly q3: number
  readonly low: number
  readonly high: number
}

/** Compares the five numbers of each box, or the raw values that a library makes them of. */
export function compareBoxes({ boxes }: Expected<'boxes'>, marks: readonly Marks[]): Comparison {
  const raw = marks.filter((mark) => mark.values['q1'] === undefined && valuesOf(mark).length > 0)
  if (raw.length > 0) return compareRawBoxes(boxes, raw)
  const drawn = marks.flatMap(boxesOf)
  const free = [...drawn]
  const missing = boxes.filter((box) => {
    const at = free.findIndex((candidate) => fits(candidate, box))
    if (at >= 0) free.splice(at, 1)
    return at < 0
  })
  return {
    expected: boxes.length,
    drawn: drawn.length,
    wrong: Math.max(missing.length, free.length),
    example: exampleOf(missing[0]),
  }
}

function exampleOf(box: ExpectedBox | undefined): string | null {
  if (box === undefined) return null
  return `the box of ${box.category} must have its median at ${short(quantile(box.values, 0.5))}`
}

/** Compares the raw values that a library makes boxes or violins of. */
export function compareRawBoxes(boxes: readonly ExpectedBox[], marks: readonly Marks[]): Comparison {
  const drawn = new Map<string, number[]>()
  for (const mark of marks) {
    for (const [row, value] of valuesOf(mark).entries()) {
      const category = categoryAt(mark, row)
      const place = placeOf(value)
      if (category === null || place === null) continue
      const same = drawn.get(category)
      if (same === undefined) drawn.set(category, [place])
      else same.push(place)
    }
  }
  const wanted = boxesByCategory(boxes)
  const missing = [...wanted].filter(([category, values]) => !sameValues(values, drawn.get(category) ?? []))
  const extra = [...drawn.keys()].filter((category) => !wanted.has(category))
  const [first] = missing
  return {
    expected: wanted.size,
    drawn: drawn.size,
    wrong: Math.max(missing.length, extra.length),
    example:
      first === undefined ? null : `what stands at ${first[0]} is not made of its ${first[1].length} rows`,
  }
}

function valuesOf(mark: Marks): readonly FactValue[] {
  return mark.values['value'] ?? []
}

/** A raw series without categories is one box, called like the series. */
function categoryAt(mark: Marks, row: number): string | null {
  const categories: readonly FactValue[] = mark.values['category'] ?? []
  return categoryOf(categories[row] ?? mark.series)
}

function boxesByCategory(boxes: readonly ExpectedBox[]): ReadonlyMap<string, readonly number[]> {
  const merged = new Map<string, readonly number[]>()
  for (const box of boxes) merged.set(box.category, [...(merged.get(box.category) ?? []), ...box.values])
  return merged
}

function sameValues(wanted: readonly number[], drawn: readonly number[]): boolean {
  const span = spanOf(wanted)
  const sorted = [...drawn].sort((a, b) => a - b)
  const expected = [...wanted].sort((a, b) => a - b)
  return (
    sorted.length === expected.length &&
    expected.every((value, at) => isNear(numberAt(sorted, at), value, span))
  )
}

function boxesOf(mark: Marks): readonly DrawnBox[] {
  return (mark.values['q1'] ?? []).flatMap((value, row) => {
    const [q1, median, q3] = [placeOf(value), placeAt(mark, 'median', row), placeAt(mark, 'q3', row)]
    if (q1 === null || median === null || q3 === null) return []
    const low = placeAt(mark, 'low', row) ?? q1
    const high = placeAt(mark, 'high', row) ?? q3
    return [{ category: categoryAt(mark, row), q1, median, q3, low, high }]
  })
}

function placeAt(mark: Marks, key: string, row: number): number | null {
  return placeOf(mark.values[key]?.[row])
}

function fits(drawn: DrawnBox, box: ExpectedBox): boolean {
  const span = spanOf(box.values)
  const quartiles =
    isQuantile(drawn.q1, box.values, 0.25) &&
    isQuantile(drawn.median, box.values, 0.5) &&
    isQuantile(drawn.q3, box.values, 0.75)
  const reach = WHISKER_RANGES * (drawn.q3 - drawn.q1)
  const inside = box.values.filter(
    (value) => value >= drawn.q1 - reach - 1e-9 * span && value <= drawn.q3 + reach + 1e-9 * span,
  )
  const low = inside.reduce((a, b) => Math.min(a, b), drawn.q1)
  const high = inside.reduce((a, b) => Math.max(a, b), drawn.q3)
  const whiskers = isNear(drawn.low, low, span) && isNear(drawn.high, high, span)
  return drawn.category === box.category && quartiles && whiskers
}

/** Libraries interpolate quantiles in different ways; all of them lie between the same two neighbours. */
function isQuantile(drawn: number, sorted: readonly number[], share: number): boolean {
  const last = sorted.length - 1
  const low = numberAt(sorted, Math.max(0, Math.floor(last * share - 0.5)))
  const high = numberAt(sorted, Math.min(last, Math.ceil(last * share + 0.5)))
  const span = spanOf(sorted)
  const between = drawn >= low && drawn <= high
  return between || isNear(drawn, quantile(sorted, share), span)
}
