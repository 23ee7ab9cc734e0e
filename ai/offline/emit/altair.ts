import { BOX_OPACITY, OUTLIER_OPACITY, SIZE_KEYWORDS } from '../design.ts'
import type { Module } from '../file.ts'
import { block, call, chain, keywords, list, options, prefix, suffix, text } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { styleHelper, titleHelper } from './altair-style.ts'
import {
  areDates,
  asNames,
  barValues,
  boxNames,
  boxNumbers,
  categoryNames,
  COLOR_CONSTANT,
  complete,
  kinds,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
  summaryOf,
} from './common.ts'
import type { Bars, Boxes, Histogram, Positions } from './common.ts'

const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross']
const DASHES = '[[1, 0], [6, 3], [2, 2], [6, 2, 2, 2]]'

/** Writes the chart as typed Vega-Lite encodings; the fields have the names of the roles. */
export function emitAltair(plan: Plan): Module {
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
  const { x, y, color } = roles
  const second = roles.type === 'scatter' ? listConstant('SHAPES', SHAPES) : `DASHES = ${DASHES}`
  const mark =
    roles.type === 'scatter'
      ? call('.mark_point', keywords({ filled: 'True', size: '46', opacity: 'alpha', color: 'COLOR' }))
      : call('.mark_line', keywords({ strokeWidth: '2', color: 'COLOR' }))
  const tips = [tip('"x"', label(x.name)), tip('"y"', label(y.name))]
  const upright = call('alt.Y', ['"y:Q"', titled(label(y.name))])
  const body = [
    ...complete(roles),
    prefix('table = ', call('pd.DataFrame', [options({ x: `frame[${x.name}]`, y: `frame[${y.name}]` })])),
    ...optionally(roles, (name) => [`table["color"] = ${asNames(`frame[${name}]`)}`]),
    ...positionStatements(x, roles.type === 'line' ? ', nice=False' : ''),
    ...(roles.type === 'scatter' ? [`alpha = ${opacity(plan, 'frame')}`] : []),
    chartOf(mark, {
      x: `place.title(${label(x.name)})`,
      y: suffix(upright, '.scale(zero=False)'),
      tooltip: list(tips),
    }),
    ...optionally(roles, (name) => grouping(roles.type, name)),
    'return _style(chart)',
  ]
  const constants = color === null ? [COLOR_CONSTANT] : [COLOR_CONSTANT, PALETTE_CONSTANT, second]
  return { ...parts(plan, body), constants }
}

/** Statements about the groups, made conditional where the column is optional. */
function optionally(
  { color }: Positions,
  statements: (name: string) => readonly Statement[],
): readonly Statement[] {
  if (color === null) return []
  return color.required
    ? statements(color.name)
    : [block(`if ${color.name} is not None`, statements(color.name))]
}

function grouping(type: 'scatter' | 'line', name: string): readonly Statement[] {
  const [channel, alt, constant] =
    type === 'scatter' ? ['shape', 'Shape', 'SHAPES'] : ['strokeDash', 'StrokeDash', 'DASHES']
  const scaled = (kind: string, range: string) =>
    suffix(call(`alt.${kind}`, ['"color:N"', titled(label(name))]), `.scale(domain=names, range=${range})`)
  const encoded = { color: scaled('Color', 'PALETTE'), [channel]: scaled(alt, constant) }
  return [
    'names = list(table["color"].unique())',
    prefix('chart = ', call('chart.encode', keywords(encoded))),
  ]
}

/** `place`, the horizontal position: a date, or a number with separators if it cannot be a year. */
function positionStatements(slot: Positions['x'], snug: string): readonly Statement[] {
  const { dates, numbers } = kinds(slot)
  const number = [
    numberPattern(slot.name),
    `place = alt.X("x:Q").axis(format=pattern).scale(zero=False${snug})`,
  ]
  const date = ['place = alt.X("x:T")']
  if (!dates) return number
  return numbers ? [block(`if ${areDates(slot)}`, date), block('else', number)] : date
}

function numberPattern(name: string): string {
  return `pattern = ",~f" if frame[${name}].abs().max() >= 10_000 else "~f"`
}

