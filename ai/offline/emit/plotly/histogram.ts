import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete } from '../common.ts'
import { COMMON, traces, simple } from './module.ts'

/** Counts in equal intervals. */
export function histogram(plan: Plan<'histogram'>): Module {
  const { roles } = plan
  const { name } = roles.value
  const drawn = call('px.histogram', [
    'frame',
    ...keywords({ x: name, color_discrete_sequence: '[COLOR]', ...COMMON }),
  ])
  const bins = options({ start: 'edges[0]', end: 'edges[-1]', size: 'step' })
  const body = [
    ...complete(roles),
    `edges = np.histogram_bin_edges(frame[${name}], bins=${plan.bins})`,
    '# plotly counts a value within 1e-9 of an interval to the next one; this hair of',
    '# width keeps the largest value in the last interval and moves no other.',
    `step = (edges[1] - edges[0]) * (1 + 1e-9 / ${plan.bins - 0.5})`,
    prefix('fig = ', drawn),
    traces({ xbins: bins, marker: '{"line": {"color": "white", "width": 0.6}}' }),
    call('fig.update_layout', keywords({ bargap: '0', yaxis_title: '"Count"' })),
    '_style(fig)',
    'return fig',
  ]
  const module = simple(plan, body)
  return { ...module, imports: ['import numpy as np', ...module.imports] }
}
