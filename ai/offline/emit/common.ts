import type { ChartRules } from '../../../domain/plot/chart-rules.ts'
import { chartRules } from '../../../domain/plot/charts.ts'
import type { Slot } from '../../../domain/plot/plot.schema.ts'
import { COLORS, OPACITY, MANY_POINTS, PALETTE } from '../design.ts'
import { block, call, list, prefix, suffix } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { literal } from '../python.ts'
import { docstring } from '../file.ts'

/** Charts of points with a horizontal place, a height and perhaps a group. */
export type Positions = Plan<'scatter' | 'line' | 'step'>

/** Charts whose groups have colours of their own where the spec has a slot for them. */
export type Colored = Plan<'scatter' | 'line' | 'step' | 'density' | 'ecdf'>

/** Text of an axis or a legend: the sample's label, or the name of the user's own column. */
export function label(parameter: string): string {
  return `LABELS.get(${parameter}, ${parameter})`
}

/** Colour of the texts, as a literal. */
export function textColor(plan: Plan): string {
  return literal(plan.design.darkText ? COLORS.darkText : COLORS.text)
}

/** Are the marks coloured along a scale of numbers? Then the colours take the place of lines and a grid. */
export function isShaded({ type }: Plan): boolean {
  return chartRules(type).shaded === true
}

/** Is the chart made of panels? */
export function isPanelled({ type }: Plan): boolean {
  const { panels }: ChartRules = chartRules(type)
  return panels !== undefined
}

/** What the function does that sets a figure's looks. */
export function styleSummary(plan: Plan): string {
  return isShaded(plan) ? 'Set the texts.' : 'Set the texts and a light grid behind the values.'
}

/** `NAME = [literals]`. */
export function listConstant(name: string, values: readonly string[]): Doc {
  return prefix(`${name} = `, list(values.map(literal)))
}

/** The colours of the groups. */
export const PALETTE_CONSTANT: Doc = listConstant('PALETTE', PALETTE)

/** The first colour as CSS, with the given opacity. */
export function translucent(share: number): string {
  const parts = [1, 3, 5].map((start) => Number.parseInt(PALETTE[0].slice(start, start + 2), 16))
  return `rgba(${parts.join(', ')}, ${share})`
}

/** The colour of a chart without groups. */
export const COLOR_CONSTANT: Doc = `COLOR = ${literal(PALETTE[0])}`

/** `frame`: the data without the rows that have a gap in a column in use. */
export function complete(roles: Slots, ...more: readonly Doc[]): readonly Statement[] {
  const slots = Object.values(roles).filter((slot) => slot !== null)
  const always = slots.filter((slot) => slot.required).map((slot) => slot.name)
  const [first, ...rest] = slots.filter((slot) => !slot.required).map((slot) => slot.name)
  const dropped = (subset: Doc) =>
    prefix('frame = ', call('data.dropna', [prefix('subset=', subset), ...more]))
  if (first === undefined) return [dropped(list(always))]
  const some = always.join(', ')
  const needed =
    rest.length === 0
      ? `[${some}] if ${first} is None else [${some}, ${first}]`
      : list([...always, `*(name for name in (${[first, ...rest].join(', ')}) if name is not None)`])
  return [prefix('needed = ', needed), dropped('needed')]
}

/** The slots of a chart by their roles; null: nobody plays the role. */
type Slots = Readonly<Record<string, Slot | null>>

/** Statements about a slot, conditional where it may be left out. */
export function whenGiven(slot: Slot | null, statements: readonly Statement[]): readonly Statement[] {
  if (slot === null) return []
  return slot.required ? statements : [block(`if ${slot.name} is not None`, statements)]
}

/** Opacity of points, fainter where there are many. */
export function opacity(plan: Plan, rows: string): string {
  if (plan.design.faint) return String(OPACITY.repaired)
  return `${OPACITY.few} if len(${rows}) < ${MANY_POINTS} else ${OPACITY.many}`
}

/** May the slot hold dates, and may it hold numbers? */
export function kinds(slot: Slot): { readonly dates: boolean; readonly numbers: boolean } {
  return { dates: slot.types.includes('temporal'), numbers: slot.types.includes('quantitative') }
}

/** The test whether a column holds dates. */
export function areDates(slot: Slot): string {
  return `pd.api.types.is_datetime64_any_dtype(frame[${slot.name}])`
}

/** The function that splits a table into its groups, in the order of the data. */
export function groupsHelper(): Statement {
  const head = call('def _groups', ['frame: pd.DataFrame', 'by: str | None'])
  return block(suffix(head, ' -> list[tuple[str | None, pd.DataFrame]]'), [
    ...docstring('Split the rows by group, in the order of the data.'),
    block('if by is None', ['return [(None, frame)]']),
    `names = ${asNames('frame[by]')}`,
    'return [(name, frame[names == name]) for name in names.unique()]',
  ])
}

/** A column as texts; whole numbers stay whole, also beside rows without one. */
export function asNames(column: string): string {
  return `${column}.convert_dtypes().astype(str)`
}

/** The category of each row as text, broken into lines where a repair asks for it. */
export function categoryNames(plan: Plan, category: string): string {
  const names = asNames(`frame[${category}]`)
  if (!plan.design.wrapTicks) return names
  const wrapped = `${names}.str.wrap(18)`
  return plan.library === 'plotly' ? `${wrapped}.str.replace("\\n", "<br>")` : wrapped
}

/** A category with a number, or with none where rows are counted. */
interface Named {
  readonly category: Slot
  readonly value: Slot | null
}

interface Measured extends Named {
  readonly value: Slot
}

/** `bars`: one number per category, in the order of the spec. */
export function barValues(plan: Plan, roles: Named): readonly Statement[] {
  const keyed = call('frame.groupby', [categoryNames(plan, roles.category.name), 'sort=False'])
  const value = roles.value === null ? 'keyed.size()' : `keyed[${roles.value.name}].${plan.aggregate}()`
  return [prefix('keyed = ', keyed), `bars = ${value}${sorted(plan)}`]
}

/** `keyed`: the numbers by category. */
export function boxNumbers(plan: Plan, { category, value }: Measured): Statement {
  const keyed = call('frame.groupby', [categoryNames(plan, category.name), 'sort=False'])
  return prefix('keyed = ', suffix(keyed, `[${value.name}]`))
}

/** `names`: the categories in the order of the spec; sorted boxes need `keyed` before. */
export function boxNames(plan: Plan, { category }: Measured): Statement {
  return plan.sort === 'data'
    ? `names = list(${categoryNames(plan, category.name)}.unique())`
    : `names = list(keyed.median()${sorted(plan)}.index)`
}

/** Sorts a series of numbers as the spec says. */
export function sorted(plan: Plan): string {
  if (plan.sort === 'data') return ''
  return `.sort_values(ascending=${plan.sort === 'ascending' ? 'True' : 'False'}, kind="stable")`
}

/** Text of the axis of a bar's length. */
export function barLabel(roles: Named): string {
  return roles.value === null ? '"Number of rows"' : label(roles.value.name)
}
