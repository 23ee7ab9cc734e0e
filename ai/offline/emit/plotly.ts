import { BOX_OPACITY, COLORS, SIZES, OUTLIER_OPACITY, SIZE_KEYWORDS } from '../design.ts'
import { docstring } from '../file.ts'
import type { Module } from '../file.ts'
import { block, call, keywords, options, prefix, text } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { literal } from '../python.ts'
import {
  asNames,
  barValues,
  boxNames,
  boxNumbers,
  categoryNames,
  COLOR_CONSTANT,
  complete,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
  summaryOf,
  textColor,
  translucent,
} from './common.ts'
import type { Bars, Boxes, Histogram, Positions } from './common.ts'

const SYMBOLS = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross']
const DASHES = ['solid', 'dash', 'dot', 'dashdot']

/** What every call of plotly express is given. */
const COMMON = { labels: 'LABELS', title: 'TITLE', template: '"plotly_white"', ...SIZE_KEYWORDS }

/** Writes the chart with plotly express. */
export function emitPlotly(plan: Plan): Module {
  const { roles } = plan
  switch (roles.type) {
    case 'scatter':
    case 'line':
      return positions(plan, roles)
    case 'bar':
      return simple(plan, bars(plan, roles))
    case 'boxplot':
      return simple(plan, boxes(plan, roles))
    case 'histogram':
      return simple(plan, histogram(plan, roles))
  }
}

function positions(plan: Plan, roles: Positions): Module {
  const second = roles.type === 'scatter' ? listConstant('SYMBOLS', SYMBOLS) : listConstant('DASHES', DASHES)
  const body = [
    ...complete(roles),
    ...(roles.type === 'line' ? [`frame = frame.sort_values(${roles.x.name}, kind="stable")`] : []),
    ...groupsAsText(roles),
    ...(roles.type === 'scatter' ? points(plan, roles) : lines(roles)),
    '_style(fig)',
    'return fig',
  ]
  const constants = roles.color === null ? [COLOR_CONSTANT] : [PALETTE_CONSTANT, second]
  return { ...parts(plan, body), constants }
}

/** Numbers that name groups become text: plotly express gives numbers a colour scale. */
function groupsAsText({ color }: Positions): readonly Statement[] {
  if (color === null) return []
  const assigned = prefix(
    'frame = ',
    call('frame.assign', [`**{${color.name}: ${asNames(`frame[${color.name}]`)}}`]),
  )
  return color.required ? [assigned] : [block(`if ${color.name} is not None`, [assigned])]
}

function points(plan: Plan, roles: Positions): readonly Statement[] {
  const own = {
    ...channels(roles, 'symbol', 'SYMBOLS'),
    opacity: opacity(plan, 'frame'),
    render_mode: '"svg"',
  }
  const drawn = call('px.scatter', [
    'frame',
    ...keywords({ x: roles.x.name, y: roles.y.name, ...own, ...COMMON }),
  ])
  return [prefix('fig = ', drawn), traces({ marker: options({ size: '7' }) })]
}

function lines(roles: Positions): readonly Statement[] {
  const own = { ...channels(roles, 'line_dash', 'DASHES'), render_mode: '"svg"' }
  const drawn = call('px.line', [
    'frame',
    ...keywords({ x: roles.x.name, y: roles.y.name, ...own, ...COMMON }),
  ])
  return [prefix('fig = ', drawn), traces({ line: options({ width: '2' }) })]
}

function channels({ color }: Positions, channel: string, constant: string): Readonly<Record<string, Doc>> {
  if (color === null) return { color_discrete_sequence: '[COLOR]' }
  return {
    color: color.name,
    [channel]: color.name,
    color_discrete_sequence: 'PALETTE',
    [`${channel}_sequence`]: constant,
  }
}

function bars(plan: Plan, roles: Bars): readonly Statement[] {
  const length = roles.value?.name ?? '"Number of rows"'
  const [x, y] = plan.horizontal ? [length, roles.category.name] : [roles.category.name, length]
  const table = roles.value === null ? `bars.reset_index(name=${length})` : 'bars.reset_index()'
  const own = { ...(plan.horizontal ? { orientation: '"h"' } : {}), color_discrete_sequence: '[COLOR]' }
  const drawn = call('px.bar', [table, ...keywords({ x, y, ...own, ...COMMON })])
  return [
    ...complete(roles),
    ...barValues(plan, roles),
    prefix('fig = ', drawn),
    call('fig.update_layout', keywords({ bargap: '0.3' })),
    '_style(fig)',
    categoryAxis(plan),
    'return fig',
  ]
}

/** Names that look like numbers or dates stay names; the first one stands on the left or on top. */
function categoryAxis(plan: Plan, ordered: Readonly<Record<string, Doc>> = {}): Doc {
  const turned = plan.design.rotateTicks && !plan.horizontal ? { tickangle: '-35' } : {}
  const reversed = plan.horizontal ? { autorange: '"reversed"' } : {}
  const axis = plan.horizontal ? 'y' : 'x'
  return call(`fig.update_${axis}axes`, keywords({ type: '"category"', ...ordered, ...reversed, ...turned }))
}

