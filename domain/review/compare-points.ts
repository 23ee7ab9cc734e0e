import type { Comparison } from './comparison.ts'
import { short } from './comparison.ts'
import type { Expected, ExpectedPoint } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { isNear, isSameSecond, placeOf, spanOf } from './values.ts'

type Place = Pick<ExpectedPoint, 'x' | 'y'>

/** Points that fit nothing exactly and are then compared one by one; of more than this the rest counts as wrong. */
const COMPARED_SINGLY_MAX = 3000

/** Finds each point that must be drawn among the drawn ones, whatever their order. */
export function comparePoints({ points, dates }: Expected<'points'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.flatMap(placesOf)
  const { missing, extra } = unmatched(points, drawn, nearnessOf(points, dates))
  const wanted = missing.filter((point) => point.required)
  const required = points.filter((point) => point.required).length
  // Rows without a group may be drawn or left out: those that were drawn are not too many.
  const optional = points.length - required - (missing.length - wanted.length)
  const [first] = wanted
  return {
    expected: required,
    drawn: drawn.length - optional,
    wrong: Math.max(wanted.length, extra),
    example: first === undefined ? null : `no mark at ${described(first, dates)}`,
  }
}

function placesOf(mark: Marks): readonly Place[] {
  const ys = mark.values['y'] ?? []
  return (mark.values['x'] ?? []).flatMap((value, row) => {
    const [x, y] = [placeOf(value), placeOf(ys[row])]
    return x === null || y === null ? [] : [{ x, y }]
  })
}

type Nearness = (drawn: Place, point: Place) => boolean

function nearnessOf(points: readonly Place[], dates: boolean): Nearness {
  const spans = { x: spanOf(points.map((point) => point.x)), y: spanOf(points.map((point) => point.y)) }
  return (drawn, point) =>
    isNear(drawn.y, point.y, spans.y) &&
    (dates ? isSameSecond(drawn.x, point.x) : isNear(drawn.x, point.x, spans.x))
}

function unmatched(points: readonly ExpectedPoint[], drawn: readonly Place[], isSame: Nearness) {
  const waiting = new Map<string, ExpectedPoint[]>()
  // Optional points are matched last, so that a drawn one never hides a missing one.
  for (const point of [...points].sort((a, b) => Number(a.required) - Number(b.required))) {
    const same = waiting.get(keyOf(point))
    if (same === undefined) waiting.set(keyOf(point), [point])
    else same.push(point)
  }
  const rest = drawn.filter((place) => waiting.get(keyOf(place))?.pop() === undefined)
  const missing = [...waiting.values()].flat()
  let extra = Math.max(0, rest.length - COMPARED_SINGLY_MAX)
  for (const place of rest.slice(0, COMPARED_SINGLY_MAX)) {
    const at = missing.findIndex((point) => isSame(place, point))
    if (at < 0) extra += 1
    else missing.splice(at, 1)
  }
  return { missing, extra }
}

function keyOf({ x, y }: Place): string {
  return `${x.toPrecision(10)} ${y.toPrecision(10)}`
}

function described({ x, y }: Place, dates: boolean): string {
  return `(${dates ? new Date(x).toISOString().slice(0, 10) : short(x)}, ${short(y)})`
}
