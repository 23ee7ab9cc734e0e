import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { barLabel, barValues, complete, label } from '../common.ts'
import { categoryEnd, makeFigure, numberTip, simple } from './module.ts'

/** One bar per category. */
export function bars(plan: Plan<'bar'>): Module {
  const { roles } = plan
  const across = plan.horizontal
  const [names, numbers] = [label(roles.category.name), barLabel(roles)]
  const glyph = across
    ? call(
        'fig.hbar',
        keywords({ y: '"category"', right: '"value"', height: '0.7', source: 'source', color: 'COLOR' }),
      )
    : call(
        'fig.vbar',
        keywords({ x: '"category"', top: '"value"', width: '0.7', source: 'source', color: 'COLOR' }),
      )
  const body = [
    ...complete(roles),
    ...barValues(plan, roles),
    prefix('source = ', call('ColumnDataSource', ['{"category": list(bars.index), "value": bars}'])),
    '# Bars start at zero, also where some are negative.',
    prefix('reach = ', '(min(0, 1.05 * bars.min()), max(0, 1.05 * bars.max()))'),
    makeFigure(across ? [numbers, names] : [names, numbers], {
      x_range: across ? 'reach' : 'list(bars.index)',
      y_range: across ? 'list(bars.index[::-1])' : 'reach',
    }),
    glyph,
    ...categoryEnd(plan, names, [numberTip(numbers, 'value')]),
  ]
  return simple(plan, body)
}
