import type { FactValue } from '../review/facts.schema.ts'
import type { DataTable } from '../review/measure.schema.ts'

/** A column of a sample: what it holds and how many different values, but none of the values. */
export interface SampleColumn {
  readonly name: string
  readonly type: 'quantitative' | 'temporal' | 'nominal'
  readonly distinct: number
}

/** What an author may know of a table, its columns in file order. */
export function sampleHeader(table: DataTable): {
  readonly rows: number
  readonly columns: readonly SampleColumn[]
} {
  const columns = Object.entries(table.columns).map(([name, values]) => {
    const given = values.filter((value) => value !== null)
    return { name, type: typeOf(given), distinct: new Set(given).size }
  })
  return { rows: table.rows, columns }
}

/** Dates in a table are ISO 8601 texts with a time and without a zone. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$/

function typeOf(values: readonly FactValue[]): SampleColumn['type'] {
  if (values.length === 0) return 'nominal'
  if (values.every((value) => typeof value === 'number')) return 'quantitative'
  return values.every((value) => typeof value === 'string' && MOMENT.test(value)) ? 'temporal' : 'nominal'
}
