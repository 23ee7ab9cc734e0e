import type { ChartType, Slot, SlotType, Spec } from './plot.schema.ts'

/** What a slot does in its chart. */
export type Role = 'x' | 'y' | 'category' | 'value' | 'color'

/** The slots of a spec by what they do; a role nobody plays is absent. */
export type SlotRoles = Readonly<Partial<Record<Role, Slot>>>

interface Wanted {
  readonly role: Role
  readonly types: readonly SlotType[]
  readonly required: boolean
}

const COLOR: Wanted = { role: 'color', types: ['nominal', 'ordinal'], required: false }
const VALUE: Wanted = { role: 'value', types: ['quantitative'], required: true }
const CATEGORY: Wanted = { role: 'category', types: ['nominal', 'ordinal'], required: true }
const POSITIONS: readonly Wanted[] = [
  { role: 'x', types: ['quantitative', 'temporal'], required: true },
  { role: 'y', types: ['quantitative'], required: true },
  COLOR,
]

const WANTED: Readonly<Record<ChartType, readonly Wanted[]>> = {
  scatter: POSITIONS,
  line: POSITIONS,
  bar: [CATEGORY, VALUE, COLOR],
  boxplot: [CATEGORY, VALUE, COLOR],
  histogram: [VALUE, COLOR],
}

/**
 * Says what each slot does, by its types and its place among the slots.
 * Names decide only where two slots could do the same: one called like a role plays it.
 */
export function slotRoles(spec: Spec): SlotRoles {
  const wanted = WANTED[spec.chart.type]
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