function bars(plan: Plan, roles: Bars): readonly Statement[] {
  const names = label(roles.category.name)
  const numbers = roles.value === null ? '"Number of rows"' : label(roles.value.name)
  const [category, length] = plan.horizontal ? ['Y', 'X'] : ['X', 'Y']
  const band = call(`alt.${category}`, ['"category:N"', titled(names), 'sort=None'])
  const tips = [tip('"category:N"', names), tip('"value:Q"', numbers)]
  return [
    ...complete(roles),
    ...barValues(plan, roles),
    'table = bars.rename_axis("category").reset_index(name="value")',
    chartOf('.mark_bar(color=COLOR)', {
      [length.toLowerCase()]: call(`alt.${length}`, ['"value:Q"', titled(numbers)]),
      [category.toLowerCase()]: suffix(band, '.scale(paddingInner=0.3, paddingOuter=0.15)'),
      tooltip: list(tips),
    }),
    'return _style(chart)',
  ]
}

function boxes(plan: Plan, roles: Boxes): readonly Statement[] {
  const [category, length] = plan.horizontal ? ['Y', 'X'] : ['X', 'Y']
  const by = categoryNames(plan, roles.category.name)
  const mark = call('.mark_boxplot', [
    ...keywords({ extent: '1.5', size: 'size_px', color: 'COLOR' }),
    prefix('box=', options({ fillOpacity: String(BOX_OPACITY), stroke: 'COLOR', strokeWidth: '1.5' })),
    prefix('median=', options({ color: 'COLOR', thickness: '3', opacity: '1' })),
    prefix('ticks=', options({ color: 'COLOR', thickness: '1.5', size: 'size_px // 2' })),
    prefix('rule=', options({ color: 'COLOR', strokeWidth: '1.5' })),
    prefix('outliers=', options({ filled: 'True', size: '22', opacity: String(OUTLIER_OPACITY) })),
  ])
  return [
    ...complete(roles),
    ...(plan.sort === 'data' ? [] : [boxNumbers(plan, roles)]),
    boxNames(plan, roles),
    prefix(
      'table = ',
      call('pd.DataFrame', [options({ category: by, value: `frame[${roles.value.name}]` })]),
    ),
    `size_px = max(4, ${plan.horizontal ? 190 : 380} // len(names))`,
    chartOf(mark, {
      [category.toLowerCase()]: call(`alt.${category}`, [
        '"category:N"',
        titled(label(roles.category.name)),
        'sort=names',
      ]),
      [length.toLowerCase()]: suffix(
        call(`alt.${length}`, ['"value:Q"', titled(label(roles.value.name))]),
        '.scale(zero=False)',
      ),
    }),
    'return _style(chart)',
  ]
}

function histogram(plan: Plan, roles: Histogram): readonly Statement[] {
  const { name } = roles.value
  const bins = options({ start: 'edges[:-1]', end: 'edges[1:]', count: 'counts' })
  const tips = [
    'alt.Tooltip("start:Q", title="From")',
    'alt.Tooltip("end:Q", title="To")',
    'alt.Tooltip("count:Q", title="Count")',
  ]
  return [
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
}

function tip(field: string, title: string): Doc {
  return call('alt.Tooltip', [field, titled(title)])
}

/** Text of an axis, a legend or a tooltip. */
function label(parameter: string): string {
  return `_title(${parameter})`
}

function titled(title: string): string {
  return `title=${title}`
}

function chartOf(mark: Doc, encoding: Readonly<Record<string, Doc>>): Statement {
  const chart = call('alt.Chart', ['table', ...keywords({ title: 'TITLE', ...SIZE_KEYWORDS })])
  return prefix('chart = ', chain([chart, mark, call('.encode', keywords(encoding))]))
}

/** A chart of one colour. */
function simple(plan: Plan, body: readonly Statement[]): Module {
  return { ...parts(plan, body), constants: [COLOR_CONSTANT] }
}

function parts(plan: Plan, body: readonly Statement[]): Omit<Module, 'constants'> {
  const numbers = plan.roles.type === 'histogram' ? ['import numpy as np'] : []
  return {
    standardImports: ['import textwrap'],
    imports: [
      'import altair as alt',
      ...numbers,
      'import pandas as pd',
      '',
      "# A chart may hold more than altair's 5,000 rows.",
      'alt.data_transformers.disable_max_rows()',
    ],
    helpers: [titleHelper(), styleHelper(plan)],
    summary: summaryOf(plan),
    returns: 'alt.Chart',
    body,
    save: call('picture.save', [text('plot.png'), ...keywords({ scale_factor: '2' })]),
  }
}
