import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import { COLORS, SIZE_KEYWORDS, SIZES } from '../../design.ts'
import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix, suffix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import {
  complete,
  groupsHelper,
  label,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
  whenGiven,
} from '../common.ts'
import { GROUPS, groupsOf, namesOf, titleHelper } from '../pairs.ts'
import { parts } from './module.ts'

/** A scatter plot per pair of numbers, and a histogram of each. */
export function pairs(plan: Plan<'pair-grid'>): Module {
  const { color } = plan.roles
  const grid = {
    rows: 'len(names)',
    cols: 'len(names)',
    specs: '[[{} if j <= i else None for j in places] for i in places]',
    shared_xaxes: '"columns"',
    horizontal_spacing: '0.03',
    vertical_spacing: '0.04',
  }
  const body = [
    ...complete(plan.roles),
    namesOf(plan),
    groupsOf(plan),
    `alpha = ${opacity(plan, 'frame')}`,
    'places = range(len(names))',
    prefix('fig = ', call('make_subplots', keywords(grid))),
    block('for i, row in enumerate(names)', [
      '_add_counts(fig, groups, row, i + 1)',
      block('for j, column in enumerate(names[:i])', [
        'traces = _points(groups, column, row, alpha)',
        'fig.add_traces(traces, rows=i + 1, cols=j + 1)',
      ]),
      'fig.update_xaxes(title_text=_title(row), row=len(names), col=i + 1)',
      block('if i > 0', ['fig.update_yaxes(title_text=_title(row), row=i + 1, col=1)']),
    ]),
    call(
      'fig.update_layout',
      keywords({
        title: '{"text": TITLE}',
        template: '"plotly_white"',
        barmode: '"stack"',
        bargap: '0',
        ...SIZE_KEYWORDS,
      }),
    ),
    '_style(fig, len(names))',
    ...legendOf(color),
    'return fig',
  ]
  return {
    ...parts(plan, body),
    standardImports: ['import textwrap'],
    imports: [
      'import numpy as np',
      'import pandas as pd',
      'import plotly.graph_objects as go',
      'from plotly.subplots import make_subplots',
    ],
    constants: [
      PALETTE_CONSTANT,
      listConstant('SYMBOLS', ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross']),
    ],
    helpers: [groupsHelper(), titleHelper('"<br>"'), pointsHelper(), countsHelper(plan), styleHelper(plan)],
  }
}

function legendOf(color: Slot | null): readonly Statement[] {
  return color === null
    ? ['fig.update_layout(showlegend=False)']
    : color.required
      ? [`fig.update_layout(legend_title_text=${label(color.name)})`]
      : [
          `fig.update_layout(showlegend=${color.name} is not None)`,
          ...whenGiven(color, [`fig.update_layout(legend_title_text=${label(color.name)})`]),
        ]
}

function pointsHelper(): Statement {
  const head = call('def _points', [GROUPS, 'x: str', 'y: str', 'alpha: float'])
  const marker = options({
    color: 'PALETTE[i % len(PALETTE)]',
    symbol: 'SYMBOLS[i % len(SYMBOLS)]',
    size: '5',
    opacity: 'alpha',
  })
  return block(suffix(head, ' -> list[go.Scatter]'), [
    ...docstring('Make the points of two columns.'),
    'traces = []',
    block('for i, (name, part) in enumerate(groups)', [
      prefix('marker = ', marker),
      prefix(
        'trace = ',
        call(
          'go.Scatter',
          keywords({ x: 'part[x]', y: 'part[y]', name: 'name', mode: '"markers"', marker: 'marker' }),
        ),
      ),
      'traces.append(trace.update(showlegend=False))',
    ]),
    'return traces',
  ])
}

function countsHelper(plan: Plan<'pair-grid'>): Statement {
  const head = call('def _add_counts', ['fig: go.Figure', GROUPS, 'column: str', 'at: int'])
  const trace = {
    x: '(edges[:-1] + edges[1:]) / 2',
    y: 'counts',
    width: 'np.diff(edges)',
    name: 'name',
    marker: options({ color: 'PALETTE[i % len(PALETTE)]', line: '{"color": "white", "width": 0.4}' }),
    showlegend: 'at == 1',
    legendgroup: 'name',
  }
  return block(suffix(head, ' -> None'), [
    ...docstring('Draw how the values of a column are distributed.'),
    'values = pd.concat([part[column] for _, part in groups])',
    `edges = np.histogram_bin_edges(values, bins=${plan.bins})`,
    block('for i, (name, part) in enumerate(groups)', [
      'counts, _ = np.histogram(part[column], bins=edges)',
      prefix('trace = ', call('go.Bar', keywords(trace))),
      'fig.add_trace(trace, row=at, col=at)',
    ]),
  ])
}

function styleHelper(plan: Plan<'pair-grid'>): Statement {
  const [l, r, t, b] = plan.design.roomy ? ['110', '56', '84', '96'] : ['96', '28', '64', '72']
  const font = options({
    family: '"sans-serif"',
    size: String(SIZES.tick),
    color: literal(plan.design.darkText ? COLORS.darkText : COLORS.text),
  })
  const title = options({
    x: '0',
    xref: '"paper"',
    y: '0.95',
    yanchor: '"top"',
    font: options({ size: String(plan.titleSize), color: literal(COLORS.title), weight: '600' }),
  })
  const axis = options({
    ticks: '""',
    zeroline: 'False',
    showgrid: 'False',
    showline: 'True',
    linecolor: literal(COLORS.line),
    nticks: '5',
    separatethousands: 'True',
    exponentformat: '"none"',
    ticklabelstandoff: '4',
    title: options({ standoff: '8', font: options({ size: String(SIZES.tick) }) }),
  })
  const legend = options({
    x: '1',
    xanchor: '"right"',
    y: '1',
    title: '{"font": {"size": 12, "weight": 600}}',
  })
  return block('def _style(fig: go.Figure, count: int) -> None', [
    ...docstring('Set the texts and the lines; labels stand at the outer edge.'),
    call('fig.update_layout', keywords({ font, title, margin: options({ l, r, t, b }), legend })),
    prefix('axis = ', axis),
    'fig.update_xaxes(axis)',
    'fig.update_yaxes(axis)',
    block('for i in range(count)', [
      'fig.update_yaxes(visible=False, row=i + 1, col=i + 1)',
      block('for j in range(1, i)', ['fig.update_yaxes(showticklabels=False, row=i + 1, col=j + 1)']),
    ]),
  ])
}
