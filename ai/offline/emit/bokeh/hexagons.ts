import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete, label } from '../common.ts'
import { COUNT, gridConstants, OUTLINE, steps } from '../hexagons.ts'
import { makeFigure, numberFormats } from './module.ts'
import { colorScale, shaded } from './shades.ts'

/** Counts in hexagons. */
export function hexagons(plan: Plan<'hexbin'>): Module {
  const { x, y } = plan.roles
  const [places, heights] = [`frame[${x.name}]`, `frame[${y.name}]`]
  const tiling = { size: 'radius', aspect_scale: 'aspect' }
  const columns = options({ q: 'tiles.q', r: 'tiles.r', count: 'tiles.counts' })
  const looks = {
    source: 'source',
    fill_color: 'colors',
    line_color: OUTLINE.color,
    line_width: OUTLINE.width,
  }
  const module = shaded(plan, [
    ...complete(plan.roles),
    ...steps(places, heights),
    '# Stretched so that the hexagons look regular in the picture.',
    'radius, aspect = up / 3, (up / 3) * 3**0.5 / across',
    prefix(
      'tiles = ',
      call('hexbin', [
        `${places}.to_numpy()`,
        `${heights}.to_numpy()`,
        'radius',
        ...keywords({ aspect_scale: 'aspect' }),
      ]),
    ),
    prefix('source = ', call('ColumnDataSource', [columns])),
    makeFigure([label(x.name), label(y.name)], {}),
    prefix(
      'colors = ',
      call('linear_cmap', ['"count"', 'SHADES', 'tiles.counts.min()', 'tiles.counts.max()']),
    ),
    prefix('glyphs = ', call('fig.hex_tile', keywords({ q: '"q"', r: '"r"', ...tiling, ...looks }))),
    ...colorScale(plan, 'glyphs', COUNT),
    `fig.add_tools(HoverTool(tooltips=[(${COUNT}, "@count")]))`,
    ...numberFormats(x),
    '_style(fig)',
    'return fig',
  ])
  return {
    ...module,
    imports: [...module.imports, 'from bokeh.util.hex import hexbin'],
    constants: [...gridConstants(plan), ...module.constants],
  }
}
