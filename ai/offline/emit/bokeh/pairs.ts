import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, fromImport, keywords, options, prefix, suffix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  complete,
  groupsHelper,
  label,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
  whenGiven,
} from '../common.ts'
import { GROUPS, groupsOf, namesOf, titleHelper } from '../pairs.ts'
import { parts } from './module.ts'
import { headHelper } from './page.ts'
import { gridStyle, legendLooks } from './style.ts'

/** A scatter plot per pair of numbers, and a histogram of each. */
export function pairs(plan: Plan<'pair-grid'>): Module {
  const { color } = plan.roles
  const body = [
    ...complete(plan.roles),
    namesOf(plan),
    groupsOf(plan),
    `alpha = ${opacity(plan, 'frame')}`,
    'grid = [[None] * len(names) for _ in names]',
    'spans = [DataRange1d() for _ in names]',
    'layers = [(name, []) for name, _ in groups]',
    cells(),
    ...whenGiven(color, [`grid[0][-1] = _legend(layers, ${label(color?.name ?? '')})`]),
    prefix(
      'grid = ',
      call('gridplot', ['grid', ...keywords({ toolbar_location: 'None', sizing_mode: '"stretch_both"' })]),
    ),
    'return _page(grid)',
  ]
  const legend = color === null ? [] : ['Legend']
  const models = [
    'ColumnDataSource',
    'DataRange1d',
    'Div',
    'GlyphRenderer',
    'LayoutDOM',
    ...legend,
    'NumeralTickFormatter',
    'Range1d',
  ]
  const module = parts(plan, body, models.toSorted())
  return {
    ...module,
    imports: [...module.imports, 'import numpy as np', fromImport('bokeh.layouts', ['column', 'gridplot'])],
    standardImports: ['import textwrap'],
    returns: 'LayoutDOM',
    constants: [
      PALETTE_CONSTANT,
      listConstant('MARKERS', ['circle', 'square', 'triangle', 'diamond', 'inverted_triangle', 'plus']),
    ],
    helpers: [
      groupsHelper(),
      titleHelper('"\\n"'),
      pointsHelper(),
      countsHelper(plan),
      gridStyle(plan),
      ...(color === null ? [] : [legendHelper(plan)]),
      headHelper(plan),
    ],
  }
}

/** The panels on and below the diagonal; labels of ticks stand at the outer edge. */
function cells(): Statement {
  return block('for i, row in enumerate(names)', [
    block('for j, other in enumerate(names[: i + 1])', [
      prefix(
        'fig = ',
        call(
          'figure',
          keywords({ x_range: 'spans[j]', tools: '"pan,box_zoom,save,reset"', min_border_left: '8' }),
        ),
      ),
      block('if i == j', ['glyphs = _add_counts(fig, groups, row)']),
      block('else', ['glyphs = _add_points(fig, groups, (other, row), alpha)']),
      block('for (_, layer), glyph in zip(layers, glyphs, strict=True)', ['layer.append(glyph)']),
      '_style(fig)',
      'fig.yaxis.visible = i != j and j == 0',
      block('if j == 0 and i > 0', ['fig.yaxis.axis_label = _title(row)']),
      block('if i == len(names) - 1', ['fig.xaxis.axis_label = _title(other)']),
      block('else', ['fig.xaxis.major_label_text_font_size = "0px"']),
      'grid[i][j] = fig',
    ]),
  ])
}

/** A legend that fits the height of a panel. */
const KEY = {
  padding: '0',
  margin: '0',
  spacing: '2',
  title_standoff: '2',
  glyph_height: '14',
  label_height: '14',
} as const

const GLYPHS = 'list[GlyphRenderer]'

function pointsHelper(): Statement {
  const head = call('def _add_points', ['fig: figure', GROUPS, 'pair: tuple[str, str]', 'alpha: float'])
  const looks = {
    source: 'source',
    size: '5',
    marker: 'MARKERS[i % len(MARKERS)]',
    fill_color: 'PALETTE[i % len(PALETTE)]',
    line_color: 'None',
    alpha: 'alpha',
  }
  return block(suffix(head, ` -> ${GLYPHS}`), [
    ...docstring('Draw the points of two columns.'),
    'x, y = pair',
    'glyphs = []',
    block('for i, (_, part) in enumerate(groups)', [
      'source = ColumnDataSource({"x": part[x], "y": part[y]})',
      prefix('glyph = ', call('fig.scatter', ['"x"', '"y"', ...keywords(looks)])),
      'glyphs.append(glyph)',
    ]),
    'return glyphs',
  ])
}

function countsHelper(plan: Plan<'pair-grid'>): Statement {
  const head = call('def _add_counts', ['fig: figure', GROUPS, 'column: str'])
  const looks = {
    source: 'source',
    fill_color: 'PALETTE[i % len(PALETTE)]',
    line_color: '"white"',
    line_width: '0.4',
  }
  const source = options({
    x: '(edges[:-1] + edges[1:]) / 2',
    width: 'np.diff(edges)',
    bottom: 'below',
    top: 'below + counts',
  })
  return block(suffix(head, ` -> ${GLYPHS}`), [
    ...docstring('Draw how the values of a column are distributed.'),
    'values = pd.concat([part[column] for _, part in groups])',
    `edges = np.histogram_bin_edges(values, bins=${plan.bins})`,
    'below = np.zeros(len(edges) - 1)',
    'glyphs = []',
    block('for i, (_, part) in enumerate(groups)', [
      'counts, _ = np.histogram(part[column], bins=edges)',
      prefix('source = ', call('ColumnDataSource', [source])),
      prefix(
        'glyph = ',
        call('fig.vbar', [
          ...keywords({ x: '"x"', width: '"width"', bottom: '"bottom"', top: '"top"' }),
          ...keywords(looks),
        ]),
      ),
      'glyphs.append(glyph)',
      'below = below + counts',
    ]),
    'fig.y_range = Range1d(0, 1.05 * below.max())',
    'return glyphs',
  ])
}

/** The function that makes a panel of its own for the legend, in the empty corner. */
function legendHelper(plan: Plan<'pair-grid'>): Statement {
  const head = call('def _legend', [`layers: list[tuple[str | None, ${GLYPHS}]]`, 'title: str'])
  const looks = {
    size: '7',
    line_color: 'None',
    marker: 'MARKERS[i % len(MARKERS)]',
    fill_color: 'PALETTE[i % len(PALETTE)]',
  }
  const made = call(
    'Legend',
    keywords({
      items: 'items',
      title: 'title',
      location: '"top_right"',
      ncols: '1 if len(items) < 5 else 2',
      ...KEY,
      ...legendLooks(plan),
    }),
  )
  return block(suffix(head, ' -> figure'), [
    ...docstring('Make a legend that fills a panel of its own.'),
    'key = figure(toolbar_location=None, outline_line_color=None)',
    'key.axis.visible = key.grid.visible = False',
    'items = []',
    block('for i, (name, glyphs) in enumerate(layers)', [
      prefix('handle = ', call('key.scatter', ['[np.nan]', '[np.nan]', ...keywords(looks)])),
      'items.append((name, [handle, *glyphs]))',
    ]),
    call('key.add_layout', [made]),
    'return key',
  ])
}
