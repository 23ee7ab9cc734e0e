import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  AXES_IMPORTS,
  categoryTicks,
  finish,
  legendLooks,
  legendPlace,
  plainLegend,
  SAVE_PNG,
  styleHelper,
  textConstant,
  valueFormat,
} from '../axes.ts'
import { COLOR_CONSTANT, label } from '../common.ts'
import { summaryOf } from '../summaries.ts'

/** seaborn joins columns and groups by row labels, so these must be unique. */
export const NUMBERED = 'ignore_index=True'

/** `palette`: a colour for each of the groups. */
export const CYCLED_PALETTE = 'palette = dict(zip(groups, itertools.cycle(PALETTE)))'

/** The legend of the groups, moved to its place. */
export function legend(plan: Plan, color: Slot): readonly Statement[] {
  const { loc, ...place } = legendPlace(plan)
  const moved = call('sns.move_legend', [
    'ax',
    loc ?? '',
    ...keywords({ title: label(color.name), ...place, ...legendLooks() }),
  ])
  return [moved, ...plainLegend('ax.get_legend()')]
}

/** The legend where there is a column of groups. */
export function optionalLegend(plan: Plan, color: Slot | null): readonly Statement[] {
  if (color === null) return []
  const statements = legend(plan, color)
  return color.required ? statements : [block(`if ${color.name} is not None`, statements)]
}
/** What `seaborn.objects` warns of without our doing. */
export const PLOT_WARNING: readonly Statement[] = [
  '# seaborn 0.13 passes on an argument that pandas 3 no longer wants.',
  'warnings.filterwarnings("ignore", message="The copy keyword")',
]

/** The end of a chart of categories: number format, names of the categories, titles. */
export function categories(plan: Plan, [category, value]: readonly [string, string]): readonly Statement[] {
  return [
    valueFormat(plan.horizontal ? 'x' : 'y'),
    ...categoryTicks(plan),
    ...(plan.horizontal ? finish(value, category) : finish(category, value)),
  ]
}

/** A chart with constants of its own. */
export function colored(plan: Plan, constants: readonly Doc[], body: readonly Statement[]): Module {
  return { ...parts(plan, body, false), constants: [...constants, textConstant(plan)] }
}

/** A chart of one colour. */
export function simple(plan: Plan, body: readonly Statement[]): Module {
  return colored(plan, [COLOR_CONSTANT], body)
}

/** What the library contributes to every file. */
export function parts(plan: Plan, body: readonly Statement[], dates: boolean): Omit<Module, 'constants'> {
  const { pandas, axes, dates: concise, figure, layout } = AXES_IMPORTS
  return {
    standardImports: [],
    imports: [pandas, 'import seaborn as sns', axes, ...(dates ? [concise] : []), figure, layout],
    helpers: [styleHelper(plan, plan.horizontal ? 'left' : 'bottom')],
    summary: summaryOf(plan),
    returns: 'Figure',
    body,
    save: SAVE_PNG,
  }
}
