import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, prefix } from '../../layout.ts'
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

/** The legend of the groups. */
export function legend(plan: Plan, color: Slot): readonly Statement[] {
  // The first part of a stack lies below the others.
  const order: Readonly<Record<string, Doc>> = plan.type === 'stacked-bar' ? { reverse: 'True' } : {}
  const drawn = call(
    'ax.legend',
    keywords({ title: label(color.name), ...order, ...legendPlace(plan), ...legendLooks() }),
  )
  return [prefix('legend = ', drawn), ...plainLegend('legend')]
}

/** The legend where there is a column of groups. */
export function optionalLegend(plan: Plan, color: Slot | null): readonly Statement[] {
  if (color === null) return []
  const statements = legend(plan, color)
  return color.required ? statements : [block(`if ${color.name} is not None`, statements)]
}

/** The end of a chart of categories: the first one on top, number format, names of the categories, titles. */
export function categories(plan: Plan, [names, numbers]: readonly [string, string]): readonly Statement[] {
  return [
    ...(plan.horizontal ? ['ax.invert_yaxis()'] : []),
    valueFormat(plan.horizontal ? 'x' : 'y'),
    ...categoryTicks(plan),
    ...(plan.horizontal ? finish(numbers, names) : finish(names, numbers)),
  ]
}

/** A chart with constants of its own. */
export function colored(plan: Plan, constants: readonly Doc[], body: readonly Statement[]): Module {
  return { ...simple(plan, body), constants: [...constants, textConstant(plan)] }
}

/** A chart of one colour. */
export function simple(plan: Plan, body: readonly Statement[]): Module {
  return {
    ...parts(plan, body, false),
    constants: [COLOR_CONSTANT, textConstant(plan)],
    helpers: [styleHelper(plan, plan.horizontal ? 'left' : 'bottom')],
  }
}

/** What the library contributes to every file. */
export function parts(
  plan: Plan,
  body: readonly Statement[],
  dates: boolean,
): Omit<Module, 'constants' | 'helpers'> {
  const { pandas, axes, dates: concise, figure, layout } = AXES_IMPORTS
  return {
    standardImports: [],
    imports: [pandas, axes, ...(dates ? [concise] : []), figure, layout],
    summary: summaryOf(plan),
    returns: 'Figure',
    body,
    save: SAVE_PNG,
  }
}
