import type { FactValue } from '../review/facts.schema.ts'
import type { DataTable } from '../review/measure.schema.ts'
import { isDate, numberAt, placeOf } from '../review/values.ts'
import { MANY_ROWS, MISSING_EVERY } from './limits.ts'
import type { Spec } from './plot.schema.ts'

/** The same rows with every tenth value of each slot's column missing, in other rows for each column. */
export function withMissingValues(table: DataTable, spec: Spec): DataTable {
  const used = usedColumns(table, spec)
  const every = Math.min(MISSING_EVERY, table.rows)
  const holed = used.map(([name, values], at) => {
    const kept = values.map((value, row) => (row % every === at % every ? null : value))
    return [name, kept] as const
  })
  return { rows: table.rows, columns: { ...table.columns, ...Object.fromEntries(holed) } }
}

/**
 * The slots' columns with so many rows that a plot must cope with: the sample again and again, numbers and dates
 * moved a little each time, by less than the smallest step between two values. Names stay.
 */
export function withManyRows(table: DataTable, spec: Spec): DataTable {
  const rounds = Math.ceil(MANY_ROWS / table.rows)
  const columns = usedColumns(table, spec).map(([name, values]) => {
    const move = moverOf(values)
    const many = Array.from({ length: MANY_ROWS }, (_, row) =>
      move(values[row % table.rows] ?? null, Math.floor(row / table.rows) / rounds),
    )
    return [name, many] as const
  })
  return { rows: MANY_ROWS, columns: Object.fromEntries(columns) }
}

function usedColumns(table: DataTable, spec: Spec) {
  const used = new Set(Object.values(spec.sample.columns))
  return Object.entries(table.columns).filter(([name]) => used.has(name))
}

/** Digits that keep moved numbers apart without making the file long. */
const DIGITS = 10

function moverOf(values: readonly FactValue[]): (value: FactValue, share: number) => FactValue {
  const step = smallestStep(values.map(placeOf).filter((place) => place !== null))
  return (value, share) => {
    const place = placeOf(value)
    if (place === null) return value
    const moved = place + step * share
    return isDate(value) ? new Date(moved).toISOString().slice(0, 19) : Number(moved.toPrecision(DIGITS))
  }
}

function smallestStep(places: readonly number[]): number {
  const sorted = [...new Set(places)].sort((a, b) => a - b)
  const steps = sorted.slice(1).map((place, at) => place - numberAt(sorted, at))
  return steps.reduce((least, step) => Math.min(least, step), steps[0] ?? 1)
}
