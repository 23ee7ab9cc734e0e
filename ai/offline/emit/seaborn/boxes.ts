import { BOX_OPACITY, OUTLIER_OPACITY } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, options } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { boxNames, boxNumbers, categoryNames, complete, label } from '../common.ts'
import { NUMBERED, categories, simple } from './module.ts'

/** One box per category. */
export function boxes(plan: Plan<'boxplot'>): Module {
  const { roles } = plan
  const [category, length] = plan.horizontal ? ['y', 'x'] : ['x', 'y']
  const dots = { marker: '"o"', markersize: '4', alpha: String(OUTLIER_OPACITY) }
  const named = keywords({
    data: 'frame',
    [category]: categoryNames(plan, roles.category.name),
    [length]: roles.value.name,
    order: 'names',
    width: '0.55',
    linecolor: 'COLOR',
    linewidth: '1.3',
    boxprops: options({ facecolor: `(COLOR, ${BOX_OPACITY})` }),
    medianprops: options({ linewidth: '2.4' }),
    flierprops: options({ ...dots, markerfacecolor: 'COLOR', markeredgecolor: '"none"' }),
    ax: 'ax',
  })
  const body = [
    ...complete(roles, NUMBERED),
    ...(plan.sort === 'data' ? [] : [boxNumbers(plan, roles)]),
    boxNames(plan, roles),
    ...figureStatements(plan),
    block('with warnings.catch_warnings()', [
      '# seaborn 0.13 passes on an argument that matplotlib 3.11 has renamed.',
      'warnings.filterwarnings("ignore", message="vert: bool")',
      call('sns.boxplot', named),
    ]),
    ...categories(plan, [label(roles.category.name), label(roles.value.name)]),
  ]
  return { ...simple(plan, body), standardImports: ['import warnings'] }
}
