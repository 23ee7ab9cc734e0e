import type { Module } from '../../file.ts'
import { block, call, keywords } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, valueFormat } from '../axes.ts'
import { SLOPE_CONSTANTS, slopeLabels, slopeTable, spreadHelper } from '../amounts.ts'
import { complete, label } from '../common.ts'
import { colored } from './module.ts'

/** One line per series between the moments, named at both ends. */
export function slopes(plan: Plan<'slope'>): Module {
  const { roles } = plan
  const looks = { color: 'hue', marker: '"o"', linewidth: '2', markersize: '6' }
  const module = colored(plan, SLOPE_CONSTANTS, [
    ...complete(roles),
    ...slopeTable(plan),
    ...figureStatements(plan),
    block('for _, row in table.iterrows()', [
      'hue = RISE if row[moments[-1]] >= row[moments[0]] else FALL',
      call('ax.plot', ['moments', 'row', ...keywords(looks)]),
    ]),
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
