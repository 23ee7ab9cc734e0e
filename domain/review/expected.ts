import { chartRules } from '../plot/charts.ts'
import type { Spec } from '../plot/plot.schema.ts'
import type { Expected, ExpectedKinds } from './expectation.ts'
import { expectedCells, expectedDays } from './expected-cells.ts'
import { expectedDensities, expectedShares, expectedViolins } from './expected-curves.ts'
import { expectedHexagons } from './expected-hexagons.ts'
import { expectedDots } from './expected-dots.ts'
import { expectedSlopes } from './expected-slopes.ts'
import { expectedSteps } from './expected-steps.ts'
import { expectedAreas } from './expected-areas.ts'
import { expectedBubbles } from './expected-bubbles.ts'
import { expectedCandles } from './expected-candles.ts'
import type { FactValue } from './facts.schema.ts'
import type { DataTable } from './measure.schema.ts'
import { aggregated, ascending, columnOf, groupedValues, isGiven, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf, isDate, placeOf } from './values.ts'

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
