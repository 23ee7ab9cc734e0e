import { chartRules } from '../plot/charts.ts'
import type { Spec } from '../plot/plot.schema.ts'
import { expectedCells, expectedDays } from './expected-cells.ts'
import type { ExpectedCell, ExpectedDay } from './expected-cells.ts'
import { expectedDensities, expectedShares, expectedViolins } from './expected-curves.ts'
import type { ExpectedCurve } from './expected-curves.ts'
import { expectedHexagons } from './expected-hexagons.ts'
import type { Place } from './expected-hexagons.ts'
import { expectedDots } from './expected-dots.ts'
import { expectedSlopes } from './expected-slopes.ts'
import { expectedSteps } from './expected-steps.ts'
import { expectedAreas } from './expected-areas.ts'
import type { ExpectedArea } from './expected-areas.ts'
import { expectedBubbles } from './expected-bubbles.ts'
import type { ExpectedBubble } from './expected-bubbles.ts'
import { expectedCandles } from './expected-candles.ts'
import type { ExpectedCandle } from './expected-candles.ts'
import type { FactValue } from './facts.schema.ts'
import type { DataTable } from './measure.schema.ts'
import { aggregated, ascending, columnOf, groupedValues, isGiven, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf, isDate, placeOf } from './values.ts'

/** A row that must be drawn as a point or as a vertex of a line; `group` null: it has no colour of its own. */
export interface ExpectedPoint {
  readonly x: number
  readonly y: number
  readonly group: string | null
  /** false: its group is missing, so that it may be left out */
  readonly required: boolean
}

export interface ExpectedBar {
  readonly category: string
  readonly group: string | null
  readonly value: number
}

export interface ExpectedBox {
  readonly category: string
  readonly group: string | null
  /** in ascending order */
  readonly values: readonly number[]
}

/** A straight line along a category. */
export interface ExpectedStem {
  readonly category: string
  readonly low: number
  readonly high: number
}

export interface ExpectedStep {
  readonly category: string
  readonly base: number
  readonly value: number
}

export interface ExpectedSlope {
  readonly series: string
  readonly points: readonly { readonly at: string; readonly value: number }[]
}

/** What must be drawn for a spec and its data, by what the chart type `expects`. */
export interface ExpectedKinds {
  readonly points: { readonly points: readonly ExpectedPoint[]; readonly dates: boolean }
  readonly bars: { readonly bars: readonly ExpectedBar[] }
  readonly bins: { readonly values: readonly number[]; readonly bins: number | null }
  readonly boxes: { readonly boxes: readonly ExpectedBox[] }
  readonly cells: { readonly cells: readonly ExpectedCell[] }
  readonly densities: { readonly curves: readonly ExpectedCurve[] }
  readonly shares: { readonly curves: readonly ExpectedCurve[] }
  readonly violins: { readonly violins: readonly ExpectedCurve[] }
  readonly hexagons: { readonly points: readonly Place[] }
  readonly days: { readonly days: readonly ExpectedDay[] }
  readonly dots: { readonly dots: readonly ExpectedBar[]; readonly stems: readonly ExpectedStem[] }
  readonly steps: { readonly steps: readonly ExpectedStep[]; readonly total: number }
  readonly slopes: { readonly slopes: readonly ExpectedSlope[] }
  readonly bubbles: { readonly bubbles: readonly ExpectedBubble[] }
  readonly areas: { readonly areas: readonly ExpectedArea[] }
  readonly candles: { readonly candles: readonly ExpectedCandle[] }
}

/** One of the kinds. */
export type Expected<K extends keyof ExpectedKinds = keyof ExpectedKinds> = {
  readonly [E in K]: { readonly kind: E } & ExpectedKinds[E]
}[K]

const EXPECTED: { readonly [K in keyof ExpectedKinds]: (source: Source) => Expected<K> | null } = {
  points: expectedPoints,
  bars: expectedBars,
  bins: expectedBins,
  boxes: expectedBoxes,
  cells: expectedCells,
  days: expectedDays,
  hexagons: expectedHexagons,
  densities: expectedDensities,
  shares: expectedShares,
  violins: expectedViolins,
  dots: expectedDots,
  steps: expectedSteps,
  slopes: expectedSlopes,
  bubbles: expectedBubbles,
  areas: expectedAreas,
  candles: expectedCandles,
}

/** Says what must be drawn; null when the slots or columns do not allow to say it. Rows without a value are left out. */
export function expectedMarks(spec: Spec, data: DataTable): Expected | null {
  return EXPECTED[chartRules(spec.chart.type).expects]({ spec, data })
}

/** The groups that are told apart by colour, in the order of the data; empty when nothing is mapped to colour. */
export function colorGroups(spec: Spec, data: DataTable): readonly string[] {
  return [...new Set(colorValues(spec, data).map(categoryOf).filter(isGiven))]
}

/** The column that colours the marks; empty when nothing is mapped to colour. */
export function colorValues(spec: Spec, data: DataTable): readonly FactValue[] {
  return columnOf({ spec, data }, 'color') ?? []
}

function expectedPoints(source: Source): Expected<'points'> | null {
  const [x, y] = [columnOf(source, 'x'), columnOf(source, 'y')]
  const color = columnOf(source, 'color')
  if (x === null || y === null) return null
  const points = rowsOf(source.data).flatMap((row) => {
    const [left, up] = [placeOf(x[row]), placeOf(y[row])]
    const group = categoryOf(color?.[row])
    return left === null || up === null
      ? []
      : [{ x: left, y: up, group, required: color === null || group !== null }]
  })
  return { kind: 'points', points, dates: x.some(isDate) }
}

function expectedBins(source: Source): Expected<'bins'> | null {
  const values = columnOf(source, 'value')?.map(placeOf).filter(isGiven)
  return values ? { kind: 'bins', values, bins: source.spec.chart.bins ?? null } : null
}

function expectedBoxes(source: Source): Expected<'boxes'> | null {
  const boxes = groupedValues(source)?.map((group) => ({
    ...group,
    values: [...group.values].sort(ascending),
  }))
  return boxes ? { kind: 'boxes', boxes } : null
}

/** Without an aggregate each row is a bar of its own. */
function expectedBars(source: Source): Expected<'bars'> | null {
  const { aggregate } = source.spec.chart
  const bars = groupedValues(source)?.flatMap(({ category, group, values }) => {
    const drawn = aggregate === undefined ? values : [aggregated(values, aggregate)]
    return drawn.map((value) => ({ category, group, value }))
  })
  return bars ? { kind: 'bars', bars } : null
}
