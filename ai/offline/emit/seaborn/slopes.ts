import type { Module } from '../../file.ts'
import { call, keywords } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, valueFormat } from '../axes.ts'
import { SLOPE_CONSTANTS, SLOPE_LONG, slopeLabels, slopeTable, spreadHelper } from '../amounts.ts'
import { complete, label } from '../common.ts'
import { colored, NUMBERED } from './module.ts'

/** One line per series between the moments, named at both ends. */
export function slopes(plan: Plan<'slope'>): Module {
  const { roles } = plan
  const looks = {
    data: 'lines',
    x: '"moment"',
    y: '"value"',
    hue: '"trend"',
    palette: '{"rise": RISE, "fall": FALL}',
    units: '"series"',
    estimator: 'None',
    marker: '"o"',
    markersize: '6',
    markeredgewidth: '0',
    linewidth: '2',
    legend: 'False',
    ax: 'ax',
  }
  const module = colored(plan, SLOPE_CONSTANTS, [
    ...complete(roles, NUMBERED),
    ...slopeTable(plan),
    ...SLOPE_LONG,
    ...figureStatements(plan),
    call('sns.lineplot', keywords(looks)),
    ...slopeLabels(),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ])
  return {
    ...module,
    imports: ['import numpy as np', ...module.imports],
    helpers: [spreadHelper(), ...module.helpers],
  }
}
