import type { Module } from '../../file.ts'
import { call, keywords } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, numericTicks, valueFormat } from '../axes.ts'
import { complete, label } from '../common.ts'
import { simple } from './module.ts'

/** Counts in equal intervals. */
export function histogram(plan: Plan<'histogram'>): Module {
  const { roles } = plan
  const name = roles.value.name
  const looks = { bins: String(plan.bins), color: 'COLOR', edgecolor: '"white"', linewidth: '0.6' }
  return simple(plan, [
    ...complete(roles),
    ...figureStatements(plan),
    call('ax.hist', [`frame[${name}]`, ...keywords(looks)]),
    'ax.margins(x=0.01)',
    ...numericTicks(name),
    valueFormat('y'),
    ...finish(label(name), '"Count"'),
  ])
}
