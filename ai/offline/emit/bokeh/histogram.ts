import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete, label } from '../common.ts'
import { makeFigure, numberFormats, simple } from './module.ts'

/** Counts in equal intervals. */
export function histogram(plan: Plan<'histogram'>): Module {
  const { roles } = plan
  const { name } = roles.value
  const body = [
    ...complete(roles),
    `counts, edges = np.histogram(frame[${name}], bins=${plan.bins})`,
    prefix('bins = ', options({ start: 'edges[:-1]', end: 'edges[1:]', count: 'counts' })),
    'source = ColumnDataSource(bins)',
    makeFigure([label(name), '"Count"'], { y_range: '(0, 1.05 * counts.max())' }),
    call('fig.quad', [
      ...keywords({ left: '"start"', right: '"end"', bottom: '0', top: '"count"', source: 'source' }),
      ...keywords({ fill_color: 'COLOR', line_color: '"white"', line_width: '0.6' }),
    ]),
    'fig.x_range.range_padding = 0.02',
    'tips = [("From", "@start{0,0.[00]}"), ("To", "@end{0,0.[00]}"), ("Count", "@count")]',
    'fig.add_tools(HoverTool(tooltips=tips))',
    ...numberFormats(roles.value),
    '_style(fig)',
    'return fig',
  ]
  const module = simple(plan, body)
  return { ...module, imports: ['import numpy as np', ...module.imports] }
}
