import type { Module } from '../../file.ts'
import { docstring } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete, label } from '../common.ts'
import { COUNT, EDGE, gridConstants, gridOf, hexagonsHelper, OUTLINE } from '../hexagons.ts'
import { SHADES_CONSTANT } from '../shades.ts'
import { COMMON, parts, traces } from './module.ts'
import { colorScale } from './shades.ts'

/** Width of the plot in CSS pixels: what margins and the colour scale leave of the figure. */
const PLOT_WIDTH = 616

/** Counts in hexagons: plotly has none on numeric axes, so markers are laid side by side. */
export function hexagons(plan: Plan<'hexbin'>): Module {
  const { x, y } = plan.roles
  const { labels: _labels, ...common } = COMMON
  const labels = options({ x: label(x.name), y: label(y.name), count: COUNT })
  const named = keywords({
    x: '"x"',
    y: '"y"',
    color: '"count"',
    color_continuous_scale: 'SHADES',
    labels,
    ...common,
  })
  const step = PLOT_WIDTH / (gridOf(plan).across + 2 * EDGE)
  const marker = options({
    symbol: '"hexagon"',
    size: (1.13 * step).toFixed(1),
    opacity: '1',
    line: options(OUTLINE),
  })
  const body = [
    ...complete(plan.roles),
    `cells = _hexagons(frame[${x.name}], frame[${y.name}])`,
    prefix('fig = ', call('px.scatter', ['cells', ...named])),
    '# The size makes the hexagons touch at 800 x 450 pixels.',
    traces({ marker }),
    ...colorScale(COUNT),
    'fig.update_xaxes(range=_range(cells["x"], COLUMNS))',
    'fig.update_yaxes(range=_range(cells["y"], ROWS))',
    '_style(fig)',
    'return fig',
  ]
  const module = parts(plan, body)
  return {
    ...module,
    imports: ['import numpy as np', ...module.imports],
    constants: [...gridConstants(plan), SHADES_CONSTANT],
    helpers: [hexagonsHelper(), rangeHelper(), ...module.helpers],
  }
}

/** The function that leaves room for whole hexagons. */
function rangeHelper(): Statement {
  return block('def _range(middles: pd.Series, steps: int) -> list[float]', [
    ...docstring('Give the ends of an axis on which whole hexagons fit.'),
    `room = ${EDGE} * ((middles.max() - middles.min()) / steps or 1)`,
    'return [middles.min() - room, middles.max() + room]',
  ])
}
