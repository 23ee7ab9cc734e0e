import type { Module } from '../../file.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  AXES_IMPORTS,
  categoryTicks,
  finish,
  SAVE_PNG,
  styleHelper,
  textConstant,
  valueFormat,
} from '../axes.ts'
import { COLOR_CONSTANT } from '../common.ts'
import { summaryOf } from '../summaries.ts'

/** seaborn joins columns and groups by row labels, so these must be unique. */
export const NUMBERED = 'ignore_index=True'

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

/** A chart of one colour. */
export function simple(plan: Plan, body: readonly Statement[]): Module {
  return { ...parts(plan, body, false), constants: [COLOR_CONSTANT, textConstant(plan)] }
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
