import { csvFormat, csvParseRows } from 'd3-dsv'

import { AppError } from '../domain/errors.ts'
import type { Spec } from '../domain/plot/plot.schema.ts'
import type { FactValue } from '../domain/review/facts.schema.ts'
import type { DataTable } from '../domain/review/measure.schema.ts'

/** Cells that pandas reads as missing. */
const MISSING: ReadonlySet<string> = new Set(
  ',#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,None,n/a,nan,null'.split(
    ',',
  ),
)

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const ISO_DATE = /^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?)?$/

/**
 * Reads a CSV as the plot will get it: numbers in columns of quantitative slots, ISO 8601 dates in
 * temporal ones, texts elsewhere, null where a cell is missing. Throws `invalid` with each fault found.
 */
export function parseTable(csv: string, spec: Spec): DataTable {
  const [header = [], ...rows] = csvParseRows(csv.replace(/^\uFEFF/, ''))
  const problems = problemsOf(header, rows, spec)
  if (problems.length > 0)
    throw new AppError('invalid', `the data of ${spec.plot_id} cannot be used`, { problems })
  const columns = header.map((name, at) => {
    const cells = rows.map((row) => cellOf(row[at]))
    return [name, typed(name, cells, spec)] as const
  })
  return { rows: rows.length, columns: Object.fromEntries(columns) }
}

/** Writes a table as a CSV that `parseTable` and pandas read back with equal values. */
export function formatTable(table: DataTable): string {
  const names = Object.keys(table.columns)
  const rows = Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, table.columns[name]?.[row] ?? null])),
  )
  return `${csvFormat(rows, names)}\n`
}

/** The columns that slots use and that hold dates: those that are parsed before `plot()` is called. */
export function temporalColumns(table: DataTable, spec: Spec): readonly string[] {
  const used = spec.data
    .filter((slot) => slot.types.includes('temporal'))
    .map((slot) => spec.sample.columns[slot.name])
  return [...new Set(used)]
    .filter((name) => name !== undefined)
    .filter((name) => {
      return (table.columns[name] ?? []).some((value) => typeof value === 'string')
    })
}

function cellOf(cell: string | undefined): string | null {
  return cell === undefined || MISSING.has(cell.trim()) ? null : cell
}

/** A slot that takes numbers and dates gets what its column holds. */
function typed(name: string, cells: readonly (string | null)[], spec: Spec): readonly FactValue[] {
  const types = typesOf(name, spec)
  const given = cells.filter((cell) => cell !== null)
  if (types.has('quantitative') && given.every((cell) => NUMBER.test(cell.trim()))) {
    return cells.map((cell) => (cell === null ? null : Number(cell)))
  }
  if (types.has('temporal') && given.every((cell) => ISO_DATE.test(cell.trim()))) {
    return cells.map((cell) => (cell === null ? null : isoMoment(cell.trim())))
  }
  return cells
}

function isoMoment(text: string): string {
  const [day = '', time = '00:00:00'] = text.split(/[T ]/)
  const date = day.length === 7 ? `${day}-01` : day
  return `${date}T${time.length === 5 ? `${time}:00` : time}`
}

function typesOf(name: string, spec: Spec): ReadonlySet<string> {
  const slots = spec.data.filter((slot) => spec.sample.columns[slot.name] === name)
  return new Set(slots.flatMap((slot) => slot.types))
}

function problemsOf(header: readonly string[], rows: readonly (readonly string[])[], spec: Spec) {
  const path = spec.sample.path
  const missing = Object.entries(spec.sample.columns).filter(([, column]) => !header.includes(column))
  const ragged = rows.findIndex((row) => row.length !== header.length)
  const twice = header.find((name, at) => header.indexOf(name) !== at)
  return [
    ...missing.map(([slot, column]) => ({
      path,
      message: `there is no column ${column} for the slot ${slot}`,
      fix: `use one of ${header.join(', ')}`,
    })),
    ...(rows.length === 0 ? [{ path, message: 'there are no rows', fix: 'add data below the header' }] : []),
    ...(twice === undefined
      ? []
      : [{ path, message: `two columns are called ${twice}`, fix: 'rename one of them' }]),
    ...(ragged < 0
      ? []
      : [
          {
            path: `${path}:${ragged + 2}`,
            message: `this row has ${rows[ragged]?.length ?? 0} cells, the header has ${header.length}`,
            fix: 'quote cells that hold commas',
          },
        ]),
  ]
}
