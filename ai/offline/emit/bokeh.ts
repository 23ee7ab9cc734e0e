import { SIZE_KEYWORDS } from '../design.ts'
import type { Module } from '../file.ts'
import { block, call, fromImport, keywords, list, options, prefix, text } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { boxGlyphs, boxHelper } from './bokeh-boxes.ts'
import { legendLooks, styleHelper } from './bokeh-style.ts'
import {
  areDates,
  barLabel,
  barValues,
  boxNames,
  boxNumbers,
  COLOR_CONSTANT,
  complete,
  groupsHelper,
  kinds,
  label,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
  summaryOf,
} from './common.ts'
import type { Bars, Boxes, Histogram, Positions } from './common.ts'

const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'inverted_triangle', 'plus']
const DASHES = ['solid', 'dashed', 'dotted', 'dotdash']

/** Numbers with thousands separators and without needless decimals. */
const NUMBERS = '"0,0.[000000]"'

/** Writes the chart with bokeh's figure and its glyphs. */
export function emitBokeh(plan: Plan): Module {
  const { roles } = plan
  switch (roles.type) {
    case 'scatter':
    case 'line':
      return positions(plan, roles)
    case 'bar':
      return bars(plan, roles)
    case 'boxplot':
      return boxes(plan, roles)
    case 'histogram':
      return histogram(plan, roles)
  }
}

function positions(plan: Plan, roles: Positions): Module {
  const grouped = roles.color !== null
  const second = roles.type === 'scatter' ? listConstant('MARKERS', MARKERS) : listConstant('DASHES', DASHES)
  const body = [
    ...complete(roles),
    ...(roles.type === 'line' ? [`frame = frame.sort_values(${roles.x.name}, kind="stable")`] : []),
    ...(kinds(roles.x).dates ? [`is_date = ${areDates(roles.x)}`] : []),
    makeFigure([label(roles.x.name), label(roles.y.name)], axisType(roles)),
    ...(roles.type === 'line' ? ['fig.x_range.range_padding = 0.02'] : []),
    ...layers(plan, roles),
    ...legend(roles, plan),
    ...numberFormats(roles.x),
    ...hover(roles),
    '_style(fig)',
    'return fig',
  ]
  const models = [
    'ColumnDataSource',
    'HoverTool',
    ...(grouped ? ['Legend'] : []),
    'NumeralTickFormatter',
    'Spacer',
  ]
  return {
    ...parts(plan, body, models),
    constants: grouped ? [PALETTE_CONSTANT, second] : [COLOR_CONSTANT],
    helpers: [...(grouped ? [groupsHelper()] : []), styleHelper(plan)],
  }
}

function axisType({ x }: Positions): Readonly<Record<string, Doc>> {
  return kinds(x).dates ? { x_axis_type: '"datetime" if is_date else "linear"' } : {}
}

function layers(plan: Plan, roles: Positions): readonly Statement[] {
  const { type, x, y, color } = roles
  const scatter = type === 'scatter'
  const own = scatter ? { size: '7', line_color: 'None', alpha: 'alpha' } : { line_width: '2' }
  const first = scatter ? [`alpha = ${opacity(plan, 'frame')}`] : []
  const source = (rows: string) =>
    prefix(
      'source = ',
      call('ColumnDataSource', [options({ x: `${rows}[${x.name}]`, y: `${rows}[${y.name}]` })]),
    )
  const drawn = (looks: Readonly<Record<string, Doc>>) =>
    call(`fig.${type}`, ['"x"', '"y"', ...keywords({ source: 'source', ...own, ...looks })])
  const fill = scatter ? 'fill_color' : 'color'
  if (color === null) return [...first, source('frame'), drawn({ [fill]: 'COLOR' })]
  const [channel, constant] = scatter ? ['marker', 'MARKERS'] : ['line_dash', 'DASHES']
  const looks = { [fill]: 'PALETTE[i % len(PALETTE)]', [channel]: `${constant}[i % len(${constant})]` }
  return [
    ...first,
    'layers = []',
    block(`for i, (legend_name, part) in enumerate(_groups(frame, ${color.name}))`, [
      source('part'),
      prefix('glyphs = ', drawn(looks)),
      'layers.append((legend_name, [glyphs]))',
    ]),
  ]
}

function legend({ color }: Positions, plan: Plan): readonly Statement[] {
  if (color === null) return []
  const place = plan.design.legendBelow ? '"below"' : '"right"'
  const sideways = plan.design.legendBelow ? { orientation: '"horizontal"' } : {}
  const made = call(
    'Legend',
    keywords({ items: 'layers', title: label(color.name), ...sideways, ...legendLooks(plan) }),
  )
  const gap = `fig.add_layout(Spacer(width=12, height=12), ${place})`
  const added = [gap, call('fig.add_layout', [made, place])]
  return color.required ? added : [block(`if ${color.name} is not None`, added)]
}

/** Separators in all upright numbers, and in horizontal ones that cannot be years. */
function numberFormats(slot: Positions['x']): readonly Statement[] {
  const { dates, numbers } = kinds(slot)
  const chosen = [
    `pattern = ${NUMBERS} if frame[${slot.name}].abs().max() >= 10_000 else "0.[000000]"`,
    'fig.xaxis.formatter = NumeralTickFormatter(format=pattern)',
  ]
  const horizontal = dates && numbers ? [block('if not is_date', chosen)] : numbers ? chosen : []
  return [...horizontal, `fig.yaxis.formatter = NumeralTickFormatter(format=${NUMBERS})`]
}

