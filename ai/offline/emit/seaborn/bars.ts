import type { Module } from '../../file.ts'
import { call, keywords } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { barLabel, barValues, categoryNames, complete, label } from '../common.ts'
import { NUMBERED, categories, simple } from './module.ts'

/** One bar per category. */
export function bars(plan: Plan<'bar'>): Module {
  const { roles } = plan
  const names = categoryNames(plan, roles.category.name)
  const [category, length] = plan.horizontal ? ['y', 'x'] : ['x', 'y']
  const { value } = roles
  const measured =
    value === null ? {} : { [length]: value.name, estimator: `"${plan.aggregate}"`, errorbar: 'None' }
  const looks = { order: 'list(bars.index)', width: '0.7', color: 'COLOR', saturation: '1', ax: 'ax' }
  const named = keywords({ data: 'frame', [category]: names, ...measured, ...looks })
  return simple(plan, [
    ...complete(roles, NUMBERED),
    ...barValues(plan, roles),
    ...figureStatements(plan),
    call(value === null ? 'sns.countplot' : 'sns.barplot', named),
    ...categories(plan, [label(roles.category.name), barLabel(roles)]),
  ])
}
