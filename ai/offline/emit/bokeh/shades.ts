import { SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, fromImport, keywords, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { textColor } from '../common.ts'
import { NUMBERS, parts } from './module.ts'
import { styleHelper } from './style.ts'

/** Puts a colour scale with a title beside the plot; a long title takes several lines. */
export function colorScale(plan: Plan, glyphs: string, title: string): readonly Statement[] {
  const font = (what: string, size: number) => ({
    [`${what}_font`]: '"sans-serif"',
    [`${what}_font_size`]: `"${size}px"`,
    [`${what}_color`]: textColor(plan),
  })
  const looks = {
    title,
    ...font('title_text', SIZES.label),
    title_text_font_style: '"normal"',
    title_standoff: '10',
    ...font('major_label_text', SIZES.tick),
    major_tick_line_color: 'None',
    bar_line_color: 'None',
    width: '16',
    formatter: `NumeralTickFormatter(format=${NUMBERS})`,
  }
  return [
    prefix('scale = ', call(`${glyphs}.construct_color_bar`, keywords(looks))),
    'fig.add_layout(Spacer(width=16, height=16), "right")',
    'fig.add_layout(scale, "right")',
  ]
}

/** A chart whose marks are coloured along a scale of numbers. */
export function shaded(plan: Plan, body: readonly Statement[]): Module {
  const module = parts(plan, body, ['ColumnDataSource', 'HoverTool', 'NumeralTickFormatter', 'Spacer'])
  return {
    ...module,
    imports: [
      ...module.imports,
      fromImport('bokeh.palettes', ['YlGnBu9', 'interp_palette']),
      fromImport('bokeh.transform', ['linear_cmap']),
    ],
    constants: ['SHADES = interp_palette(YlGnBu9[::-1], 256)'],
    helpers: [styleHelper(plan)],
  }
}
