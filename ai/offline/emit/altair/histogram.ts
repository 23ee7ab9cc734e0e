import type { Module } from '../../file.ts'
import { call, list, options, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete } from '../common.ts'
import { numberPattern, label, titled, chartOf, simple } from './module.ts'

/** Counts in equal intervals. */
export function histogram(plan: Plan<'histogram'>): Module {
  const { roles } = plan
  const { name } = roles.value
  const bins = options({ start: 'edges[:-1]', end: 'edges[1:]', count: 'counts' })
  const tips = [
    'alt.Tooltip("start:Q", title="From")',
    'alt.Tooltip("end:Q", title="To")',
    'alt.Tooltip("count:Q", title="Count")',
  ]
  const body = [
    ...complete(roles),
    `counts, edges = np.histogram(frame[${name}], bins=${plan.bins})`,
    prefix('table = ', call('pd.DataFrame', [bins])),
    numberPattern(name),
    'place = alt.X("start:Q", bin="binned").axis(format=pattern).scale(nice=False)',
    chartOf('.mark_bar(color=COLOR, binSpacing=0, stroke="white", strokeWidth=0.6)', {
      x: `place.title(${label(name)})`,
      x2: '"end:Q"',
      y: call('alt.Y', ['"count:Q"', titled('"Count"')]),
      tooltip: list(tips),
    }),
    'return _style(chart)',
  ]
  const module = simple(plan, body)
  return { ...module, imports: ['import numpy as np', ...module.imports] }
}
