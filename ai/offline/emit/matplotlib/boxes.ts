import { BOX_OPACITY, OUTLIER_OPACITY } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, options } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { boxNames, boxNumbers, complete, label } from '../common.ts'
import { categories, simple } from './module.ts'

/** One box per category. */
export function boxes(plan: Plan<'boxplot'>): Module {
  const { roles } = plan
  const across = plan.horizontal
  const titles = [label(roles.category.name), label(roles.value.name)] as const
  const line = options({ color: 'COLOR', linewidth: '1.3' })
  const dots = { marker: '"o"', markersize: '4', alpha: String(OUTLIER_OPACITY) }
  const looks = {
    tick_labels: 'names',
    ...(across ? { orientation: '"horizontal"' } : {}),
    widths: '0.55',
    patch_artist: 'True',
    boxprops: options({ facecolor: `(COLOR, ${BOX_OPACITY})`, edgecolor: 'COLOR', linewidth: '1.3' }),
    medianprops: options({ color: 'COLOR', linewidth: '2.4' }),
    whiskerprops: line,
    capprops: line,
    flierprops: options({ ...dots, markerfacecolor: 'COLOR', markeredgecolor: '"none"' }),
  }
  return simple(plan, [
    ...complete(roles),
    boxNumbers(plan, roles),
    boxNames(plan, roles),
    ...figureStatements(plan),
    call('ax.boxplot', ['[keyed.get_group(name) for name in names]', ...keywords(looks)]),
    ...categories(plan, titles),
  ])
}
