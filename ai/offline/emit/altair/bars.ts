import type { Module } from '../../file.ts'
import { call, list, suffix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { barValues, complete } from '../common.ts'
import { tip, label, titled, chartOf, simple } from './module.ts'

/** One bar per category. */
export function bars(plan: Plan<'bar'>): Module {
  const { roles } = plan
  const names = label(roles.category.name)
  const numbers = roles.value === null ? '"Number of rows"' : label(roles.value.name)
  const [category, length] = plan.horizontal ? ['Y', 'X'] : ['X', 'Y']
  const band = call(`alt.${category}`, ['"category:N"', titled(names), 'sort=None'])
  const tips = [tip('"category:N"', names), tip('"value:Q"', numbers)]
  return simple(plan, [
    ...complete(roles),
    ...barValues(plan, roles),
    'table = bars.rename_axis("category").reset_index(name="value")',
    chartOf('.mark_bar(color=COLOR)', {
      [length.toLowerCase()]: call(`alt.${length}`, ['"value:Q"', titled(numbers)]),
      [category.toLowerCase()]: suffix(band, '.scale(paddingInner=0.3, paddingOuter=0.15)'),
      tooltip: list(tips),
    }),
    'return _style(chart)',
  ])
}
