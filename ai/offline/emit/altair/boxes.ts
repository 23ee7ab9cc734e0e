import { BOX_OPACITY, OUTLIER_OPACITY } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, options, prefix, suffix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { boxNames, boxNumbers, categoryNames, complete } from '../common.ts'
import { label, titled, chartOf, simple } from './module.ts'

/** One box per category. */
export function boxes(plan: Plan<'boxplot'>): Module {
  const { roles } = plan
  const [category, length] = plan.horizontal ? ['Y', 'X'] : ['X', 'Y']
  const by = categoryNames(plan, roles.category.name)
  const mark = call('.mark_boxplot', [
    ...keywords({ extent: '1.5', size: 'size_px', color: 'COLOR' }),
    prefix('box=', options({ fillOpacity: String(BOX_OPACITY), stroke: 'COLOR', strokeWidth: '1.5' })),
    prefix('median=', options({ color: 'COLOR', thickness: '3', opacity: '1' })),
    prefix('ticks=', options({ color: 'COLOR', thickness: '1.5', size: 'size_px // 2' })),
    prefix('rule=', options({ color: 'COLOR', strokeWidth: '1.5' })),
    prefix('outliers=', options({ filled: 'True', size: '22', opacity: String(OUTLIER_OPACITY) })),
  ])
  return simple(plan, [
    ...complete(roles),
    ...(plan.sort === 'data' ? [] : [boxNumbers(plan, roles)]),
    boxNames(plan, roles),
    prefix(
      'table = ',
      call('pd.DataFrame', [options({ category: by, value: `frame[${roles.value.name}]` })]),
    ),
    `size_px = max(4, ${plan.horizontal ? 190 : 380} // len(names))`,
    chartOf(mark, {
      [category.toLowerCase()]: call(`alt.${category}`, [
        '"category:N"',
        titled(label(roles.category.name)),
        'sort=names',
      ]),
      [length.toLowerCase()]: suffix(
        call(`alt.${length}`, ['"value:Q"', titled(label(roles.value.name))]),
        '.scale(zero=False)',
      ),
    }),
    'return _style(chart)',
  ])
}
