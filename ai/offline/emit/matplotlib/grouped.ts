import type { Module } from '../../file.ts'
import { block, call, keywords } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { groupedValues, titlesOf, WIDE } from '../amounts.ts'
import { complete, PALETTE_CONSTANT } from '../common.ts'
import { categories, colored, legend } from './module.ts'

/** Bars of the groups beside each other. */
export function groupedBars(plan: Plan<'grouped-bar'>): Module {
  const [draw, size] = plan.horizontal ? ['ax.barh', 'height'] : ['ax.bar', 'width']
  const looks = { [size]: '0.92 * part', color: 'PALETTE[i % len(PALETTE)]', label: 'entry' }
  const module = chart(plan, [
    'places = np.arange(len(names))',
    'part = 0.8 / len(groups)',
    block('for i, entry in enumerate(groups)', [
      'offset = (i - (len(groups) - 1) / 2) * part',
      call(draw, ['places + offset', 'table[entry]', ...keywords(looks)]),
    ]),
    `ax.set_${plan.horizontal ? 'y' : 'x'}ticks(places, names)`,
  ])
  return { ...module, imports: ['import numpy as np', ...module.imports] }
}

/** Bars of the groups on top of each other. */
export function stackedBars(plan: Plan<'stacked-bar'>): Module {
  const [draw, size, base] = plan.horizontal ? ['ax.barh', 'height', 'left'] : ['ax.bar', 'width', 'bottom']
  const looks = { [base]: 'reach', [size]: '0.7', color: 'PALETTE[i % len(PALETTE)]', label: 'entry' }
  return chart(plan, [
    'table = table.fillna(0)',
    'reach = pd.Series(0.0, index=names)',
    block('for i, entry in enumerate(groups)', [
      call(draw, ['names', 'table[entry]', ...keywords(looks)]),
      'reach += table[entry]',
    ]),
  ])
}

function chart(plan: Plan<'grouped-bar' | 'stacked-bar'>, bars: readonly Statement[]): Module {
  return colored(
    plan,
    [PALETTE_CONSTANT],
    [
      ...complete(plan.roles),
      ...groupedValues(plan),
      WIDE,
      ...figureStatements(plan),
      ...bars,
      `ax.margins(${plan.horizontal ? 'y' : 'x'}=0.02)`,
      ...legend(plan, plan.roles.color),
      ...categories(plan, titlesOf(plan.roles)),
    ],
  )
}
