import { PAIRED } from '../plot/charts-panels.ts'
import type { Slot, Spec } from '../plot/plot.schema.ts'
import { slotRoles } from '../plot/roles.ts'
import type { DrawnPanel, Wanted } from './drawn-panels.ts'
import { rowsWhere } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf, placeOf } from './values.ts'

/**
 * The charts of a grid of pairs, each with the ways it may be drawn: a histogram per number, and a scatter plot per
 * pair of them, either way round. Rows with a gap in any of the columns are left out.
 */
export function pairCharts(source: Source): readonly (readonly Wanted[])[] {
  const roles = slotRoles(source.spec)
  const numbers = PAIRED.flatMap((role) => mapped(source.spec, roles[role]))
  const color = mapped(source.spec, roles.color)
  const rows = withoutGaps(source, numbers, color)
  const scatter = (x: Named, y: Named) =>
    scatterOf({ spec: source.spec, data: rows }, { x, y, color, numbers })
  return [
    ...numbers.map((slot) => [histogramOf({ spec: source.spec, data: rows }, { slot, color, numbers })]),
    ...numbers.flatMap((a, at) => numbers.slice(at + 1).map((b) => [scatter(a, b), scatter(b, a)])),
  ]
}

/** A slot that has a column, and words for it. */
interface Named extends Slot {
  readonly label: string
}

function mapped({ sample }: Spec, slot: Slot | undefined): readonly Named[] {
  const column = slot === undefined ? undefined : sample.columns[slot.name]
  return slot === undefined || column === undefined
    ? []
    : [{ ...slot, label: slot.label ?? column.replaceAll('_', ' ') }]
}

function withoutGaps({ spec, data }: Source, numbers: readonly Named[], color: readonly Named[]) {
  const column = (slot: Slot) => data.columns[String(spec.sample.columns[slot.name])] ?? []
  return rowsWhere(
    data,
    (row) =>
      numbers.every((slot) => placeOf(column(slot)[row]) !== null) &&
      color.every((slot) => categoryOf(column(slot)[row]) !== null),
  )
}

interface Colored {
  readonly color: readonly Named[]
  /** all numbers of the grid, whose names tell them apart */
  readonly numbers: readonly Named[]
}

function scatterOf(
  source: Source,
  { x, y, color, numbers }: Colored & Readonly<Record<'x' | 'y', Named>>,
): Wanted {
  return {
    name: `${y.label} by ${x.label}`,
    spec: specOf(source.spec, 'scatter', { x, y, ...colorOf(color) }),
    data: source.data,
    isIn: (panel) => isOf(panel.x, x, numbers) && isOf(panel.y, y, numbers),
  }
}

/** Its counts may have an axis without a title, or stand beside the titles of their row. */
function histogramOf(source: Source, { slot, color, numbers }: Colored & { readonly slot: Named }): Wanted {
  const isIn = (panel: DrawnPanel) =>
    isOf(panel.x, slot, numbers) &&
    (isOf(panel.y, slot, numbers) || numbers.every((each) => !isOf(panel.y, each, numbers)))
  return {
    name: `of ${slot.label}`,
    spec: specOf(source.spec, 'histogram', { value: slot, ...colorOf(color) }),
    data: source.data,
    isIn,
  }
}

/** The spec of one panel: slots called like their roles. */
function specOf(spec: Spec, type: 'scatter' | 'histogram', roles: Readonly<Record<string, Named>>): Spec {
  const { bins } = spec.chart
  const columns = Object.entries(roles).map(
    ([role, slot]) => [role, String(spec.sample.columns[slot.name])] as const,
  )
  return {
    ...spec,
    chart: { type, ...(type === 'histogram' && bins !== undefined && { bins }) },
    data: Object.entries(roles).map(([role, slot]) => ({ ...slot, name: role, required: role !== 'color' })),
    sample: { ...spec.sample, columns: Object.fromEntries(columns) },
  }
}

function colorOf([slot]: readonly Named[]): Readonly<Record<string, Named>> {
  return slot === undefined ? {} : { color: slot }
}

/** Whether an axis is that of a slot: of several that its title names, the longest counts. */
function isOf(title: string | null, slot: Named, numbers: readonly Named[]): boolean {
  const text = categoryOf(title)?.toLowerCase() ?? ''
  const named = numbers.filter((each) => text.includes(each.label.toLowerCase()))
  const [longest] = named.toSorted((a, b) => b.label.length - a.label.length)
  return longest === slot
}
