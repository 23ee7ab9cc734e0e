import type { Module } from '../../file.ts'
import { call, keywords, list, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { dayCells, longCells, namedTable, WEEKDAYS_CONSTANT } from '../cells.ts'
import { complete, label } from '../common.ts'
import { makeFigure, numberTip } from './module.ts'
import { colorScale, shaded } from './shades.ts'

/** One cell per pair of names. */
export function heatmap(plan: Plan<'heatmap'>): Module {
  const { roles } = plan
  const [x, y, shade] = [roles.x, roles.y, roles.shade].map(({ name }) => label(name)) as [
    string,
    string,
    string,
  ]
  return shaded(plan, [
    ...complete(roles),
    ...namedTable(plan),
    longCells(plan),
    makeFigure([x, y], { x_range: 'columns', y_range: 'rows[::-1]' }),
    ...glyphs('"column"', { width: '1', height: '1' }),
    ...colorScale(plan, 'glyphs', shade),
    prefix('tips = ', list([`(${x}, "@column")`, `(${y}, "@row")`, numberTip(shade, 'value')])),
    'fig.add_tools(HoverTool(tooltips=tips))',
    ...(plan.design.rotateTicks ? ['fig.xaxis.major_label_orientation = 0.6'] : []),
    '_style(fig)',
    'return fig',
  ])
}

/** One cell per day, a column per week. */
export function calendar(plan: Plan<'calendar-heatmap'>): Module {
  const { roles } = plan
  const [x, shade] = [label(roles.x.name), label(roles.shade.name)]
  const module = shaded(plan, [
    ...complete(roles),
    ...dayCells(plan),
    'cells["row"] = [WEEKDAYS[at] for at in in_week]',
    'cells["middle"] = cells["week"] + pd.Timedelta(days=3.5)',
    makeFigure([x, '"Day of the week"'], { x_axis_type: '"datetime"', y_range: 'WEEKDAYS[::-1]' }),
    ...glyphs('"middle"', { width: 'pd.Timedelta(days=7)', height: '1' }),
    'fig.x_range.range_padding = 0',
    ...colorScale(plan, 'glyphs', shade),
    prefix('tips = ', list([`(${x}, "@day{%F}")`, numberTip(shade, 'value')])),
    'fig.add_tools(HoverTool(tooltips=tips, formatters={"@day": "datetime"}))',
    '_style(fig)',
    'return fig',
  ])
  return { ...module, constants: [...module.constants, WEEKDAYS_CONSTANT] }
}

/** `glyphs`: the rectangles of `cells`. */
function glyphs(x: string, size: { readonly width: string; readonly height: string }): readonly Statement[] {
  const looks = { source: 'ColumnDataSource(cells)', fill_color: 'colors', line_color: '"white"' }
  return [
    'least, most = cells["value"].min(), cells["value"].max()',
    prefix('colors = ', call('linear_cmap', ['"value"', 'SHADES', 'least', 'most'])),
    prefix('glyphs = ', call('fig.rect', [x, '"row"', ...keywords({ ...size, ...looks })])),
  ]
}
