import { SIZE_KEYWORDS } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { COLOR_CONSTANT, complete, groupsHelper, label, PALETTE_CONSTANT, whenGiven } from '../common.ts'
import { eachGroup, estimable, places, SCOTT, SHARE } from '../curves.ts'
import type { Curves } from '../curves.ts'
import { COMMON, parts, traces } from './module.ts'
import { groupsAsText } from './positions.ts'

/** Where the values are dense, per group. */
export function density(plan: Plan<'density'>): Module {
  const { value, color } = plan.roles
  const titles = { title: 'TITLE', xaxis_title: label(value.name), yaxis_title: '"Density"' }
  const body = [
    ...complete(plan.roles),
    ...estimable(plan),
    ...places(plan),
    'fig = go.Figure()',
    SCOTT,
    ...eachGroup(plan, (rows, paint, name) => [
      call('fig.add_scatter', [
        'x=at',
        `y=gaussian_kde(${rows}[${value.name}])(at)`,
        ...keywords({ mode: '"lines"', name, line: options({ color: paint, width: '2' }) }),
      ]),
    ]),
    call('fig.update_layout', keywords({ ...titles, template: '"plotly_white"', ...SIZE_KEYWORDS })),
    ...(color === null
      ? []
      : whenGiven(color, [`fig.update_layout(legend_title_text=${label(color.name)})`])),
    'fig.update_yaxes(rangemode="tozero")',
    '_style(fig)',
    'return fig',
  ]
  const module = curves(plan, body)
  return {
    ...module,
    imports: [
      'import numpy as np',
      'import pandas as pd',
      'import plotly.graph_objects as go',
      'from scipy.stats import gaussian_kde',
    ],
    helpers: [...(color === null ? [] : [groupsHelper()]), ...module.helpers],
  }
}

/** Which share of the rows is reached at each value, per group. */
export function ecdf(plan: Plan<'ecdf'>): Module {
  const { value, color } = plan.roles
  const { labels: _labels, ...common } = COMMON
  const own = {
    x: value.name,
    ...(color === null
      ? { color_discrete_sequence: '[COLOR]' }
      : { color: color.name, color_discrete_sequence: 'PALETTE' }),
  }
  const drawn = call('px.ecdf', [
    'frame',
    ...keywords({ ...own, labels: 'LABELS', render_mode: '"svg"', ...common }),
  ])
  return curves(plan, [
    ...complete(plan.roles),
    ...groupsAsText(plan),
    prefix('fig = ', drawn),
    traces({ line: options({ width: '2' }) }),
    '_style(fig)',
    `fig.update_yaxes(title_text=${SHARE}, tickformat=".0%")`,
    'return fig',
  ])
}

function curves(plan: Curves, body: readonly Statement[]): Module {
  return { ...parts(plan, body), constants: [plan.roles.color === null ? COLOR_CONSTANT : PALETTE_CONSTANT] }
}
