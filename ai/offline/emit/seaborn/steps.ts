import { points, SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { STEP_CONSTANTS, STEP_TEXTS, stepRoom, stepTable, titlesOf } from '../amounts.ts'
import { complete } from '../common.ts'
import { categories, colored, NUMBERED } from './module.ts'

/** Each step from where the one before it ends, and the total. */
export function steps(plan: Plan<'waterfall'>): Module {
  const { horizontal } = plan
  const [names, numbers, base] = horizontal ? ['y', 'x', 'left'] : ['x', 'y', 'bottom']
  const looks = {
    data: 'table',
    [names]: '"category"',
    [numbers]: 'table["end"] - table["start"]',
    [base]: 'table["start"]',
    width: '0.7',
    color: 'COLORS["total"]',
    saturation: '1',
    ax: 'ax',
  }
  const texts = { labels: 'table["text"]', padding: '4', color: 'TEXT', fontsize: points(SIZES.tick) }
  return colored(plan, STEP_CONSTANTS, [
    ...complete(plan.roles, NUMBERED),
    ...stepTable(plan),
    ...STEP_TEXTS,
    ...figureStatements(plan),
    call('sns.barplot', keywords(looks)),
    block('for bar, trend in zip(ax.patches, table["kind"], strict=True)', [
      'bar.set_facecolor(COLORS[trend])',
    ]),
    call('ax.bar_label', ['ax.containers[0]', ...keywords(texts)]),
    ...stepRoom(plan),
    ...categories(plan, titlesOf(plan.roles)),
  ])
}
