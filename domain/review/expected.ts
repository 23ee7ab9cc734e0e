import type { Aggregate, Slot, Spec } from '../plot/plot.schema.ts'
import { slotRoles } from '../plot/roles.ts'
import type { Role } from '../plot/roles.ts'
import type { FactValue } from './facts.schema.ts'
import type { DataTable } from './measure.schema.ts'
import { categoryOf, isDate, numberAt, placeOf } from './values.ts'

/** A row that must be drawn as a point or as a vertex of a line; `group` null: it has no colour of its own. */
export interface ExpectedPoint {
  readonly x: number
  readonly y: number
  readonly group: string | null
  /** false: its group is missing, so that it may be left out */
  readonly required: boolean
}

/** What must be drawn for a spec and its data. */
export type Expected =
  | { readonly kind: 'points'; readonly points: readonly ExpectedPoint[]; readonly dates: boolean }
  | { readonly kind: 'bars'; readonly bars: readonly ExpectedBar[] }
  | { readonly kind: 'bins'; readonly values: readonly number[]; readonly bins: number | null }
  | { readonly kind: 'boxes'; readonly boxes: readonly ExpectedBox[] }

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

/** Says what must be drawn; null when the slots or columns do not allow to say it. Rows without a value are left out. */
export function expectedMarks(spec: Spec, data: DataTable): Expected | null {
  const column = columnOf(spec, data)
  if (spec.chart.type === 'scatter' || spec.chart.type === 'line') return expectedPoints(data, column)
  if (spec.chart.type === 'histogram') {
    const values = column('value')
    return (
      values && { kind: 'bins', values: values.map(placeOf).filter(isGiven), bins: spec.chart.bins ?? null }
    )
  }
  const groups = groupedValues(spec, data, column)
  if (groups === null) return null
  if (spec.chart.type === 'boxplot') {
    return {
      kind: 'boxes',
      boxes: groups.map((group) => ({ ...group, values: [...group.values].sort(ascending) })),
    }
  }
  return { kind: 'bars', bars: groups.flatMap((group) => barsOf(group, spec.chart.aggregate)) }
}

/** The groups that are told apart by colour, in the order of the data; empty when nothing is mapped to colour. */
export function colorGroups(spec: Spec, data: DataTable): readonly string[] {
  return [...new Set(colorValues(spec, data).map(categoryOf).filter(isGiven))]
}

/** The column that colours the marks; empty when nothing is mapped to colour. */
export function colorValues(spec: Spec, data: DataTable): readonly FactValue[] {
  return columnOf(spec, data)('color') ?? []
}

/** The slots that have an axis, without those that have no column. */
export function positionSlots(spec: Spec): readonly Slot[] {
  return Object.entries(slotRoles(spec)).flatMap(([role, slot]) => {
    const mapped = slot !== undefined && spec.sample.columns[slot.name] !== undefined
    return mapped && role !== 'color' ? [slot] : []
  })
}

type Column = (role: Role) => readonly FactValue[] | null

function columnOf(spec: Spec, data: DataTable): Column {
  const roles = slotRoles(spec)
  return (role) => {
    const slot = roles[role]
    const name = slot && spec.sample.columns[slot.name]
    return (name === undefined ? undefined : data.columns[name]) ?? null
  }
}

function expectedPoints(data: DataTable, column: Column): Expected | null {
  const [x, y, color] = [column('x'), column('y'), column('color')]
  if (x === null || y === null) return null
  const points = rowsOf(data).flatMap((row) => {
    const [left, up] = [placeOf(x[row]), placeOf(y[row])]
    const group = categoryOf(color?.[row])
    return left === null || up === null
      ? []
      : [{ x: left, y: up, group, required: color === null || group !== null }]
  })
  return { kind: 'points', points, dates: x.some(isDate) }
}

interface Group {
  readonly category: string
  readonly group: string | null
  readonly values: readonly number[]
}

function groupedValues(spec: Spec, data: DataTable, column: Column): readonly Group[] | null {
  const [category, value, color] = [column('category'), column('value'), column('color')]
  const counts = spec.chart.aggregate === 'count'
  if (category === null || (value === null && !counts)) return null
  const groups = new Map<string, { category: string; group: string | null; values: number[] }>()
  for (const row of rowsOf(data)) {
    const name = categoryOf(category[row])
    const number = value === null ? 1 : placeOf(value[row])
    const group = categoryOf(color?.[row])
    if (name === null || number === null || (color !== null && group === null)) continue
    const key = JSON.stringify([name, group])
    const known = groups.get(key) ?? { category: name, group, values: [] }
    known.values.push(number)
    groups.set(key, known)
  }
  return [...groups.values()]
}

/** Without an aggregate each row is a bar of its own. */
function barsOf(
  { category, group, values }: Group,
  aggregate: Aggregate | undefined,
): readonly ExpectedBar[] {
  const drawn = aggregate === undefined ? values : [aggregated(values, aggregate)]
  return drawn.map((value) => ({ category, group, value }))
}

function aggregated(values: readonly number[], aggregate: Aggregate): number {
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

function rowsOf(data: DataTable): readonly number[] {
  return Array.from({ length: data.rows }, (_, row) => row)
}

function ascending(a: number, b: number): number {
  return a - b
}

function isGiven<T>(value: T | null): value is T {
  return value !== null
}
