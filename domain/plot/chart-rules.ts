import type { MarkType, SlotType } from './plot.schema.ts'

/** What a slot does in its chart. */
export type Role =
  | 'x'
  | 'y'
  | 'category'
  | 'value'
  | 'color'
  | 'shade'
  | 'series'
  | 'size'
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'facet'

/** What a chart wants of the slot that plays a role. */
export interface Wanted {
  readonly role: Role
  readonly types: readonly SlotType[]
  readonly required: boolean
  /** true: left out where the chart counts rows */
  readonly uncounted?: true
}

/** Options of `chart` that only some chart types have. */
export type ChartOption = 'aggregate' | 'bins' | 'orientation' | 'sort'

/** Bars beside each other from zero, on top of each other, or each where the one before it ends. */
export type Arrangement = 'side-by-side' | 'stacked' | 'running'

/** A number that each implementation must reach, counted by `tests/test_spec.py`. */
export interface Counted {
  readonly test: string
  readonly sentence: string
  /** what there must be one of: each row, or each group of the roles' values */
  readonly per: 'row' | 'group'
  readonly roles: readonly Role[]
  /** marks beyond those, such as a total */
  readonly more?: number
  /** the harness's name of what is counted */
  readonly drawn:
    | 'points'
    | 'line_points'
    | 'places'
    | 'bars'
    | 'rows_binned'
    | 'boxes'
    | 'cells'
    | 'rows_in_hexagons'
    | 'curves'
    | 'violins'
    | 'areas'
    | 'candles'
}

/** What the rules need to know about a chart type. */
export interface ChartRules {
  /** in the order in which slots are given to them */
  readonly roles: readonly Wanted[]
  readonly options: readonly ChartOption[]
  /** the marks it is made of; all must be there, and the first are those that groups colour */
  readonly marks: readonly [MarkType, ...MarkType[]]
  /** a mark that may stand for the first one: the area below a line */
  readonly instead?: MarkType
  /** how its data becomes what must be drawn */
  readonly expects:
    | 'points'
    | 'bars'
    | 'bins'
    | 'boxes'
    | 'dots'
    | 'steps'
    | 'slopes'
    | 'cells'
    | 'hexagons'
    | 'days'
    | 'densities'
    | 'shares'
    | 'violins'
    | 'bubbles'
    | 'areas'
    | 'candles'
  /** how bars that share a category stand to each other, where the chart type says it */
  readonly bars?: Arrangement
  /** what the lines beside points reach over: from zero, all values of a category, or what is not certain */
  readonly stems?: 'zero' | 'range' | 'interval'
  /** its marks are as long as their values: the axis holds zero and is not logarithmic */
  readonly fromZero: boolean
  /** its marks can lie on each other */
  readonly crowds: boolean
  /** its points are joined from left to right */
  readonly ordered: boolean
  /** its marks are coloured by a number, which a colour scale with a title explains */
  readonly shaded?: true
  /** it is made of panels, each a chart of its own: one per value of the facet */
  readonly panels?: 'facet'
  /** its legend explains more than groups */
  readonly keyed?: true
  readonly counted: Counted
}

/** Slots as most charts want them. */
export const COLOR = { role: 'color', types: ['nominal', 'ordinal'], required: false } as const
export const VALUE = { role: 'value', types: ['quantitative'], required: true } as const
export const CATEGORY = { role: 'category', types: ['nominal', 'ordinal'], required: true } as const
export const GROUP = { ...COLOR, required: true } as const
export const X = { role: 'x', types: ['quantitative', 'temporal'], required: true } as const
export const SHADE = { role: 'shade', types: ['quantitative'], required: true } as const
export const Y = { role: 'y', types: ['quantitative'], required: true } as const

/** Roles of slots that have no axis of their own. */
export const OFF_AXIS: readonly Role[] = ['color', 'shade', 'series', 'size', 'open', 'high', 'low', 'facet']

/** What is counted where each row is a mark of its own. */
export const EVERY_ROW = { sentence: 'No row with values is left out.', per: 'row' } as const

/** Rules that most chart types do without. */
export const PLAIN = { fromZero: false, crowds: false, ordered: false } as const
