import { specProblems } from '../../domain/plot/spec.ts'
import type { Slot, Spec } from '../../domain/plot/plot.schema.ts'
import type { FactValue } from '../../domain/review/facts.schema.ts'
import type { DataTable } from '../../domain/review/measure.schema.ts'
import type { Base } from './chart.ts'
import { oneOf, shuffled, whole } from './random.ts'
import type { Random } from './random.ts'
import { categoryNames, MEASURES, titleFor, UNITS } from './words.ts'

/** A column of numbers that no slot uses: what a careless author could draw instead. */
export const SPARE_COLUMN = 'reserve'

/** Samples up to this size are drawn whole: their rows may be the very things that are compared. */
const ROWS_KEPT = 40

/** Columns of text that the names below an upright axis may take together without touching. */
const NAMES_ROOM = 84

/** Another chart of the same kind: other rows, categories, scales, names, title, units and options. */
export function varied(random: Random, base: Base): Base {
  const optional = withOptions(random, withoutOptional(random, base.spec))
  const some = fewerCategories(random, { spec: optional, table: base.table })
  const rows = fewerRows(random, { spec: optional, table: some })
  return renamed(random, {
    spec: optional,
    table: withSpare(random, scaled(random, optional, named(random, optional, rows))),
  })
}

/** Sometimes without the slots that need no column. */
function withoutOptional(random: Random, spec: Spec): Spec {
  const optional = spec.data.filter((slot) => !slot.required).map((slot) => slot.name)
  const columns = Object.entries(spec.sample.columns).filter(
    ([slot]) => !optional.includes(slot) || random() < 0.75,
  )
  return { ...spec, sample: { ...spec.sample, columns: Object.fromEntries(columns) } }
}

/** Other values of the options that this chart type has. */
function withOptions(random: Random, spec: Spec): Spec {
  const wishes: readonly Partial<Spec['chart']>[] = [
    { orientation: oneOf(random, ['vertical', 'horizontal']) },
    { sort: oneOf(random, ['data', 'ascending', 'descending']) },
    { bins: whole(random, 8, 40) },
    ...(spec.chart.aggregate === undefined || spec.chart.aggregate === 'count'
      ? []
      : [{ aggregate: oneOf(random, ['mean', 'median', 'sum', 'min', 'max'] as const) }]),
  ]
  return wishes.reduce((known: Spec, wish) => {
    const changed = { ...known, chart: { ...known.chart, ...wish } }
    return specProblems(changed).length === 0 ? changed : known
  }, spec)
}

/** Rows of some of the categories only, for each column of names that is drawn. */
function fewerCategories(random: Random, { spec, table }: Base): DataTable {
  const column = shuffled(random, namedColumns(spec, table)).at(0)
  if (column === undefined || table.rows <= ROWS_KEPT) return table
  const names = [...new Set(table.columns[column])]
  const kept = new Set(shuffled(random, names).slice(0, whole(random, Math.min(3, names.length), 10)))
  return filtered(table, (row) => kept.has(table.columns[column]?.[row] ?? null))
}

/** A part of the rows, in their order. Areas that stand on each other keep all rows of a place, or none. */
function fewerRows(random: Random, { spec, table }: Base): DataTable {
  if (table.rows <= ROWS_KEPT) return table
  const share = Math.max(ROWS_KEPT / table.rows, 0.3 + 0.7 * random())
  const x = spec.chart.type === 'area' ? table.columns[spec.sample.columns['x'] ?? ''] : undefined
  if (x === undefined) return filtered(table, () => random() < share)
  const kept = new Set([...new Set(x)].filter(() => random() < share))
  return filtered(table, (row) => kept.has(x[row] ?? null))
}

/** Other names for the categories, short enough for the room that there is. */
function named(random: Random, spec: Spec, table: DataTable): DataTable {
  const columns = namedColumns(spec, table).map((column) => {
    const values = table.columns[column] ?? []
    const old = [...new Set(values)].filter((value) => value !== null)
    const names = categoryNames(random, old.length, Math.floor(NAMES_ROOM / old.length))
    const names_by_old = new Map<FactValue, FactValue>(old.map((value, at) => [value, names[at] ?? value]))
    return [column, values.map((value) => names_by_old.get(value) ?? null)] as const
  })
  return { ...table, columns: { ...table.columns, ...Object.fromEntries(columns) } }
}

