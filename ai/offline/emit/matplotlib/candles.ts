import type { Module } from '../../file.ts'
import { block, call, keywords, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  figureStatements,
  finish,
  legendLooks,
  legendPlace,
  positionFormat,
  styleHelper,
  textConstant,
  valueFormat,
} from '../axes.ts'
import { complete, kinds, label } from '../common.ts'
import { CANDLE_SHARE, DIRECTIONS_CONSTANT } from '../directions.ts'
import { parts } from './module.ts'

/** One candle per row: a bar from open to close, a line from low to high. */
export function candles(plan: Plan<'candlestick'>): Module {
  const { roles } = plan
  const body = [
    ...complete(roles),
    ...figureStatements(plan),
    ...drawn(plan),
    call('ax.legend', keywords({ ...legendPlace(plan), ...legendLooks() })),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.close.name)),
  ]
  return {
    ...parts(plan, body, kinds(roles.x).dates),
    constants: [DIRECTIONS_CONSTANT, textConstant(plan)],
    helpers: [styleHelper(plan, 'bottom')],
  }
}

function drawn({ roles: { x, open, high, low, close } }: Plan<'candlestick'>): readonly Statement[] {
  const wick = call('ax.vlines', [
    `part[${x.name}]`,
    `part[${low.name}]`,
    `part[${high.name}]`,
    ...keywords({ color: 'shade', linewidth: '1.2' }),
  ])
  const bar = call('ax.bar', [
    `part[${x.name}]`,
    `part[${close.name}] - part[${open.name}]`,
    ...keywords({ bottom: `part[${open.name}]`, width: 'width', color: 'shade', linewidth: '1' }),
    ...keywords({ edgecolor: 'shade', label: 'legend_name' }),
  ])
  return [
    `width = ${CANDLE_SHARE} * frame[${x.name}].sort_values().diff().min()`,
    prefix('falls = ', `frame[${close.name}] < frame[${open.name}]`),
    block('for legend_name, shade in DIRECTIONS.items()', [
      'part = frame[falls == (legend_name == "Falling")]',
      wick,
      bar,
    ]),
  ]
}
