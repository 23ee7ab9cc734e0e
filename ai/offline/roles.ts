import { chartRules } from '../../domain/plot/charts.ts'
import type { Role } from '../../domain/plot/chart-rules.ts'
import type { ChartType, Slot, Spec } from '../../domain/plot/plot.schema.ts'
import { slotRoles } from '../../domain/plot/roles.ts'
import type { ResolvedRoles } from '../../domain/plot/roles.ts'
import { isIdentifier } from './python.ts'

/** Names that the generated code binds or calls itself, by the charts that do; a slot of that name would hide them. */
const TAKEN: ReadonlySet<string> = new Set(
  Object.values({
    python: 'dict enumerate itertools len list max min np object pd str warnings zip',
    libraries: 'alt ax chart fig figure px sns',
    everywhere: 'data frame legend needed part pattern place source table tick tips',
    positions: 'alpha dates entry glyphs i is_date layers legend_name looks names_by_row',
    bars: 'bars keyed names reach',
    boxes: 'boxes dodge dots side size_px tip',
    bubbles: 'area areas handle largest line palette sized words',
    areas: 'fields go groups handles parts range reversed shades so stack',
    candles: 'base bodies ends falls lines name shade thick trace wicks width',
    histogram: 'bins counts edges step',
    curves:
      'at body drawn each gaussian_kde go groups least middle most np numbers outline pad places reached spread',
    hexagons: 'across aspect hexbin joint radius room tiles up',
    cells:
      'bar cells colors columns edges ends firsts glyphs grid in_week linear_cmap mesh range rows scale shown textwrap weeks',
    amounts:
      'bar center changes colors ends factor_cmap go groups head labels least lines most offset ' +
      'palette places room sums texts trend',
    panels:
      'at below columns column figures grid gridplot grouped hues head i j kinds left looks make_subplots markers math names next panels places hue points bars glyph layer other traces row rows cell cells below beside spans title trace turned',
    slopes: 'align gap hue key means moment moments rising row sides words',
  }).flatMap((names) => names.split(' ')),
)

/** Roles that the rules know and this author has no use for. */
const UNUSED: Readonly<Partial<Record<ChartType, readonly Role[]>>> = {
  bar: ['color'],
  boxplot: ['color'],
  histogram: ['color'],
}

/** A chart of one of these types, and its slots by what they do. */
export type Charted<T extends ChartType = ChartType> = {
  readonly [C in T]: { readonly type: C; readonly roles: ResolvedRoles<C> }
}[T]

/** The roles, or why the slots cannot be drawn by this author. */
export type Resolved =
  | { readonly kind: 'resolved'; readonly chart: Charted }
  | { readonly kind: 'not_expressible'; readonly reason: string }

/** Gives each slot its role; each slot must have one, and a name that Python accepts. */
export function resolveRoles(spec: Spec): Resolved {
  const hidden = spec.data.map((slot) => slot.name).find((name) => !isIdentifier(name) || TAKEN.has(name))
  if (hidden !== undefined)
    return refuse(`the slot name ${hidden} is taken in Python or in the generated code; rename it`)
  const chart = chartOf(spec)
  if (chart === null) return refuse(`the slots do not have the types that a ${spec.chart.type} needs`)
  const used: readonly (Slot | null)[] = Object.values(chart.roles)
  const unused = spec.data.find((slot) => !used.includes(slot))
  if (unused !== undefined)
    return refuse(`a ${spec.chart.type} by this author has no use for the slot ${unused.name}`)
  return { kind: 'resolved', chart }
}

/** The slots as the function's parameters: in the order of the spec, required ones first. */
export function parameters(slots: readonly Slot[]): readonly Slot[] {
  return [...slots.filter((slot) => slot.required), ...slots.filter((slot) => !slot.required)]
}

/** Counting rows is the one aggregate that needs no number. */
function chartOf(spec: Spec): Charted | null {
  const { chart } = spec
  const played = slotRoles(spec)
  const counts = chart.aggregate === 'count'
  const wanted = chartRules(chart.type).roles.map((want) => {
    const used = UNUSED[chart.type]?.includes(want.role) !== true
    const slot = (used ? played[want.role] : undefined) ?? null
    return { role: want.role, slot, lacks: slot === null && want.required && !(want.uncounted && counts) }
  })
  if (wanted.some(({ lacks }) => lacks)) return null
  return asCharted(chart.type, Object.fromEntries(wanted.map(({ role, slot }) => [role, slot])))
}

/** The compiler cannot follow a role from the table to its slot; `chartOf` has gone through all of them. */
function asCharted(type: ChartType, roles: Readonly<Record<string, Slot | null>>): Charted {
  return { type, roles } as Charted
}

function refuse(reason: string): Resolved {
  return { kind: 'not_expressible', reason }
}
