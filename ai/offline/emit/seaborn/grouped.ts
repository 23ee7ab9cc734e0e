import type { Module } from '../../file.ts'
import { call, keywords } from '../../layout.ts'
import type { Doc } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements } from '../axes.ts'
import { groupedValues, LONG, titlesOf } from '../amounts.ts'
import { asNames, categoryNames, complete, PALETTE_CONSTANT } from '../common.ts'
import { categories, colored, CYCLED_PALETTE, legend, NUMBERED } from './module.ts'

/** Bars of the groups beside each other. */
export function groupedBars(plan: Plan<'grouped-bar'>): Module {
  const { category, value, color } = plan.roles
  const [names, numbers] = plan.horizontal ? ['y', 'x'] : ['x', 'y']
  return chart(plan, [
    call(
      'sns.barplot',
      keywords({
        data: 'frame',
        [names]: categoryNames(plan, category.name),
        [numbers]: value.name,
        hue: asNames(`frame[${color.name}]`),
        order: 'names',
        hue_order: 'groups',
        estimator: `"${plan.aggregate}"`,
        errorbar: 'None',
        width: '0.8',
        gap: '0.08',
        palette: 'palette',
        legend: '"full"',
        saturation: '1',
        ax: 'ax',
      }),
    ),
  ])
}

/** seaborn stacks only what it counts: the numbers are the weights of one row each. */
export function stackedBars(plan: Plan<'stacked-bar'>): Module {
  const axis = plan.horizontal ? 'y' : 'x'
  return chart(plan, [
    LONG,
    'table["category"] = pd.Categorical(table["category"], names)',
    call(
      'sns.histplot',
      keywords({
        data: 'table',
        [axis]: '"category"',
        weights: '"value"',
        hue: '"color"',
        hue_order: 'groups[::-1]',
        multiple: '"stack"',
        discrete: 'True',
        shrink: '0.7',
        palette: 'palette',
        alpha: '1',
        linewidth: '0',
        ax: 'ax',
      }),
    ),
  ])
}

function chart(plan: Plan<'grouped-bar' | 'stacked-bar'>, drawn: readonly Doc[]): Module {
  const body = [
    ...complete(plan.roles, NUMBERED),
    ...groupedValues(plan),
    CYCLED_PALETTE,
    ...figureStatements(plan),
    ...drawn,
    `ax.margins(${plan.horizontal ? 'y' : 'x'}=0.02)`,
    ...legend(plan, plan.roles.color),
    ...categories(plan, titlesOf(plan.roles)),
  ]
  return { ...colored(plan, [PALETTE_CONSTANT], body), standardImports: ['import itertools'] }
}
