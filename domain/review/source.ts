import type { Role } from '../plot/chart-rules.ts'
import type { Aggregate, Spec } from '../plot/plot.schema.ts'
import { slotRoles } from '../plot/roles.ts'
import type { FactValue } from './facts.schema.ts'
import type { DataTable } from './measure.schema.ts'
import { categoryOf, numberAt, placeOf } from './values.ts'

/** A spec with its data: what is drawn is said from these alone. */
export interface Source {
  readonly spec: Spec
  readonly data: DataTable
}

/** Numbers of one category and one colour, in the order of the data. */
export interface Group {
  readonly category: string
  readonly group: string | null
  readonly values: readonly number[]
}

/** The column of the slot that plays a role; null where there is none. */
export function columnOf({ spec, data }: Source, role: Role): readonly FactValue[] | null {
  const slot = slotRoles(spec)[role]
  const name = slot && spec.sample.columns[slot.name]
  return (name === undefined ? undefined : data.columns[name]) ?? null
}

/** The rows by category and colour, those with a gap left out; null where a column is missing that is needed. */
export function groupedValues(source: Source): readonly Group[] | null {
  const [category, value, color] = (['category', 'value', 'color'] as const).map((role) =>
    columnOf(source, role),
  )
  const counts = source.spec.chart.aggregate === 'count'
  if (!category || (!value && !counts)) return null
  const groups = new Map<string, { category: string; group: string | null; values: number[] }>()
  for (const row of rowsOf(source.data)) {
    const name = categoryOf(category[row])
    const number = value ? placeOf(value[row]) : 1
    const group = categoryOf(color?.[row])
    if (name === null || number === null || (color && group === null)) continue
    const key = JSON.stringify([name, group])
    const known = groups.get(key) ?? { category: name, group, values: [] }
    known.values.push(number)
    groups.set(key, known)
  }
  return [...groups.values()]
}

/** Several numbers as one. */
export function aggregated(values: readonly number[], aggregate: Aggregate): number {
  const sum = values.reduce((total, value) => total + value, 0)
  if (aggregate === 'count') return values.length
  if (aggregate === 'sum') return sum
  if (aggregate === 'mean') return sum / values.length
  if (aggregate === 'min') return values.reduce((a, b) => Math.min(a, b))
  if (aggregate === 'max') return values.reduce((a, b) => Math.max(a, b))
  return quantile([...values].sort(ascending), 0.5)
}

/** A quantile of values in ascending order, interpolated between its neighbours; NaN for none. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const low = numberAt(sorted, Math.floor(place))
  const high = numberAt(sorted, Math.ceil(place))
  return low + (high - low) * (place - Math.floor(place))
}

/** Some of a table's rows. */
export function rowsWhere(data: DataTable, isKept: (row: number) => boolean): DataTable {
  const columns = Object.entries(data.columns).map(
    ([name, values]) => [name, values.filter((_, row) => isKept(row))] as const,
  )
  return { rows: rowsOf(data).filter(isKept).length, columns: Object.fromEntries(columns) }
}

/** The places of a table's rows. */
export function rowsOf(data: DataTable): readonly number[] {
  return Array.from({ length: data.rows }, (_, row) => row)
}

/** Order of numbers. */
export function ascending(a: number, b: number): number {
  return a - b
}

/** Whether there is a value. */
export function isGiven<T>(value: T | null): value is T {
  return value !== null
}
