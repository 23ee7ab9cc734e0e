import { SIZE_KEYWORDS } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete, label } from '../common.ts'
import { DIRECTIONS_CONSTANT } from '../directions.ts'
import { parts } from './module.ts'

/** One candle per row. */
export function candles(plan: Plan<'candlestick'>): Module {
  const { roles } = plan
  const layout = {
    title: 'TITLE',
    xaxis_title: label(roles.x.name),
    yaxis_title: label(roles.close.name),
    xaxis_rangeslider_visible: 'False',
    template: '"plotly_white"',
    ...SIZE_KEYWORDS,
  }
  const body = [
    ...complete(roles),
    prefix('fig = ', call('go.Figure', [candle(plan)])),
    ...key(),
    call('fig.update_layout', keywords(layout)),
    '_style(fig)',
    'return fig',
  ]
  const shared = parts(plan, body)
  const imports = shared.imports.filter((line) => !line.includes('plotly.express'))
  return { ...shared, imports, constants: [DIRECTIONS_CONSTANT] }
}

function candle({ roles: { x, open, high, low, close } }: Plan<'candlestick'>): Doc {
  const looks = (direction: string) =>
    options({
      line: `{"color": DIRECTIONS["${direction}"], "width": 1.2}`,
      fillcolor: `DIRECTIONS["${direction}"]`,
    })
  return call(
    'go.Candlestick',
    keywords({
      x: `frame[${x.name}]`,
      open: `frame[${open.name}]`,
      high: `frame[${high.name}]`,
      low: `frame[${low.name}]`,
      close: `frame[${close.name}]`,
      increasing: looks('Rising'),
      decreasing: looks('Falling'),
      showlegend: 'False',
    }),
  )
}

/** Squares without a place stand in the legend for the two directions. */
function key(): readonly Statement[] {
  const square = call('go.Scatter', [
    'x=[None]',
    'y=[None]',
    ...keywords({ mode: '"markers"', marker: '{"symbol": "square", "size": 10, "color": shade}' }),
    ...keywords({ name: 'name', showlegend: 'True' }),
  ])
  return [block('for name, shade in DIRECTIONS.items()', [call('fig.add_trace', [square])])]
}
