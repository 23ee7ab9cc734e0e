import type { Module } from '../../file.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { AXES_IMPORTS, SAVE_PNG, styleHelper, textConstant } from '../axes.ts'
import { COLOR_CONSTANT } from '../common.ts'
import { summaryOf } from '../summaries.ts'

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
