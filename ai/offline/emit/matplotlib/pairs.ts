import { literal } from '../../python.ts'
import { COLORS } from '../../design.ts'
import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, prefix, suffix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { emptyFigure, legendLooks, plainLegend, textConstant, tickTexts } from '../axes.ts'
import { axisLooks, panelLayout, panelTitle } from '../axes-panels.ts'
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

/** A scatter plot per pair of numbers, and a histogram of each. */
export function pairs(plan: Plan<'pair-grid'>): Module {
  const grid = keywords({ nrows: 'len(names)', ncols: 'len(names)', sharex: '"col"', squeeze: 'False' })
  const body = [
    ...complete(plan.roles),
    namesOf(plan),
    groupsOf(plan),
    prefix('looks = ', axisLooks()),
    `alpha = ${opacity(plan, 'frame')}`,
    emptyFigure(panelLayout(plan)),
    prefix('grid = ', call('fig.subplots', [...grid])),
    block('for i, row in enumerate(names)', [
      block('for ax in grid[i, i + 1 :]', ['ax.remove()']),
      block('for j, column in enumerate(names[:i])', ['_points(grid[i, j], groups, (column, row), alpha)']),
      '_counts(grid[i, i], groups, row)',
      block('for ax in grid[i, : i + 1]', ['_style(ax)']),
      'grid[-1, i].set_xlabel(_title(row), **looks)',
      block('if i > 0', ['grid[i, 0].set_ylabel(_title(row), **looks)']),
    ]),
    ...whenGiven(plan.roles.color, legendOf(plan)),
    ...panelTitle(plan, 'grid[0, 0]'),
  ]
  const module = parts(plan, body, false)
  return {
    ...module,
    standardImports: ['import textwrap'],
    imports: [...module.imports, 'import numpy as np'],
    constants: [
      PALETTE_CONSTANT,
      listConstant('MARKERS', ['o', 's', '^', 'D', 'v', 'P']),
      textConstant(plan),
    ],
    helpers: [groupsHelper(), titleHelper('"\\n"'), pointsHelper(), countsHelper(plan), styleHelper()],
  }
}

function legendOf({ roles }: Plan<'pair-grid'>): readonly Statement[] {
  const drawn = call('fig.legend', [
    '*grid[-1, 0].get_legend_handles_labels()',
    ...keywords({
      title: label(roles.color?.name ?? ''),
      loc: '"upper right"',
      bbox_to_anchor: '(0.96, 0.86)',
      ...legendLooks(),
    }),
  ])
  return [prefix('legend = ', drawn), ...plainLegend('legend')]
}

function pointsHelper(): Statement {
  const looks = {
    s: '12',
    linewidths: '0',
    color: 'PALETTE[i % len(PALETTE)]',
    marker: 'MARKERS[i % len(MARKERS)]',
    alpha: 'alpha',
    label: 'name',
  }
  const head = call('def _points', ['ax: Axes', GROUPS, 'pair: tuple[str, str]', 'alpha: float'])
  return block(suffix(head, ' -> None'), [
    ...docstring('Draw the points of two columns.'),
    'x, y = pair',
    block('for i, (name, part) in enumerate(groups)', [
      call('ax.scatter', ['part[x]', 'part[y]', ...keywords(looks)]),
    ]),
  ])
}

function countsHelper(plan: Plan<'pair-grid'>): Statement {
  const head = call('def _counts', ['ax: Axes', GROUPS, 'column: str'])
  const drawn = keywords({
    bins: 'edges',
    stacked: 'True',
    color: '[PALETTE[i % len(PALETTE)] for i in range(len(groups))]',
  })
  return block(suffix(head, ' -> None'), [
    ...docstring('Draw how the values of a column are distributed.'),
    'columns = [part[column] for _, part in groups]',
    `edges = np.histogram_bin_edges(pd.concat(columns), bins=${plan.bins})`,
    call('ax.hist', ['columns', ...drawn]),
    'ax.yaxis.set_visible(False)',
    'ax.spines["left"].set_visible(False)',
  ])
}

function styleHelper(): Statement {
  return block('def _style(ax: Axes) -> None', [
    ...docstring('Set the lines and the labels of one panel.'),
    tickTexts(),
    'ax.spines[["right", "top"]].set_visible(False)',
    `ax.spines[["left", "bottom"]].set_color(${literal(COLORS.line)})`,
    'ax.label_outer()',
  ])
}
