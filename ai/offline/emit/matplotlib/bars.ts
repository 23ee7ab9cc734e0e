import type { Module } from '../../file.ts'
import { call, keywords } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { barLabel, barValues, complete, label } from '../common.ts'
import { categories, simple } from './module.ts'

/** One bar per category. */
export function bars(plan: Plan<'bar'>): Module {
  const { roles } = plan
  const across = plan.horizontal
  const size = across ? { height: '0.7' } : { width: '0.7' }
  const titles = [label(roles.category.name), barLabel(roles)] as const
  return simple(plan, [
    ...complete(roles),
    ...barValues(plan, roles),
    ...figureStatements(plan),
    call(across ? 'ax.barh' : 'ax.bar', [
      'list(bars.index)',
      'bars',
      ...keywords({ ...size, color: 'COLOR' }),
    ]),
    ...categories(plan, titles),
  ])
}
