import { points, SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { STEP_CONSTANTS, STEP_TEXTS, stepRoom, stepTable, titlesOf } from '../amounts.ts'
import { complete } from '../common.ts'
import { categories, colored } from './module.ts'

/** Each step from where the one before it ends, and the total. */
export function steps(plan: Plan<'waterfall'>): Module {
  const { horizontal } = plan
  const [draw, base, size] = horizontal ? ['ax.barh', 'left', 'height'] : ['ax.bar', 'bottom', 'width']
  const looks = { [base]: 'table["start"]', [size]: '0.7', color: 'list(table["kind"].map(COLORS))' }
  const texts = { labels: 'table["text"]', padding: '4', color: 'TEXT', fontsize: points(SIZES.tick) }
  return colored(plan, STEP_CONSTANTS, [
    ...complete(plan.roles),
    ...stepTable(plan),
    ...STEP_TEXTS,
    ...figureStatements(plan),
    prefix('bars = ', call(draw, ['table["category"]', 'table["end"] - table["start"]', ...keywords(looks)])),
    call('ax.bar_label', ['bars', ...keywords(texts)]),
    ...stepRoom(plan),
    ...categories(plan, titlesOf(plan.roles)),
  ])
}
