import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete, PALETTE_CONSTANT } from '../common.ts'
import { longTable, stackTable } from '../stacks.ts'
import { COMMON, traces, parts } from './module.ts'

/** An area for each group, on top of each other. */
export function areas(plan: Plan<'area'>): Module {
  const { roles } = plan
  const { x, y, color } = roles
  const named = { x: x.name, y: y.name, color: color.name, color_discrete_sequence: 'PALETTE' }
  const body = [
    ...complete(roles),
    ...stackTable(plan),
    longTable(x.name, y.name, color.name),
    prefix('fig = ', call('px.area', ['table.reset_index()', ...keywords({ ...named, ...COMMON })])),
    'fig.for_each_trace(lambda trace: trace.update(fillcolor=trace.line.color))',
    traces({ line: '{"color": "white", "width": 0.8}' }),
    '_style(fig)',
    'fig.update_layout(legend_traceorder="reversed")',
    'return fig',
  ]
  return { ...parts(plan, body), constants: [PALETTE_CONSTANT] }
}
