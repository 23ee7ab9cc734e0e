import { BOX_OPACITY } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { boxNames, boxNumbers, categoryNames, complete, label } from '../common.ts'
import { SCOTT } from '../curves.ts'
import { NUMBERED, categories, simple } from './module.ts'

/** One violin per category. */
export function violins(plan: Plan<'violin'>): Module {
  const { roles } = plan
  const [category, length] = plan.horizontal ? ['y', 'x'] : ['x', 'y']
  const named = keywords({
    data: 'frame',
    [category]: categoryNames(plan, roles.category.name),
    [length]: roles.value.name,
    order: 'names',
    width: '0.8',
    cut: '0',
    density_norm: '"width"',
    inner: '"quart"',
    facecolor: `(COLOR, ${BOX_OPACITY})`,
    linecolor: 'COLOR',
    linewidth: '1.3',
    ax: 'ax',
  })
  return simple(plan, [
    ...complete(roles, NUMBERED),
    ...(plan.sort === 'data' ? [] : [boxNumbers(plan, roles)]),
    boxNames(plan, roles),
    ...figureStatements(plan),
    SCOTT,
    call('sns.violinplot', named),
    ...categories(plan, [label(roles.category.name), label(roles.value.name)]),
  ])
}