/** All drawn numbers on another scale, one and the same for all, so that what belongs together stays so. */
function scaled(random: Random, spec: Spec, table: DataTable): DataTable {
  const factor = oneOf(random, [0.01, 0.1, 1, 1, 1, 10, 100]) * (1 + random())
  const drawn = new Set(Object.values(spec.sample.columns))
  const columns = Object.entries(table.columns).map(([name, values]) => {
    const change = (value: FactValue) =>
      typeof value === 'number' ? Number((value * factor).toPrecision(5)) : value
    return [name, drawn.has(name) ? values.map(change) : values] as const
  })
  return { ...table, columns: Object.fromEntries(columns) }
}

function withSpare(random: Random, table: DataTable): DataTable {
  const spare = Array.from({ length: table.rows }, () => Number((10 + 80 * random()).toFixed(2)))
  return { ...table, columns: { ...table.columns, [SPARE_COLUMN]: spare } }
}

/** Another title, other columns and labels; slots that shared a unit or a label still do. */
function renamed(random: Random, { spec, table }: Base): Base {
  const measures = shuffled(random, MEASURES)
  const places = [...new Set(Object.values(spec.sample.columns))]
  const columnNames = new Map(
    places.map((place, at) => [place, `${columnName(measures[at] ?? place)}_${at + 1}`]),
  )
  const data = spec.data.map((slot) => relabelled(spec, slot, { measures, units: shuffled(random, UNITS) }))
  const columns = Object.entries(spec.sample.columns).map(
    ([slot, old]) => [slot, columnNames.get(old) ?? old] as const,
  )
  const renamedColumns = Object.entries(table.columns).flatMap(([old, values]) => {
    const name = old === SPARE_COLUMN ? old : columnNames.get(old)
    return name === undefined ? [] : [[name, values] as const]
  })
  return {
    spec: {
      ...spec,
      title: titleFor(random, measures),
      data,
      sample: { ...spec.sample, columns: Object.fromEntries(columns) },
    },
    table: { rows: table.rows, columns: Object.fromEntries(renamedColumns) },
  }
}

function relabelled(
  spec: Spec,
  slot: Slot,
  { measures, units }: { readonly measures: readonly string[]; readonly units: readonly string[] },
): Slot {
  const place = (values: readonly (string | undefined)[], value: string) =>
    [...new Set(values)].indexOf(value)
  const label =
    slot.label === undefined
      ? {}
      : {
          label:
            measures[
              place(
                spec.data.map((s) => s.label),
                slot.label,
              )
            ],
        }
  const unit =
    slot.unit === undefined
      ? {}
      : {
          unit: units[
            place(
              spec.data.map((s) => s.unit),
              slot.unit,
            )
          ],
        }
  return { ...slot, ...definedOnly(label), ...definedOnly(unit) }
}

function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never
}

function columnName(measure: string): string {
  return measure.toLowerCase().replaceAll(/[^a-z]+/g, '_')
}

/** Columns of names that slots use. */
function namedColumns(spec: Spec, table: DataTable): readonly string[] {
  const used = spec.data.flatMap((slot) => {
    const column = spec.sample.columns[slot.name]
    const isName = !slot.types.includes('quantitative') && !slot.types.includes('temporal')
    return column !== undefined && isName ? [column] : []
  })
  return [...new Set(used)].filter((name) => table.columns[name]?.some((value) => typeof value === 'string'))
}

function filtered(table: DataTable, keeps: (row: number) => boolean): DataTable {
  const kept = Array.from({ length: table.rows }, (_, row) => keeps(row))
  const columns = Object.entries(table.columns).map(
    ([name, values]) => [name, values.filter((_, row) => kept[row])] as const,
  )
  return { rows: kept.filter(Boolean).length, columns: Object.fromEntries(columns) }
}