function hover({ x, y }: Positions): readonly Statement[] {
  const { dates } = kinds(x)
  const tips = list([
    `(${label(x.name)}, ${dates ? '"@x{%F}" if is_date else "@x{0.[000]}"' : '"@x{0.[000]}"'})`,
    `(${label(y.name)}, "@y{0,0.[000]}")`,
  ])
  const formatters: Readonly<Record<string, Doc>> = dates
    ? { formatters: '{"@x": "datetime" if is_date else "numeral"}' }
    : {}
  return [
    prefix('tips = ', tips),
    call('fig.add_tools', [call('HoverTool', keywords({ tooltips: 'tips', ...formatters }))]),
  ]
}

function bars(plan: Plan, roles: Bars): Module {
  const across = plan.horizontal
  const [names, numbers] = [label(roles.category.name), barLabel(roles)]
  const glyph = across
    ? call(
        'fig.hbar',
        keywords({ y: '"category"', right: '"value"', height: '0.7', source: 'source', color: 'COLOR' }),
      )
    : call(
        'fig.vbar',
        keywords({ x: '"category"', top: '"value"', width: '0.7', source: 'source', color: 'COLOR' }),
      )
  const body = [
    ...complete(roles),
    ...barValues(plan, roles),
    prefix('source = ', call('ColumnDataSource', ['{"category": list(bars.index), "value": bars}'])),
    '# Bars start at zero, also where some are negative.',
    prefix('reach = ', '(min(0, 1.05 * bars.min()), max(0, 1.05 * bars.max()))'),
    makeFigure(across ? [numbers, names] : [names, numbers], {
      x_range: across ? 'reach' : 'list(bars.index)',
      y_range: across ? 'list(bars.index[::-1])' : 'reach',
    }),
    glyph,
    ...categoryEnd(plan, [names, numbers]),
  ]
  return simple(plan, body)
}

/** The end of a chart of categories: number format, tooltips, texts. */
function categoryEnd(plan: Plan, [names, numbers]: readonly [string, string]): readonly Statement[] {
  const turned =
    plan.design.rotateTicks && !plan.horizontal ? ['fig.xaxis.major_label_orientation = 0.6'] : []
  const field = plan.roles.type === 'boxplot' ? 'median' : 'value'
  const numbersTip =
    plan.roles.type === 'boxplot'
      ? `("Median", "@${field}{0,0.[000]}")`
      : `(${numbers}, "@${field}{0,0.[000]}")`
  return [
    prefix('tips = ', list([`(${names}, "@category")`, numbersTip])),
    'fig.add_tools(HoverTool(tooltips=tips))',
    `fig.${plan.horizontal ? 'x' : 'y'}axis.formatter = NumeralTickFormatter(format=${NUMBERS})`,
    ...turned,
    '_style(fig)',
    'return fig',
  ]
}

function boxes(plan: Plan, roles: Boxes): Module {
  const across = plan.horizontal
  const [names, numbers] = [label(roles.category.name), label(roles.value.name)]
  const body = [
    ...complete(roles),
    boxNumbers(plan, roles),
    boxNames(plan, roles),
    'boxes = pd.DataFrame([_box(name, keyed.get_group(name)) for name in names])',
    'source = ColumnDataSource(boxes.drop(columns="outliers").to_dict("list"))',
    'dots = boxes[["category", "outliers"]].explode("outliers").dropna()',
    makeFigure(across ? [numbers, names] : [names, numbers], {
      [across ? 'y_range' : 'x_range']: across ? 'names[::-1]' : 'names',
    }),
    ...boxGlyphs(across),
    ...categoryEnd(plan, [names, numbers]),
  ]
  const module = simple(plan, body)
  return {
    ...module,
    imports: [...module.imports, 'from bokeh.transform import dodge'],
    helpers: [boxHelper(), ...module.helpers],
  }
}

function histogram(plan: Plan, roles: Histogram): Module {
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

function makeFigure([x, y]: readonly [string, string], more: Readonly<Record<string, Doc>>): Doc {
  const made = { ...SIZE_KEYWORDS, title: 'TITLE', x_axis_label: x, y_axis_label: y, ...more }
  const tools = { tools: '"pan,box_zoom,save,reset"', toolbar_location: '"above"' }
  return prefix('fig = ', call('figure', keywords({ ...made, ...tools })))
}

/** A chart of one colour. */
function simple(plan: Plan, body: readonly Statement[]): Module {
  const all = ['ColumnDataSource', 'HoverTool', 'NumeralTickFormatter', 'Spacer']
  return { ...parts(plan, body, all), constants: [COLOR_CONSTANT], helpers: [styleHelper(plan)] }
}

function parts(
  plan: Plan,
  body: readonly Statement[],
  models: readonly string[],
): Omit<Module, 'constants' | 'helpers'> {
  return {
    standardImports: [],
    imports: [
      'import pandas as pd',
      ...fromImport('bokeh.models', models),
      'from bokeh.plotting import figure, save',
      'from bokeh.resources import INLINE',
    ],
    summary: summaryOf(plan),
    returns: 'figure',
    body,
    save: call('save', ['picture', text('plot.html'), ...keywords({ title: 'TITLE', resources: 'INLINE' })]),
  }
}
