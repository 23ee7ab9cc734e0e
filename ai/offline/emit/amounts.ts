import type { Slot } from '../../../domain/plot/plot.schema.ts'
import { points, SIZES } from '../design.ts'
import { block, call, keywords, list, options, prefix, suffix } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { docstring } from '../file.ts'
import { asNames, categoryNames, label, sorted } from './common.ts'

/** Charts of one number per category and group. */
export type Grouped = Plan<'grouped-bar' | 'stacked-bar' | 'dumbbell'>

/** `bars`: one number per category and group; `names` and `groups`: those in the order they are drawn in. */
export function groupedValues(plan: Grouped): readonly Statement[] {
  const { category, value, color } = plan.roles
  const by = list([categoryNames(plan, category.name), asNames(`frame[${color.name}]`)])
  const order =
    plan.sort === 'data'
      ? ['names = list(bars.index.unique(0))']
      : ['sums = bars.groupby(level=0, sort=False).sum()', `names = list(sums${sorted(plan)}.index)`]
  return [
    prefix('keyed = ', call('frame.groupby', [by, 'sort=False'])),
    `bars = keyed[${value.name}].${plan.aggregate}()`,
    ...order,
    'groups = list(bars.index.unique(1))',
  ]
}

/** `table`: the numbers with a row per category and a column per group. */
export const WIDE: Statement = prefix(
  'table = ',
  call('pd.DataFrame', ['{group: bars.xs(group, level=1) for group in groups}', 'index=names']),
)

/** `table`: the numbers with a row each, in columns that are called like their roles. */
export const LONG = 'table = bars.rename_axis(["category", "color"]).reset_index(name="value")'

/** `table`: for each category its value and the ends of its interval. */
export function intervalTable(plan: Plan<'error-bar'>): readonly Statement[] {
  const { category, value, low, high } = plan.roles
  const names = categoryNames(plan, category.name)
  const order =
    plan.sort === 'data'
      ? []
      : [
          `table = table.sort_values("value", ascending=${plan.sort === 'ascending' ? 'True' : 'False'}, kind="stable")`,
        ]
  if (low !== null || high !== null) {
    const ends = { low: `frame[${(low ?? value).name}]`, high: `frame[${(high ?? value).name}]` }
    const columns = options({ category: names, value: `frame[${value.name}]`, ...ends })
    return [prefix('table = ', suffix(call('pd.DataFrame', [columns]), '.set_index("category")')), ...order]
  }
  const keyed = suffix(call('frame.groupby', [names, 'sort=False']), `[${value.name}]`)
  return [
    prefix('keyed = ', keyed),
    '# One standard deviation to both sides; a single value has none.',
    'center, reach = keyed.mean(), keyed.std().fillna(0)',
    prefix(
      'table = ',
      call('pd.DataFrame', [options({ value: 'center', low: 'center - reach', high: 'center + reach' })]),
    ),
    'table = table.rename_axis("category")',
    ...order,
  ]
}

/** `table`: for each step where its bar starts and ends, and the total. */
export function stepTable(plan: Plan<'waterfall'>): readonly Statement[] {
  const { category, value } = plan.roles
  const keyed = suffix(
    call('frame.groupby', [categoryNames(plan, category.name), 'sort=False']),
    `[${value.name}]`,
  )
  const steps = options({
    category: '[*changes.index, TOTAL]',
    change: '[*changes, changes.sum()]',
    start: '[*changes.cumsum().shift(fill_value=0), 0]',
    end: '[*changes.cumsum(), changes.sum()]',
  })
  return [
    prefix('changes = ', suffix(keyed, '.sum()')),
    prefix('table = ', call('pd.DataFrame', [steps])),
    'table["kind"] = ["rise" if step >= 0 else "fall" for step in table["change"]]',
    'table.loc[table.index[-1], "kind"] = "total"',
  ]
}

/** Colours of a waterfall's bars, and the name of its last one. */
export const STEP_CONSTANTS: readonly Doc[] = [
  'TOTAL = "Total"',
  'COLORS = {"rise": "#0072B2", "fall": "#D55E00", "total": "#595959"}',
]

