import type { Slot } from '../../../../domain/plot/plot.schema.ts'
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
import { makeFigure, numberFormats, parts, sideLegend } from './module.ts'
import { styleHelper } from './style.ts'

const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'inverted_triangle', 'plus']
const DASHES = ['solid', 'dashed', 'dotted', 'dotdash']

/** Charts whose marks have a place along both axes. */
type Placed = Positions | Plan<'bubble' | 'area'>

/** One point per row, or a line through them. */
export function positions(plan: Positions): Module {
  const { roles } = plan
  const grouped = roles.color !== null
  const second = plan.type === 'scatter' ? listConstant('MARKERS', MARKERS) : listConstant('DASHES', DASHES)
  const body = [
    ...complete(roles),
    ...(plan.type !== 'scatter' ? [`frame = frame.sort_values(${roles.x.name}, kind="stable")`] : []),
    ...(kinds(roles.x).dates ? [`is_date = ${areDates(roles.x)}`] : []),
    makeFigure([label(roles.x.name), label(roles.y.name)], axisType(plan)),
    ...(plan.type !== 'scatter' ? ['fig.x_range.range_padding = 0.02'] : []),
    ...layers(plan),
    ...legend(plan),
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

/** The kind of the horizontal axis; needs `is_date` where it may hold dates. */
export function axisType({
  roles: { x },
}: {
  readonly roles: { readonly x: Slot }
}): Readonly<Record<string, Doc>> {
  return kinds(x).dates ? { x_axis_type: '"datetime" if is_date else "linear"' } : {}
}

function layers(plan: Positions): readonly Statement[] {
  const { type } = plan
  const { x, y, color } = plan.roles
  const scatter = type === 'scatter'
  const stepped: Readonly<Record<string, Doc>> = type === 'step' ? { mode: '"after"' } : {}
  const own = scatter ? { size: '7', line_color: 'None', alpha: 'alpha' } : { line_width: '2', ...stepped }
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

/** The legend of the `layers`. */
export function legend(plan: Placed | Plan<'density' | 'ecdf'>): readonly Statement[] {
  const { color } = plan.roles
  if (color === null) return []
  const added = sideLegend(plan, { title: label(color.name) })
  return color.required ? added : [block(`if ${color.name} is not None`, added)]
}

/** What a tooltip says of a row. */
export function hover(
  { roles: { x, y } }: { readonly roles: { readonly x: Slot; readonly y: Slot } },
  more: readonly string[] = [],
): readonly Statement[] {
  return hoverTool(x, [placeTip(x), `(${label(y.name)}, "@y{0,0.[000]}")`, ...more])
}

/** The line of a tooltip that says where a mark stands; needs `is_date` where that may be a date. */
export function placeTip(x: Slot): string {
  const { dates } = kinds(x)
  return `(${label(x.name)}, ${dates ? '"@x{%F}" if is_date else "@x{0.[000]}"' : '"@x{0.[000]}"'})`
}

/** A tooltip of these lines. */
export function hoverTool(x: Slot, tips: readonly string[]): readonly Statement[] {
  const formatters: Readonly<Record<string, Doc>> = kinds(x).dates
    ? { formatters: '{"@x": "datetime" if is_date else "numeral"}' }
    : {}
  return [
    prefix('tips = ', list(tips)),
    call('fig.add_tools', [call('HoverTool', keywords({ tooltips: 'tips', ...formatters }))]),
  ]
}
