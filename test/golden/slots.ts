import { slotRoles } from '../../domain/plot/roles.ts'
import { chartRules } from '../../domain/plot/charts.ts'
import type { Role } from '../../domain/plot/chart-rules.ts'
import { colorGroups, expectedMarks } from '../../domain/review/expected.ts'
import type { ExpectedArea } from '../../domain/review/expectation.ts'
import type { FactValue } from '../../domain/review/facts.schema.ts'
import type { Chart } from './chart.ts'

/** The slot, and so the parameter of `plot()`, that plays a role with a column; null: none does. */
export function slotOf({ spec }: Chart, role: Role): string | null {
  const slot = slotRoles(spec)[role]
  return slot !== undefined && spec.sample.columns[slot.name] !== undefined ? slot.name : null
}

/** Slots with a column of numbers, in the order of the spec. */
export function numberSlots(chart: Chart): readonly string[] {
  return slotsWith(chart, (value) => typeof value === 'number')
}

/** Slots with a column of names, in the order of the spec. */
export function nameSlots(chart: Chart): readonly string[] {
  return slotsWith(chart, (value) => typeof value === 'string' && !/^\d{4}-\d{2}-\d{2}T/.test(value))
}

/** The numbers that a slot's column holds. */
export function numbersOf({ spec, table }: Chart, slot: string): readonly number[] {
  const values = table.columns[spec.sample.columns[slot] ?? ''] ?? []
  return values.filter((value) => typeof value === 'number')
}

/** The slot of what is measured: what shades or lengths show, else the last one with numbers. */
export function measuredSlot(chart: Chart): string | null {
  return (
    slotOf(chart, 'shade') ??
    slotOf(chart, 'value') ??
    slotOf(chart, 'y') ??
    numberSlots(chart).at(-1) ??
    null
  )
}

/** Names of the groups that colours tell apart; fewer than two where there are none. */
export function groupsOf({ spec, table }: Chart): readonly string[] {
  return colorGroups(spec, table)
}

/** Whether there are groups that need a legend. */
export function isGrouped(chart: Chart): boolean {
  return groupsOf(chart).length >= 2
}

/** Whether bars or boxes lie on their side. */
export function isHorizontal({ spec }: Chart): boolean {
  return spec.chart.orientation === 'horizontal'
}

/** Whether numbers are told by shades of colour. */
export function isShaded({ spec }: Chart): boolean {
  return chartRules(spec.chart.type).shaded === true
}

/** How far up the marks reach that grow from zero; none where the chart has no such marks. */
export function heights({ spec, table }: Chart): readonly number[] {
  const expected = expectedMarks(spec, table)
  if (expected === null || !chartRules(spec.chart.type).fromZero) return []
  if (expected.kind === 'bars') return expected.bars.map((bar) => bar.value)
  if (expected.kind === 'dots') return expected.dots.map((dot) => dot.value)
  if (expected.kind === 'steps') return expected.steps.map((step) => step.value)
  return expected.kind === 'areas' ? totals(expected.areas) : []
}

/** What the marks of categories and candles reach to along the axis of their values; none for other charts. */
export function reaches({ spec, table }: Chart): readonly number[] {
  const expected = expectedMarks(spec, table)
  if (expected?.kind === 'dots') return expected.dots.map((dot) => dot.value)
  if (expected?.kind === 'steps') return expected.steps.map((step) => step.value)
  if (expected?.kind === 'violins') return expected.violins.map(({ values }) => Math.max(...values))
  return expected?.kind === 'candles' ? expected.candles.map((candle) => candle.high) : []
}

/** How high the areas reach together at each place. */
function totals(areas: readonly ExpectedArea[]): readonly number[] {
  const places = [...new Set(areas.map(({ x }) => x))]
  return places.map((place) =>
    areas.filter(({ x }) => x === place).reduce((sum, { value }) => sum + value, 0),
  )
}

function slotsWith({ spec, table }: Chart, isOne: (value: FactValue) => boolean): readonly string[] {
  return spec.data.flatMap(({ name }) => {
    const values = table.columns[spec.sample.columns[name] ?? ''] ?? []
    return values.some(isOne) ? [name] : []
  })
}
