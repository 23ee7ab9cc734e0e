import type { Spec } from '../plot/plot.schema.ts'
import type { FactValue } from './facts.schema.ts'
import type { DataTable } from './measure.schema.ts'

/** Every so many rows one is left out where there is no number to change. */
const ROWS_KEPT_OF = 3

/**
 * Data that a faithful plot must follow: each column of numbers that a slot uses is mirrored within its own range.
 * Names and dates stay. Where no slot uses numbers, every third row is left out instead.
 */
export function changeData(table: DataTable, spec: Spec): DataTable {
  const used = new Set(Object.values(spec.sample.columns))
  const numeric = Object.entries(table.columns).filter(
    ([name, values]) => used.has(name) && isNumeric(values),
  )
  if (numeric.length === 0) return thinned(table)
  const mirrored = Object.fromEntries(numeric.map(([name, values]) => [name, mirror(values)]))
  return { rows: table.rows, columns: { ...table.columns, ...mirrored } }
}

function isNumeric(values: readonly FactValue[]): boolean {
  return (
    values.some((value) => typeof value === 'number') && !values.some((value) => typeof value === 'string')
  )
}

function mirror(values: readonly FactValue[]): readonly FactValue[] {
  const numbers = values.filter((value) => typeof value === 'number')
  const low = numbers.reduce((a, b) => Math.min(a, b), Infinity)
  const high = numbers.reduce((a, b) => Math.max(a, b), -Infinity)
  const digits = numbers.reduce((most, value) => Math.max(most, decimals(value)), 0)
  const change = (value: number) => (low === high ? value + 1 : Number((high + low - value).toFixed(digits)))
  return values.map((value) => (typeof value === 'number' ? change(value) : value))
}

/** Decimals of a number as it is written, so that a mirrored one has no more of them. */
function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const written = mantissa.split('.')[1]?.length ?? 0
  return Math.min(100, Math.max(0, written - Number(exponent)))
}

function thinned(table: DataTable): DataTable {
  const keeps = (_: FactValue, row: number) => row % ROWS_KEPT_OF !== ROWS_KEPT_OF - 1
  const columns = Object.entries(table.columns).map(([name, values]) => [name, values.filter(keeps)] as const)
  return { rows: table.rows - Math.floor(table.rows / ROWS_KEPT_OF), columns: Object.fromEntries(columns) }
}
