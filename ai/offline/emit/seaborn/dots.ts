import type { Module } from '../../file.ts'
import { block, call, keywords } from '../../layout.ts'
import type { Doc } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { groupedValues, intervalTable, STEM_CONSTANT, titlesOf, WIDE } from '../amounts.ts'
import { asNames, barValues, categoryNames, COLOR_CONSTANT, complete, PALETTE_CONSTANT } from '../common.ts'
import { categories, colored, CYCLED_PALETTE, legend, NUMBERED } from './module.ts'

/** One point per category, at the end of a line from zero. */
export function lollipops(plan: Plan<'lollipop'>): Module {
  const { category, value } = plan.roles
  const looks = { estimator: `"${plan.aggregate}"`, errorbar: 'None', color: 'COLOR' }
  return colored(
    plan,
    [COLOR_CONSTANT, STEM_CONSTANT],
    [
      ...complete(plan.roles, NUMBERED),
      ...barValues(plan, plan.roles),
      'names = list(bars.index)',
      ...figureStatements(plan),
      points(plan, { names: categoryNames(plan, category.name), numbers: value.name }, looks),
      stems(plan, ['0', 'bars']),
      block('if bars.min() >= 0', [`ax.set_${plan.horizontal ? 'xlim(left' : 'ylim(bottom'}=0)`]),
      ...categories(plan, titlesOf(plan.roles)),
    ],
  )
}

/** One point per category with its interval. */
export function errorBars(plan: Plan<'error-bar'>): Module {
  const { category, value, low, high } = plan.roles
  const given = low !== null || high !== null
  const looks = {
    errorbar: given ? 'None' : '"sd"',
    ...(given ? {} : { capsize: '0.12', err_kws: '{"linewidth": 2}' }),
    color: 'COLOR',
  }
  const whiskers = given ? [stems(plan, ['table["low"]', 'table["high"]'], 'COLOR')] : []
  return colored(
    plan,
    [COLOR_CONSTANT],
    [
      ...complete(plan.roles, NUMBERED),
      ...intervalTable(plan),
      'names = list(table.index)',
      ...figureStatements(plan),
      points(plan, { names: categoryNames(plan, category.name), numbers: value.name }, looks),
      ...whiskers,
      ...categories(plan, titlesOf(plan.roles)),
    ],
  )
}

/** The groups of each category as points, joined by a line. */
export function dumbbells(plan: Plan<'dumbbell'>): Module {
  const { category, value, color } = plan.roles
  const looks = {
    hue: asNames(`frame[${color.name}]`),
    hue_order: 'groups',
    estimator: `"${plan.aggregate}"`,
    errorbar: 'None',
    palette: 'palette',
    legend: '"full"',
  }
  const body = [
    ...complete(plan.roles, NUMBERED),
    ...groupedValues(plan),
    WIDE,
    CYCLED_PALETTE,
    ...figureStatements(plan),
    points(plan, { names: categoryNames(plan, category.name), numbers: value.name }, looks),
    stems(plan, ['table.min(axis=1)', 'table.max(axis=1)']),
    ...legend(plan, color),
    ...categories(plan, titlesOf(plan.roles)),
  ]
  return {
    ...colored(plan, [PALETTE_CONSTANT, STEM_CONSTANT], body),
    standardImports: ['import itertools'],
  }
}

interface Columns {
  readonly names: string
  readonly numbers: string
}

function points(plan: Plan, { names, numbers }: Columns, looks: Readonly<Record<string, Doc>>): Doc {
  const [category, value] = plan.horizontal ? ['y', 'x'] : ['x', 'y']
  return call(
    'sns.pointplot',
    keywords({
      data: 'frame',
      [category]: names,
      [value]: numbers,
      order: 'names',
      ...looks,
      linestyle: '"none"',
      markersize: '8',
      zorder: '3',
      ax: 'ax',
    }),
  )
}

function stems({ horizontal }: Plan, ends: readonly [string, string], color = 'STEM'): Doc {
  const looks = { color, linewidth: '2', zorder: '2' }
  return call(`ax.${horizontal ? 'hlines' : 'vlines'}`, ['names', ...ends, ...keywords(looks)])
}
