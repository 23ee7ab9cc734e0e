import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import { COLORS } from '../../design.ts'
import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { legendLooks, plainLegend, textConstant, tickTexts } from '../axes.ts'
import { axisLooks, panelLayout, panelTitle } from '../axes-panels.ts'
import { asNames, complete, label, listConstant, opacity, PALETTE_CONSTANT, whenGiven } from '../common.ts'
import { namesOf, titleHelper } from '../pairs.ts'
import { NUMBERED, parts } from './module.ts'

/** A scatter plot per pair of numbers, and a histogram of each. */
export function pairs(plan: Plan<'pair-grid'>): Module {
  const { color } = plan.roles
  const points = keywords({ s: '14', linewidth: '0', alpha: opacity(plan, 'frame') })
  const bars = {
    bins: String(plan.bins),
    multiple: '"stack"',
    alpha: '1',
    linewidth: '0',
  }
  const body = [
    ...complete(plan.roles, NUMBERED),
    namesOf(plan),
    'points: dict[str, object] = {"color": PALETTE[0]}',
    'bars: dict[str, object] = {"color": PALETTE[0]}',
    'hues: dict[str, object] = {}',
    ...whenGiven(color, grouped(color)),
    prefix(
      'grid = ',
      call('sns.PairGrid', ['frame', ...keywords({ vars: 'names', corner: 'True', height: '1' }), '**hues']),
    ),
    call('grid.map_lower', ['sns.scatterplot', ...points, '**points']),
    call('grid.map_diag', ['sns.histplot', ...keywords(bars), '**bars']),
    ...whenGiven(color, legendOf(color)),
    'fig = grid.figure',
    'fig.set_size_inches(8, 4.5)',
    call('fig.set_layout_engine', [panelLayout(plan)]),
    prefix('looks = ', axisLooks()),
    block('for i, name in enumerate(names)', [
      'grid.axes[-1, i].set_xlabel(_title(name), **looks)',
      'grid.axes[i, 0].set_ylabel(_title(name) if i > 0 else "", **looks)',
      block('for ax in grid.axes[i, : i + 1]', ['_style(ax)']),
    ]),
    ...panelTitle(plan, 'grid.axes[0, 0]'),
  ]
  return {
    ...parts(plan, body, false),
    standardImports: ['import textwrap', ...(color === null ? [] : ['import itertools'])],
    constants: [
      PALETTE_CONSTANT,
      ...(color === null ? [] : [listConstant('MARKERS', ['o', 's', '^', 'D', 'v', 'P'])]),
      textConstant(plan),
    ],
    helpers: [titleHelper('"\\n"'), styleHelper()],
  }
}

/** The looks of the groups in place of one colour. */
function grouped(color: Slot | null): readonly Statement[] {
  const name = color?.name ?? ''
  return [
    `names_by_row = ${asNames(`frame[${name}]`)}`,
    `frame = frame.assign(**{${name}: names_by_row})`,
    'kinds = names_by_row.unique()',
    'markers = dict(zip(kinds, itertools.cycle(MARKERS)))',
    'points, bars = {"style": names_by_row, "markers": markers}, {}',
    `hues = {"hue": ${name}, "palette": dict(zip(kinds, itertools.cycle(PALETTE)))}`,
  ]
}

function legendOf(color: Slot | null): readonly Statement[] {
  const moved = call('sns.move_legend', [
    'grid',
    '"upper right"',
    ...keywords({ title: label(color?.name ?? ''), bbox_to_anchor: '(0.96, 0.86)', ...legendLooks() }),
  ])
  return ['grid.add_legend()', moved, ...plainLegend('grid.legend')]
}

function styleHelper(): Statement {
  return block('def _style(ax: Axes) -> None', [
    ...docstring('Set the lines and the labels of one panel.'),
    tickTexts(),
    `ax.spines[["left", "bottom"]].set_color(${literal(COLORS.line)})`,
  ])
}
