import type { Slot, Spec } from '../../domain/plot/plot.schema.ts'
import { slotRoles } from '../../domain/plot/roles.ts'
import { isIdentifier } from './python.ts'

/** Names that the generated code binds or calls itself; a slot of that name would hide them. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    'alpha alt ax bars bins boxes chart counts data dates dict dodge dots edges entry enumerate fig figure ' +
    'frame glyphs i is_date itertools keyed layers legend legend_name len list looks max min names ' +
    'names_by_row needed np object part pattern pd place px reach side size_px sns source step str ' +
    'table tick tip tips warnings zip'
  ).split(' '),
)

/** Which slot plays which part in a chart that this author can draw. */
export type Roles =
  | { readonly type: 'scatter' | 'line'; readonly x: Slot; readonly y: Slot; readonly color: Slot | null }
  | { readonly type: 'bar'; readonly category: Slot; readonly value: Slot | null }
  | { readonly type: 'boxplot'; readonly category: Slot; readonly value: Slot }
  | { readonly type: 'histogram'; readonly value: Slot }

/** The roles, or why the slots cannot be drawn by this author. */
export type Resolved =
  | { readonly kind: 'resolved'; readonly roles: Roles }
  | { readonly kind: 'not_expressible'; readonly reason: string }

/** Gives each slot its role; each slot must have one, and a name that Python accepts. */
export function resolveRoles(spec: Spec): Resolved {
  const hidden = spec.data.map((slot) => slot.name).find((name) => !isIdentifier(name) || TAKEN.has(name))
  if (hidden !== undefined)
    return refuse(`the slot name ${hidden} is taken in Python or in the generated code; rename it`)
  const roles = rolesOf(spec)
  if (roles === null) return refuse(`the slots do not have the types that a ${spec.chart.type} needs`)
  const used = Object.values(roles)
  const unused = spec.data.find((slot) => !used.includes(slot))
  if (unused !== undefined)
    return refuse(`a ${spec.chart.type} by this author has no use for the slot ${unused.name}`)
  return { kind: 'resolved', roles }
}

/** The slots as the function's parameters: in the order of the spec, required ones first. */
export function parameters(slots: readonly Slot[]): readonly Slot[] {
  return [...slots.filter((slot) => slot.required), ...slots.filter((slot) => !slot.required)]
}

function rolesOf(spec: Spec): Roles | null {
  const { type } = spec.chart
  const { x, y, value, color = null } = slotRoles(spec)
  if (type === 'scatter' || type === 'line') return x && y ? { type, x, y, color } : null
  if (type === 'histogram') return value ? { type, value } : null
  return categoryRoles(spec, type)
}

/** Counting rows is the one aggregate that needs no number. */
function categoryRoles(spec: Spec, type: 'bar' | 'boxplot'): Roles | null {
  const { category, value } = slotRoles(spec)
  if (!category) return null
  if (value) return { type, category, value }
  return type === 'bar' && spec.chart.aggregate === 'count' ? { type, category, value: null } : null
}

function refuse(reason: string): Resolved {
  return { kind: 'not_expressible', reason }
}
