import { chartRules } from './charts.ts'
import type { CHARTS } from './charts.ts'
import type { Role, Wanted } from './chart-rules.ts'
import type { ChartType, Slot, Spec } from './plot.schema.ts'

/** The slots of a spec by what they do; a role nobody plays is absent. */
export type SlotRoles = Readonly<Partial<Record<Role, Slot>>>

/** The slots of a chart type; null: the role may be left to nobody, and is. */
export type ResolvedRoles<T extends ChartType> = {
  readonly [W in (typeof CHARTS)[T]['roles'][number] as W['role']]: W extends { readonly uncounted: true }
    ? Slot | null
    : W['required'] extends true
      ? Slot
      : Slot | null
}

/**
 * Says what each slot does, by its types and its place among the slots.
 * Names decide only where two slots could do the same: one called like a role plays it.
 */
export function slotRoles(spec: Spec): SlotRoles {
  const wanted = chartRules(spec.chart.type).roles
  const named = new Map(
    wanted.flatMap((want) => {
      const slot = spec.data.find((each) => each.name === want.role && plays(each, want))
      return slot === undefined ? [] : [[want.role, slot] as const]
    }),
  )
  const taken = new Set(named.values())
  const roles = new Map<Role, Slot>(named)
  for (const want of wanted) {
    if (roles.has(want.role)) continue
    const slot = bestSlot(
      spec.data.filter((each) => !taken.has(each) && plays(each, want)),
      want,
    )
    if (slot === undefined) continue
    roles.set(want.role, slot)
    taken.add(slot)
  }
  return Object.fromEntries(roles)
}

/** Dates go to the horizontal axis before numbers do. */
function bestSlot(slots: readonly Slot[], want: Wanted): Slot | undefined {
  const dated = want.role === 'x' ? slots.find((slot) => slot.types.includes('temporal')) : undefined
  return dated ?? slots[0]
}

function plays(slot: Slot, want: Wanted): boolean {
  return (slot.required || !want.required) && slot.types.some((type) => want.types.includes(type))
}
