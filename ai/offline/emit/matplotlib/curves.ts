import type { Module } from '../../file.ts'
import { block, call, keywords } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, numericTicks, styleHelper, textConstant, valueFormat } from '../axes.ts'
import { COLOR_CONSTANT, complete, groupsHelper, label, PALETTE_CONSTANT } from '../common.ts'
import { eachGroup, estimable, places, SCOTT, SHARE } from '../curves.ts'
import type { Curves } from '../curves.ts'
import { legend, parts } from './module.ts'

/** Where the values are dense, per group. */
export function density(plan: Plan<'density'>): Module {
  const { value } = plan.roles
  const body = [
    ...complete(plan.roles),
    ...estimable(plan),
    ...places(plan),
    ...figureStatements(plan),
    SCOTT,
    ...eachGroup(plan, (rows, color, name) => [
      call('ax.plot', [
        'at',
        `gaussian_kde(${rows}[${value.name}])(at)`,
        ...keywords({ linewidth: '2', color, label: name }),
      ]),
    ]),
    'ax.margins(x=0)',
    'ax.set_ylim(bottom=0)',
    valueFormat('y'),
    ...end(plan, '"Density"'),
  ]
  return withImports(curves(plan, body), ['import numpy as np', 'from scipy.stats import gaussian_kde'])
}

/** Which share of the rows is reached at each value, per group. */
export function ecdf(plan: Plan<'ecdf'>): Module {
  const { value } = plan.roles
  const body = [
    ...complete(plan.roles),
    ...figureStatements(plan),
    ...eachGroup(plan, (rows, color, name) => [
      call('ax.ecdf', [`${rows}[${value.name}]`, ...keywords({ linewidth: '2', color, label: name })]),
    ]),
    'ax.margins(x=0.01)',
    'ax.yaxis.set_major_formatter(PercentFormatter(1))',
    ...end(plan, SHARE),
  ]
  return withImports(curves(plan, body), ['from matplotlib.ticker import PercentFormatter'])
}

function end(plan: Curves, upright: string): readonly Statement[] {
  const { value, color } = plan.roles
  const named = color === null ? [] : [block('if ax.get_legend_handles_labels()[0]', legend(plan, color))]
  return [...named, ...numericTicks(value.name), ...finish(label(value.name), upright)]
}

function curves(plan: Curves, body: readonly Statement[]): Module {
  const grouped = plan.roles.color !== null
  return {
    ...parts(plan, body, false),
    constants: [grouped ? PALETTE_CONSTANT : COLOR_CONSTANT, textConstant(plan)],
    helpers: [...(grouped ? [groupsHelper()] : []), styleHelper(plan, 'bottom')],
  }
}

function withImports(module: Module, imports: readonly string[]): Module {
  return { ...module, imports: [...module.imports, ...imports] }
}
