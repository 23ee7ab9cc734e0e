import { OFF_AXIS } from '../plot/chart-rules.ts'
import type { Role } from '../plot/chart-rules.ts'
import type { Slot, Spec } from '../plot/plot.schema.ts'
import { slotRoles } from '../plot/roles.ts'
import type { Axis } from './facts.schema.ts'

/** A slot that has an axis of its own, and where that is; null: on either side. */
export interface AxisSlot {
  readonly slot: Slot
  readonly side: Axis['dimension'] | null
}

/** The slots that have an axis, without those that have no column. */
export function axisSlots(spec: Spec, axes: readonly Axis[]): readonly AxisSlot[] {
  return Object.entries(slotRoles(spec)).flatMap(([role, slot]) => {
    const mapped = slot !== undefined && spec.sample.columns[slot.name] !== undefined
    const isOff = OFF_AXIS.some((each) => each === role)
    return mapped && !isOff ? [{ slot, side: sideOf(role as Role, axes) }] : []
  })
}

/** Categories are where the only axis of names is; their values are on the other side. */
function sideOf(role: Role, axes: readonly Axis[]): AxisSlot['side'] {
  if (role === 'x' || role === 'y') return role
  const named = [
    ...new Set(axes.filter(({ scale }) => scale === 'category').map(({ dimension }) => dimension)),
  ]
  const [side] = named
  if (side === undefined || named.length > 1) return null
  if (role === 'category') return side
  return side === 'x' ? 'y' : 'x'
}