/** Leaves room for the texts beyond bars that matplotlib draws, which keeps none at their ends. */
export function stepRoom({ horizontal }: Plan): readonly Statement[] {
  return [
    'least, most = min(0, table["end"].min()), max(0, table["end"].max())',
    'room = 0.12 * (most - least)',
    `ax.set_${horizontal ? 'x' : 'y'}lim(least - room * (least < 0), most + room * (most > 0))`,
  ]
}

/** Colour of the lines beside points. */
export const STEM_CONSTANT: Doc = 'STEM = "#8A8A8A"'

/** Colours of lines that rise and that fall. */
export const SLOPE_CONSTANTS: readonly Doc[] = ['RISE = "#0072B2"', 'FALL = "#D55E00"']

/** `text` of each bar: the change with its sign, the total without. */
export const STEP_TEXTS: readonly Statement[] = [
  'table["text"] = [f"{step:+,.10g}" for step in table["change"]]',
  'table.loc[table.index[-1], "text"] = f"{changes.sum():,.10g}"',
]

/** `table`: a row per series, a column per moment, in the order of the moments. */
export function slopeTable({ roles: { series, x, y } }: Plan<'slope'>): readonly Statement[] {
  const ordered = x.types.includes('quantitative') || x.types.includes('temporal')
  const by = list([asNames(`frame[${series.name}]`), asNames(`frame[${x.name}]`)])
  return [
    ...(ordered ? [`frame = frame.sort_values(${x.name}, kind="stable")`] : []),
    prefix('keyed = ', suffix(call('frame.groupby', [by, 'sort=False']), `[${y.name}]`)),
    'means = keyed.mean()',
    'moments = list(means.index.unique(1))',
    prefix(
      'table = ',
      call('pd.DataFrame', [
        '{moment: means.xs(moment, level=1) for moment in moments}',
        'index=means.index.unique(0)',
      ]),
    ),
  ]
}

/** `lines`: the table with a row per point, and whether its line rises or falls. */
export const SLOPE_LONG: readonly Statement[] = [
  'rising = table[moments[-1]] >= table[moments[0]]',
  'lines = means.rename_axis(["series", "moment"]).reset_index(name="value")',
  'lines["trend"] = lines["series"].map(rising.map({True: "rise", False: "fall"}))',
]

/** The names and values at both ends of lines that matplotlib draws. */
export function slopeLabels(): readonly Statement[] {
  const text = {
    xytext: '(reach, 0)',
    textcoords: '"offset points"',
    ha: 'align',
    va: '"center"',
    color: 'TEXT',
    fontsize: points(SIZES.tick),
    parse_math: 'False',
  }
  return [
    SLOPE_GAP,
    slopeSides('10'),
    block('for moment, reach, align in sides', [
      block('for key, place in _spread(table[moment].dropna(), gap).items()', [
        'words = f"{key}  {table.loc[key, moment]:,.10g}"',
        call('ax.annotate', ['words', '(moment, place)', ...keywords(text)]),
      ]),
    ]),
    'ax.margins(x=0.6, y=0.08)',
  ]
}

/** `sides`: the first and the last moment, how far labels stand from it, and to which side. */
export function slopeSides(reach: string): Statement {
  return prefix('sides = ', list([`(moments[0], -${reach}, "right")`, `(moments[-1], ${reach}, "left")`]))
}

/** Room of one label, as a share of the values. */
export const SLOPE_GAP = 'gap = 0.055 * (table.max(axis=None) - table.min(axis=None))'

/** The function that keeps labels beside the ends of lines from lying on each other. */
export function spreadHelper(): Statement {
  return block('def _spread(places: pd.Series, gap: float) -> pd.Series', [
    ...docstring('Move places apart until no two are nearer than a gap.'),
    'ordered = places.sort_values()',
    'steps = gap * np.arange(len(ordered))',
    'up = np.maximum.accumulate(ordered - steps)',
    'down = np.minimum.accumulate((ordered - steps)[::-1])[::-1]',
    'return (up + down) / 2 + steps',
  ])
}

/** Titles of the two axes of a chart of categories, the horizontal one first. */
export function axisTitles(plan: Plan, names: string, numbers: string): readonly [string, string] {
  return plan.horizontal ? [numbers, names] : [names, numbers]
}

/** Titles of the category and the value. */
export function titlesOf({ category, value }: { readonly category: Slot; readonly value: Slot }) {
  return [label(category.name), label(value.name)] as const
}
