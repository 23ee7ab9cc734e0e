import type { JsonObject } from './json.ts'
import { member, numberOf } from './json.ts'
import { traceValues } from './plotly-figure.ts'
import type { Series } from './series.ts'
import { valueAt } from './values.ts'
import type { FactValue } from '../../domain/review/facts.schema.ts'

const ENDS = ['open', 'close', 'low', 'high'] as const

/** Colours of candles whose trace names none. */
const COLORS = { increasing: '#3D9970', decreasing: '#FF4136' } as const

/** One direction of a trace's candles. */
export interface Candles {
  readonly color: unknown
  readonly values: Series['values']
}

/** The candles of a trace, those that rise and those that fall, which have colours of their own. */
export function candlesOf(trace: JsonObject, x: readonly FactValue[]): readonly Candles[] {
  const columns = ENDS.map((end) => traceValues(trace, end).map(numberOf))
  const [open = [], close = []] = columns
  const kept = x.flatMap((at, row) =>
    at === null || columns.some((column) => valueAt(column, row) === null) ? [] : [row],
  )
  const rises = (row: number) => Number(close[row]) >= Number(open[row])
  return (['increasing', 'decreasing'] as const).flatMap((direction) => {
    const rows = kept.filter((row) => rises(row) === (direction === 'increasing'))
    if (rows.length === 0) return []
    const pick = (column: readonly FactValue[]) => rows.map((row) => valueAt(column, row))
    const ends = ENDS.map((end, at) => [end, pick(columns[at] ?? [])] as const)
    const color = member(trace, direction, 'line', 'color') ?? COLORS[direction]
    return [{ color, values: { x: pick(x), ...Object.fromEntries(ends) } }]
  })
}
