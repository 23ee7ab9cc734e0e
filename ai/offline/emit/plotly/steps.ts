import { SIZE_KEYWORDS } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { STEP_CONSTANTS, STEP_TEXTS, stepTable, titlesOf } from '../amounts.ts'
import { complete } from '../common.ts'
import { categoryAxis, colored } from './module.ts'

/** Each step from where the one before it ends, and the total. */
export function steps(plan: Plan<'waterfall'>): Module {
  const { horizontal } = plan
  const [names, numbers] = titlesOf(plan.roles)
  const [x, y] = horizontal ? ['change', 'category'] : ['category', 'change']
  const color = (kind: string) => options({ marker: options({ color: `COLORS["${kind}"]` }) })
  const trace = {
    orientation: horizontal ? '"h"' : '"v"',
    measure: '["relative"] * len(changes) + ["total"]',
    x: `table["${x}"]`,
    y: `table["${y}"]`,
    text: 'table["text"]',
    textposition: '"outside"',
    cliponaxis: 'False',
    increasing: color('rise'),
    decreasing: color('fall'),
    totals: color('total'),
    connector: options({ line: options({ color: '"#B5B5B5"', width: '1' }) }),
  }
  const layout = {
    template: '"plotly_white"',
    ...SIZE_KEYWORDS,
    title_text: 'TITLE',
    xaxis_title: horizontal ? numbers : names,
    yaxis_title: horizontal ? names : numbers,
    waterfallgap: '0.3',
  }
  const module = colored(plan, STEP_CONSTANTS, [
    ...complete(plan.roles),
    ...stepTable(plan),
    ...STEP_TEXTS,
    prefix('bars = ', call('go.Waterfall', keywords(trace))),
    'fig = go.Figure(bars)',
    call('fig.update_layout', keywords(layout)),
    '_style(fig)',
    categoryAxis(plan),
    'return fig',
  ])
  return { ...module, imports: module.imports.filter((line) => !line.includes('plotly.express')) }
}
