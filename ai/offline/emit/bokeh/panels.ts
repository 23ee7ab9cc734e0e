import type { Module } from '../../file.ts'
import { block, call, fromImport, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { areDates, COLOR_CONSTANT, complete, groupsHelper, kinds, label, opacity } from '../common.ts'
import { columnsHelper, inOrder, isJoined, panelStatements } from '../panels.ts'
import { numberFormats, parts } from './module.ts'
import { pageHelper } from './page.ts'
import { axisType, hover } from './positions.ts'
import { panelStyle } from './style.ts'

/** Room for the labels of an upright axis, which each panel leaves so that all are equally wide. */
const LABELS_PX = '40'

/** One panel per value of the facet, all on the same scales. */
export function smallMultiples(plan: Plan<'small-multiples'>): Module {
  const { x, y, facet } = plan.roles
  const snug = isJoined(plan) ? 'range_padding=0.02' : ''
  const grid = { ncols: 'columns', toolbar_location: 'None', sizing_mode: '"stretch_both"' }
  const body = [
    ...complete(plan.roles),
    ...panelStatements(facet),
    ...(kinds(x).dates ? [`is_date = ${areDates(x)}`] : []),
    ...(isJoined(plan) ? [] : [`alpha = ${opacity(plan, 'frame')}`]),
    `spans = {"x_range": DataRange1d(${snug}), "y_range": DataRange1d()}`,
    'figures = []',
    block('for i, (name, part) in enumerate(panels)', [...inOrder(plan), ...panel(plan)]),
    prefix('grid = ', call('gridplot', ['figures', ...keywords(grid)])),
    call('return _page', ['grid', label(x.name), label(y.name)]),
  ]
  const models = ['ColumnDataSource', 'DataRange1d', 'Div', 'HoverTool', 'LayoutDOM', 'NumeralTickFormatter']
  const module = parts(plan, body, models)
  return {
    ...module,
    imports: [...module.imports, fromImport('bokeh.layouts', ['column', 'gridplot', 'row'])],
    standardImports: ['import math'],
    returns: 'LayoutDOM',
    constants: [COLOR_CONSTANT],
    helpers: [groupsHelper(), columnsHelper(), panelStyle(plan), pageHelper(plan)],
  }
}

/** One figure of the grid; labels of ticks stand at the outer edge. */
function panel(plan: Plan<'small-multiples'>): readonly Statement[] {
  const { x, y } = plan.roles
  const source = options({ x: `part[${x.name}]`, y: `part[${y.name}]` })
  const made = { title: 'name', ...axisType(plan), tools: '"pan,box_zoom,save,reset"' }
  const drawn: Readonly<Record<string, Doc>> = isJoined(plan)
    ? { color: 'COLOR', line_width: '2' }
    : { size: '6', fill_color: 'COLOR', line_color: 'None', alpha: 'alpha' }
  const glyph = `fig.${isJoined(plan) ? 'line' : 'scatter'}`
  return [
    prefix('source = ', call('ColumnDataSource', [source])),
    prefix('fig = ', call('figure', [...keywords(made), '**spans', `min_border_left=${LABELS_PX}`])),
    call(glyph, ['"x"', '"y"', ...keywords({ source: 'source', ...drawn })]),
    ...numberFormats(x),
    ...hover(plan),
    '_style(fig)',
    block('if i + columns < len(panels)', ['fig.xaxis.major_label_text_font_size = "0px"']),
    'fig.yaxis.visible = i % columns == 0',
    'figures.append(fig)',
  ]
}
