import type { Module } from '../../file.ts'
import { call, keywords } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, numericTicks, valueFormat } from '../axes.ts'
import { complete, label } from '../common.ts'
import { NUMBERED, simple } from './module.ts'

/** Counts in equal intervals. */
export function histogram(plan: Plan<'histogram'>): Module {
  const { roles } = plan
  const name = roles.value.name
  const looks = { color: 'COLOR', alpha: '1', edgecolor: '"white"', linewidth: '0.6', ax: 'ax' }
  return simple(plan, [
    ...complete(roles, NUMBERED),
    ...figureStatements(plan),
    call('sns.histplot', keywords({ data: 'frame', x: name, bins: String(plan.bins), ...looks })),
    'ax.margins(x=0.01)',
    ...numericTicks(name),
    valueFormat('y'),
    ...finish(label(name), '"Count"'),
  ])
}