function boxes(plan: Plan, roles: Boxes): readonly Statement[] {
  const { category, value } = roles
  const [x, y] = plan.horizontal ? [value.name, category.name] : [category.name, value.name]
  const own = {
    color_discrete_sequence: '[COLOR]',
    points: '"outliers"',
  }
  const sideways: Readonly<Record<string, Doc>> = plan.horizontal ? { orientation: '"h"' } : {}
  const drawn = call('px.box', ['frame', ...keywords({ x, y, ...sideways, ...own, ...COMMON })])
  const looks = {
    line: options({ color: 'COLOR', width: '1.5' }),
    fillcolor: literal(translucent(BOX_OPACITY)),
    marker: options({ size: '5', opacity: String(OUTLIER_OPACITY) }),
    width: '0.55',
    whiskerwidth: '0.5',
  }
  return [
    ...complete(roles),
    prefix('frame = ', call('frame.assign', [`**{${category.name}: ${categoryNames(plan, category.name)}}`])),
    ...(plan.sort === 'data' ? [] : [boxNumbers(plan, roles)]),
    boxNames(plan, roles),
    prefix('fig = ', drawn),
    traces(looks),
    '_style(fig)',
    categoryAxis(plan, { categoryorder: '"array"', categoryarray: 'names' }),
    'return fig',
  ]
}

function histogram(plan: Plan, roles: Histogram): readonly Statement[] {
  const { name } = roles.value
  const drawn = call('px.histogram', [
    'frame',
    ...keywords({ x: name, color_discrete_sequence: '[COLOR]', ...COMMON }),
  ])
  const bins = options({ start: 'edges[0]', end: 'edges[-1]', size: 'step' })
  return [
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
}

function traces(looks: Readonly<Record<string, Doc>>): Doc {
  return call('fig.update_traces', keywords(looks))
}

/** A chart of one colour. */
function simple(plan: Plan, body: readonly Statement[]): Module {
  return { ...parts(plan, body), constants: [COLOR_CONSTANT] }
}

function parts(plan: Plan, body: readonly Statement[]): Omit<Module, 'constants'> {
  const numbers = plan.roles.type === 'histogram' ? ['import numpy as np'] : []
  return {
    standardImports: [],
    imports: [
      ...numbers,
      'import pandas as pd',
      'import plotly.express as px',
      'import plotly.graph_objects as go',
    ],
    helpers: [styleHelper(plan)],
    summary: summaryOf(plan),
    returns: 'go.Figure',
    body,
    save: call('picture.write_html', [text('plot.html')]),
  }
}

function styleHelper(plan: Plan): Statement {
  const [values, others] = plan.horizontal ? ['x', 'y'] : ['y', 'x']
  const room = plan.design.roomy ? ['110', '56', '84', '96'] : ['84', '28', '68', '68']
  const [l = '', r = '', t = '', b = ''] = room
  const axis = options({
    ticks: '""',
    zeroline: 'False',
    automargin: 'True',
    exponentformat: '"none"',
    ticklabelstandoff: '6',
    title: options({ standoff: '14', font: options({ size: String(SIZES.label) }) }),
  })
  const grouped = 'color' in plan.roles && plan.roles.color !== null
  const grid = keywords({ gridcolor: literal(COLORS.grid), separatethousands: 'True' })
  const line = keywords({ showgrid: 'False', showline: 'True', linecolor: literal(COLORS.line) })
  return block('def _style(fig: go.Figure) -> None', [
    ...docstring('Set the texts and a light grid behind the values.'),
    call(
      'fig.update_layout',
      keywords({
        font: options({ family: '"sans-serif"', size: String(SIZES.tick), color: textColor(plan) }),
        title: title(plan),
        margin: options({ l, r, t, b }),
        ...(grouped ? { legend: legend(plan) } : {}),
      }),
    ),
    prefix('axis = ', axis),
    call(`fig.update_${values}axes`, ['axis', ...grid]),
    call(`fig.update_${others}axes`, ['axis', ...line]),
  ])
}

function title(plan: Plan): Doc {
  const font = options({ size: String(plan.titleSize), color: literal(COLORS.title), weight: '600' })
  return options({ x: '0', xref: '"paper"', y: '0.95', yanchor: '"top"', font })
}

function legend(plan: Plan): Doc {
  const place: Readonly<Record<string, Doc>> = plan.design.legendBelow
    ? { orientation: '"h"', x: '0', y: '-0.25' }
    : { x: '1.02', y: '1' }
  const sized = plan.roles.type === 'scatter' ? { itemsizing: '"constant"' } : {}
  return options({ ...place, title: '{"font": {"size": 12, "weight": 600}}', ...sized })
}
