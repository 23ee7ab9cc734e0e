import type { Module } from '../../file.ts'
import { block, call, keywords } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { groupedValues, intervalTable, STEM_CONSTANT, titlesOf, WIDE } from '../amounts.ts'
import { barValues, COLOR_CONSTANT, complete, PALETTE_CONSTANT } from '../common.ts'
import { categories, colored, legend } from './module.ts'

/** One point per category, at the end of a line from zero. */
export function lollipops(plan: Plan<'lollipop'>): Module {
  const constants = [COLOR_CONSTANT, STEM_CONSTANT]
  return colored(plan, constants, [
    ...complete(plan.roles),
    ...barValues(plan, plan.roles),
    'names = list(bars.index)',
    ...figureStatements(plan),
    stems(plan, '0', 'bars'),
    dots(plan, 'bars', { color: 'COLOR' }),
    block('if bars.min() >= 0', [`ax.set_${plan.horizontal ? 'xlim(left' : 'ylim(bottom'}=0)`]),
    ...categories(plan, titlesOf(plan.roles)),
  ])
}

/** One point per category with its interval. */
export function errorBars(plan: Plan<'error-bar'>): Module {
  const { horizontal } = plan
  const looks = {
    [horizontal ? 'xerr' : 'yerr']: 'reach',
    fmt: '"o"',
    markersize: '8',
    color: 'COLOR',
    elinewidth: '2',
    capsize: '5',
    capthick: '2',
  }
  const places = horizontal ? ['table["value"]', 'names'] : ['names', 'table["value"]']
  return colored(
    plan,
    [COLOR_CONSTANT],
    [
      ...complete(plan.roles),
      ...intervalTable(plan),
      'names = list(table.index)',
      'reach = [table["value"] - table["low"], table["high"] - table["value"]]',
      ...figureStatements(plan),
      call('ax.errorbar', [...places, ...keywords(looks)]),
      `ax.margins(${horizontal ? 'y' : 'x'}=0.1)`,
      ...categories(plan, titlesOf(plan.roles)),
    ],
  )
}

/** The groups of each category as points, joined by a line. */
export function dumbbells(plan: Plan<'dumbbell'>): Module {
  const constants = [PALETTE_CONSTANT, STEM_CONSTANT]
  return colored(plan, constants, [
    ...complete(plan.roles),
    ...groupedValues(plan),
    WIDE,
    ...figureStatements(plan),
    stems(plan, 'table.min(axis=1)', 'table.max(axis=1)'),
    block('for i, entry in enumerate(groups)', [
      dots(plan, 'table[entry]', { color: 'PALETTE[i % len(PALETTE)]', label: 'entry' }),
    ]),
    ...legend(plan, plan.roles.color),
    ...categories(plan, titlesOf(plan.roles)),
  ])
}

function stems({ horizontal }: Plan, from: string, to: string): Statement {
  const looks = { color: 'STEM', linewidth: '2', zorder: '2' }
  return call(`ax.${horizontal ? 'hlines' : 'vlines'}`, ['names', from, to, ...keywords(looks)])
}

function dots({ horizontal }: Plan, values: string, looks: Readonly<Record<string, Doc>>): Doc {
  const places = horizontal ? [values, 'names'] : ['names', values]
  return call('ax.scatter', [...places, ...keywords({ s: '70', zorder: '3', ...looks })])
}
