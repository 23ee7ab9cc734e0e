import type { Module } from '../../file.ts'
import { block, call, keywords, list, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  areDates,
  COLOR_CONSTANT,
  complete,
  groupsHelper,
  kinds,
  label,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
} from '../common.ts'
import type { Positions } from '../common.ts'
import { makeFigure, numberFormats, optionalLegend, parts } from './module.ts'
import { styleHelper } from './style.ts'

const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'inverted_triangle', 'plus']
const DASHES = ['solid', 'dashed', 'dotted', 'dotdash']

/** One point per row, or a line through them. */
export function positions(plan: Plan<'scatter' | 'line'>): Module {
  const { roles } = plan
  const grouped = roles.color !== null
  const second = plan.type === 'scatter' ? listConstant('MARKERS', MARKERS) : listConstant('DASHES', DASHES)
  const body = [
    ...complete(roles),
    ...(plan.type === 'line' ? [`frame = frame.sort_values(${roles.x.name}, kind="stable")`] : []),
    ...(kinds(roles.x).dates ? [`is_date = ${areDates(roles.x)}`] : []),
    makeFigure([label(roles.x.name), label(roles.y.name)], axisType(plan)),
    ...(plan.type === 'line' ? ['fig.x_range.range_padding = 0.02'] : []),
    ...layers(plan),
    ...optionalLegend(plan, roles.color),
    ...numberFormats(roles.x),
    ...hover(plan),
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

function axisType({ roles: { x } }: Positions): Readonly<Record<string, Doc>> {
  return kinds(x).dates ? { x_axis_type: '"datetime" if is_date else "linear"' } : {}
}

function layers(plan: Positions): readonly Statement[] {
  const { type } = plan
  const { x, y, color } = plan.roles
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

function hover({ roles: { x, y } }: Positions): readonly Statement[] {
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
