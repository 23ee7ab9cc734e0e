import type { Module } from '../../file.ts'
import { block, call, chain, keywords } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  figureStatements,
  finish,
  legendLooks,
  legendPlace,
  positionFormat,
  textConstant,
  valueFormat,
} from '../axes.ts'
import { complete, kinds, label } from '../common.ts'
import { candleTable, DIRECTIONS_CONSTANT } from '../directions.ts'
import { NUMBERED, PLOT_WARNING, parts } from './module.ts'

/** One candle per row: a thick line from open to close, a thin one from low to high. */
export function candles(plan: Plan<'candlestick'>): Module {
  const { roles } = plan
  const body = [
    ...complete(roles, NUMBERED),
    ...candleTable(plan),
    ...figureStatements(plan),
    'thick = min(10, max(2, 300 / len(table)))',
    block('with warnings.catch_warnings()', [...PLOT_WARNING, drawn()]),
    block('for lines in ax.collections', ['lines.set_capstyle("butt")']),
    'handles = [Patch(color=shade, label=name) for name, shade in DIRECTIONS.items()]',
    call('ax.legend', keywords({ handles: 'handles', ...legendPlace(plan), ...legendLooks() })),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.close.name)),
  ]
  const shared = parts(plan, body, kinds(roles.x).dates)
  return {
    ...shared,
    standardImports: ['import warnings'],
    imports: [...shared.imports, 'import seaborn.objects as so', 'from matplotlib.patches import Patch'],
    constants: [DIRECTIONS_CONSTANT, textConstant(plan)],
  }
}

function drawn(): Statement {
  return chain([
    'so.Plot(table, x="x", color="direction")',
    '.add(so.Range(linewidth=1.2), ymin="low", ymax="high", legend=False)',
    '.add(so.Range(linewidth=thick), ymin="open", ymax="close", legend=False)',
    '.add(so.Dash(width=0.5, linewidth=1.2), y="close", legend=False)',
    '.scale(color=DIRECTIONS)',
    '.on(ax)',
    '.plot()',
  ])
}
