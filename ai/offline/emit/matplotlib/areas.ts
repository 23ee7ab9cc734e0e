import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  figureStatements,
  finish,
  legendLooks,
  legendPlace,
  plainLegend,
  positionFormat,
  styleHelper,
  textConstant,
  valueFormat,
} from '../axes.ts'
import { complete, kinds, label, PALETTE_CONSTANT } from '../common.ts'
import { stackTable } from '../stacks.ts'
import { parts } from './module.ts'

/** An area for each group, on top of each other. */
export function areas(plan: Plan<'area'>): Module {
  const { roles } = plan
  const looks = {
    labels: 'table.columns',
    colors: 'PALETTE',
    edgecolor: '"white"',
    linewidth: '0.8',
  }
  const legend = { title: label(roles.color.name), reverse: 'True', ...legendPlace(plan), ...legendLooks() }
  const body = [
    ...complete(roles),
    ...stackTable(plan),
    ...figureStatements(plan),
    call('ax.stackplot', ['table.index', 'table.to_numpy().T', ...keywords(looks)]),
    'ax.margins(x=0)',
    prefix('legend = ', call('ax.legend', keywords(legend))),
    ...plainLegend('legend'),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  return {
    ...parts(plan, body, kinds(roles.x).dates),
    constants: [PALETTE_CONSTANT, textConstant(plan)],
    helpers: [styleHelper(plan, 'bottom')],
  }
}
