import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { areDates, complete, kinds, label } from '../common.ts'
import { CANDLE_SHARE, DIRECTIONS_CONSTANT } from '../directions.ts'
import { makeFigure, numberFormats, numberTip, parts, sideLegend } from './module.ts'
import { axisType, hoverTool, placeTip } from './positions.ts'
import { styleHelper } from './style.ts'

/** One candle per row: a bar from open to close, a segment from low to high. */
export function candles(plan: Plan<'candlestick'>): Module {
  const { roles } = plan
  const tips = (['open', 'high', 'low', 'close'] as const).map((end) =>
    numberTip(label(roles[end].name), end),
  )
  const body = [
    ...complete(roles),
    ...(kinds(roles.x).dates ? [`is_date = ${areDates(roles.x)}`] : []),
    makeFigure([label(roles.x.name), label(roles.close.name)], axisType(plan)),
    ...drawn(plan),
    ...sideLegend(plan, { title: null }),
    ...numberFormats(roles.x),
    ...hoverTool(roles.x, [placeTip(roles.x), ...tips]),
    '_style(fig)',
    'return fig',
  ]
  const models = ['ColumnDataSource', 'HoverTool', 'Legend', 'NumeralTickFormatter', 'Spacer']
  return {
    ...parts(plan, body, models),
    constants: [DIRECTIONS_CONSTANT],
    helpers: [styleHelper(plan)],
  }
}

function drawn({ roles: { x, open, high, low, close } }: Plan<'candlestick'>): readonly Statement[] {
  const columns = {
    x: `part[${x.name}]`,
    open: `part[${open.name}]`,
    high: `part[${high.name}]`,
    low: `part[${low.name}]`,
    close: `part[${close.name}]`,
  }
  const wick = { x0: '"x"', y0: '"low"', x1: '"x"', y1: '"high"', source: 'source', color: 'shade' }
  const body = { x: '"x"', bottom: '"open"', top: '"close"', source: 'source', color: 'shade' }
  return [
    `width = ${CANDLE_SHARE} * frame[${x.name}].sort_values().diff().min()`,
    `falls = frame[${close.name}] < frame[${open.name}]`,
    'layers = []',
    block('for legend_name, shade in DIRECTIONS.items()', [
      'part = frame[falls == (legend_name == "Falling")]',
      prefix('source = ', call('ColumnDataSource', [options(columns)])),
      call('fig.segment', keywords({ ...wick, line_width: '1.2' })),
      prefix('glyphs = ', call('fig.vbar', keywords({ ...body, width: 'width' }))),
      'layers.append((legend_name, [glyphs]))',
    ]),
  ]
}
