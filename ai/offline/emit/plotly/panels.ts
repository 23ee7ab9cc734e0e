import { COLORS, SIZE_KEYWORDS, SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { COLOR_CONSTANT, complete, groupsHelper, label, opacity } from '../common.ts'
import { columnsHelper, inOrder, isJoined, panelStatements } from '../panels.ts'
import { parts } from './module.ts'

/** One panel per value of the facet, all on the same scales. */
export function smallMultiples(plan: Plan<'small-multiples'>): Module {
  const { x, y, facet } = plan.roles
  const grid = {
    rows: 'rows',
    cols: 'columns',
    specs: '_cells(len(panels), columns)',
    shared_xaxes: '"all"',
    shared_yaxes: '"all"',
    horizontal_spacing: '0.06',
    vertical_spacing: '0.3 / rows',
    subplot_titles: '[name for name, _ in panels]',
    x_title: label(x.name),
    y_title: label(y.name),
  }
  const body = [
    ...complete(plan.roles),
    ...panelStatements(facet),
    'rows = math.ceil(len(panels) / columns)',
    ...(isJoined(plan) ? [] : [`alpha = ${opacity(plan, 'frame')}`]),
    prefix('fig = ', call('make_subplots', keywords(grid))),
    block('for i, (name, part) in enumerate(panels)', [
      ...inOrder(plan),
      'at = {"row": i // columns + 1, "col": i % columns + 1}',
      prefix('trace = ', drawn(plan)),
      'fig.add_trace(trace, **at)',
      'fig.update_xaxes(showticklabels=i + columns >= len(panels), **at)',
      'left, _ = next(fig.select_xaxes(**at)).domain',
      call('fig.layout.annotations[i].update', [
        ...keywords({
          x: 'left',
          xanchor: '"left"',
          xshift: '-2',
          yshift: '2',
          font_color: literal(COLORS.title),
        }),
      ]),
    ]),
    ...words(),
    '_style(fig)',
    'return fig',
  ]
  const module = parts(plan, body)
  return {
    ...module,
    standardImports: ['import math'],
    imports: [
      'import pandas as pd',
      'import plotly.graph_objects as go',
      'from plotly.subplots import make_subplots',
    ],
    constants: [COLOR_CONSTANT],
    helpers: [groupsHelper(), columnsHelper(), cellsHelper(), ...module.helpers],
  }
}

/** The titles that all panels share stand further out than the labels of the ticks. */
function words(): readonly Statement[] {
  return [
    `fig.update_annotations(font_size=${SIZES.label})`,
    'fig.layout.annotations[-2].update(yshift=-34)',
    'fig.layout.annotations[-1].update(xshift=-52)',
    call(
      'fig.update_layout',
      keywords({ title: '{"text": TITLE}', template: '"plotly_white"', ...SIZE_KEYWORDS }),
    ),
  ]
}

/** The function that leaves no empty panel. */
function cellsHelper(): Statement {
  return block('def _cells(count: int, columns: int) -> list[list[dict[str, str] | None]]', [
    '"""Give the rows of a grid, whose last cells are empty where panels end before."""',
    'cells = [{} if i < count else None for i in range(-(-count // columns) * columns)]',
    'return [cells[i : i + columns] for i in range(0, len(cells), columns)]',
  ])
}

function drawn(plan: Plan<'small-multiples'>): Doc {
  const places = { x: `part[${plan.roles.x.name}]`, y: `part[${plan.roles.y.name}]` }
  const looks: Readonly<Record<string, Doc>> = isJoined(plan)
    ? { mode: '"lines"', line: options({ color: 'COLOR', width: '2' }) }
    : { mode: '"markers"', marker: options({ color: 'COLOR', size: '6', opacity: 'alpha' }) }
  return call('go.Scatter', keywords({ ...places, name: 'name', ...looks, showlegend: 'False' }))
}
