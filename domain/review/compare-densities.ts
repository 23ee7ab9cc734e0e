import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { ExpectedCurve } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { fitDensity } from './kde.ts'
import type { Curve } from './kde.ts'
import { CURVE_TOLERANCE } from './limits.ts'
import { ascending } from './source.ts'
import { categoryOf, numberAt, placeOf } from './values.ts'

/** A line with fewer points, such as a mean that is marked, is no curve. */
const POINTS_MIN = 16

/** Share of the range of the values that a curve may leave out at either end. */
const ENDS_MAX = 0.02

interface Drawn extends Curve {
  readonly name: string | null
}

/** Holds each curve against the density of its group's values. */
export function compareDensities({ curves }: Expected<'densities'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.flatMap(curveOf)
  const { pairs, extra } = paired(curves, drawn)
  const scales = pairs.map(({ wanted, found }) => (found === null ? null : scaleOf(wanted, found)))
  const missing = pairs.filter(({ wanted }, at) => wanted.required && numberOf(scales[at]) === null)
  const heights = scalesAreRight(pairs, scales) ? 0 : pairs.length
  const optional = pairs.filter(({ wanted, found }) => !wanted.required && found !== null).length
  const required = curves.filter((curve) => curve.required).length
  const [first] = missing
  return {
    expected: required,
    drawn: drawn.length - optional,
    wrong: Math.max(missing.length, extra, heights),
    example: first === undefined ? exampleOfHeight(heights) : exampleOf(first.wanted),
  }
}

/** Whether a curve shows where the values are dense, whatever its height is multiplied with; that factor, or null. */
export function scaleOf({ values }: ExpectedCurve, curve: Curve): number | null {
  const [low, high] = [numberAt(values, 0), numberAt(values, values.length - 1)]
  const places = [...curve.at].sort(ascending)
  const slack = ENDS_MAX * (high - low)
  if (!(numberAt(places, 0) <= low + slack && numberAt(places, places.length - 1) >= high - slack))
    return null
  const fit = fitDensity(values, curve)
  return fit === null || fit.deviation > CURVE_TOLERANCE ? null : fit.scale
}

function curveOf({ series, values }: Marks): readonly Drawn[] {
  const ys = values['y'] ?? []
  const points = (values['x'] ?? []).flatMap((value, row) => {
    const [at, height] = [placeOf(value), placeOf(ys[row])]
    return at === null || height === null ? [] : [{ at, height }]
  })
  if (points.length < POINTS_MIN) return []
  const name = categoryOf(series)
  return [{ name, at: points.map((point) => point.at), height: points.map((point) => point.height) }]
}

interface Pair {
  readonly wanted: ExpectedCurve
  readonly found: Drawn | null
}

/** The drawn curve of each group: the one of its name, else a nameless one that fits. */
function paired(curves: readonly ExpectedCurve[], drawn: readonly Drawn[]) {
  const free = [...drawn]
  const pairs = curves.map((wanted): Pair => {
    const named = free.findIndex(({ name }) => wanted.group !== null && name === wanted.group)
    const fitting = () =>
      free.findIndex(
        (each) => (wanted.group === null || each.name === null) && scaleOf(wanted, each) !== null,
      )
    const at = named >= 0 ? named : fitting()
    const found = free[at] ?? null
    if (found !== null) free.splice(at, 1)
    return { wanted, found }
  })
  return { pairs, extra: free.length }
}

/** Each area is 1, or all of them together; a lone group may be the part of a whole. */
function scalesAreRight(pairs: readonly Pair[], scales: readonly (number | null)[]): boolean {
  const known = scales.filter((scale) => scale !== null)
  const isOne = (area: number) => Math.abs(area - 1) <= CURVE_TOLERANCE
  const total = known.reduce((sum, scale) => sum + scale, 0)
  const partial = pairs.length === 1 && pairs[0]?.wanted.group !== null && total < 1
  return known.every(isOne) || (known.length === pairs.length && isOne(total)) || partial
}

function numberOf(scale: number | null | undefined): number | null {
  return scale ?? null
}

function exampleOf({ group }: ExpectedCurve): string {
  return `no curve is a density of the values${group === null ? '' : ` of ${group}`}`
}

function exampleOfHeight(heights: number): string | null {
  return heights === 0 ? null : 'the area under a curve must be 1'
}
