import { slotRoles } from '../../domain/plot/roles.ts'
import type { Role } from '../../domain/plot/chart-rules.ts'
import { colorGroups, expectedMarks } from '../../domain/review/expected.ts'
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

/** The last slot with numbers: what is measured in every chart type. */
export function measuredSlot(chart: Chart): string | null {
  return slotOf(chart, 'value') ?? slotOf(chart, 'y') ?? numberSlots(chart).at(-1) ?? null
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

/** Heights of the bars that must be drawn; none where the chart has no bars. */
export function barHeights({ spec, table }: Chart): readonly number[] {
  const expected = expectedMarks(spec, table)
  return expected?.kind === 'bars' ? expected.bars.map((bar) => bar.value) : []
}

function slotsWith({ spec, table }: Chart, isOne: (value: FactValue) => boolean): readonly string[] {
  return spec.data.flatMap(({ name }) => {
    const values = table.columns[spec.sample.columns[name] ?? ''] ?? []
    return values.some(isOne) ? [name] : []
  })
}
