import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { barValues, complete } from '../common.ts'
import { COMMON, categoryAxis, simple } from './module.ts'

/** One bar per category. */
export function bars(plan: Plan<'bar'>): Module {
  const { roles } = plan
  const length = roles.value?.name ?? '"Number of rows"'
  const [x, y] = plan.horizontal ? [length, roles.category.name] : [roles.category.name, length]
  const table = roles.value === null ? `bars.reset_index(name=${length})` : 'bars.reset_index()'
  const own = { ...(plan.horizontal ? { orientation: '"h"' } : {}), color_discrete_sequence: '[COLOR]' }
  const drawn = call('px.bar', [table, ...keywords({ x, y, ...own, ...COMMON })])
  return simple(plan, [
    ...complete(roles),
    ...barValues(plan, roles),
    prefix('fig = ', drawn),
    call('fig.update_layout', keywords({ bargap: '0.3' })),
    '_style(fig)',
    categoryAxis(plan),
    'return fig',
  ])
}
