import type { Module } from '../../file.ts'
import { call, keywords, list, prefix, suffix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete } from '../common.ts'
import { COUNT, gridConstants, gridOf, hexagonsHelper, OUTLINE } from '../hexagons.ts'
import { chartOf, label, numberPattern, parts, tip, titled } from './module.ts'
import { colorScale, SHADES_CONSTANT } from './shades.ts'

/** Width of the plot in CSS pixels: what axes and the colour scale leave of the figure. */
const PLOT_WIDTH = 600

/** A hexagon on a corner, as Vega takes shapes: from -1 to 1. */
const HEXAGON = 'HEXAGON = "M0,-1L0.866,-0.5L0.866,0.5L0,1L-0.866,0.5L-0.866,-0.5Z"'

/** Counts in hexagons: Vega-Lite has none, so symbols are laid side by side. */
export function hexagons(plan: Plan<'hexbin'>): Module {
  const { x, y } = plan.roles
  const step = PLOT_WIDTH / (gridOf(plan).across + 1)
  const mark = {
    shape: 'HEXAGON',
    size: String(Math.round((1.1 * step) ** 2)),
    filled: 'True',
    opacity: '1',
    stroke: OUTLINE.color,
    strokeWidth: OUTLINE.width,
  }
  const snug = '.scale(zero=False, nice=False, padding=14)'
  const upright = call('alt.Y', ['"y:Q"', titled(label(y.name))])
  const tips = [tip('"x:Q"', label(x.name)), tip('"y:Q"', label(y.name)), tip('"count:Q"', COUNT)]
  const body = [
    ...complete(plan.roles),
    `cells = _hexagons(frame[${x.name}], frame[${y.name}])`,
    numberPattern(x.name),
    prefix('place = ', `alt.X("x:Q").axis(format=pattern)${snug}`),
    '# The size makes the hexagons touch at 800 x 450 pixels.',
    chartOf(
      call('.mark_point', keywords(mark)),
      {
        x: `place.title(${label(x.name)})`,
        y: suffix(upright, snug),
        color: colorScale('count', COUNT),
        tooltip: list(tips),
      },
      'cells',
    ),
    'return _style(chart)',
  ]
  const module = parts(plan, body)
  return {
    ...module,
    imports: ['import numpy as np', ...module.imports],
    constants: [...gridConstants(plan), SHADES_CONSTANT, HEXAGON],
    helpers: [hexagonsHelper(), ...module.helpers],
  }
}
