import { COLORS, points } from '../../design.ts'
import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { AXES_IMPORTS, axisTexts, numericTicks, textConstant, valueFormat } from '../axes.ts'
import { colorScaleLooks } from '../axes-shaded.ts'
import { COLOR_CONSTANT, complete, label } from '../common.ts'
import { COUNT, gridConstants, OUTLINE } from '../hexagons.ts'
import { SHADES_CONSTANT } from '../shades.ts'
import { NUMBERED, parts } from './module.ts'

/** Counts in hexagons, with a histogram along each axis. */
export function hexagons(plan: Plan<'hexbin'>): Module {
  const { x, y } = plan.roles
  const [left, bottom] = plan.design.roomy ? ['0.13', '0.2'] : ['0.09', '0.16']
  const joint = {
    data: 'frame',
    x: x.name,
    y: y.name,
    kind: '"hex"',
    ratio: '7',
    gridsize: '(COLUMNS, ROWS)',
    mincnt: '1',
    cmap: 'SHADES',
    edgecolors: OUTLINE.color,
    linewidths: OUTLINE.width,
    marginal_kws: '{"color": COLOR, "alpha": 0.45, "linewidth": 0}',
  }
  const body = [
    ...complete(plan.roles, NUMBERED),
    prefix('joint = ', call('sns.jointplot', keywords(joint))),
    'fig, ax = joint.figure, joint.ax_joint',
    'fig.set_size_inches(8, 4.5)',
    call('fig.subplots_adjust', keywords({ left, right: '0.84', bottom, top: '0.89' })),
    `room = fig.add_axes((0.87, ${bottom}, 0.018, 0.62))`,
    'scale = fig.colorbar(ax.collections[0], cax=room)',
    ...colorScaleLooks(COUNT),
    ...numericTicks(x.name),
    valueFormat('y'),
    call('_style', ['ax', label(x.name), label(y.name)]),
    'sns.despine(fig, left=True, bottom=True)',
    block('for side in (joint.ax_marg_x, joint.ax_marg_y)', ['side.tick_params(length=0)']),
    'return fig',
  ]
  const { dates: _dates, layout: _layout, ...imports } = AXES_IMPORTS
  return {
    ...parts(plan, body, false),
    imports: [...Object.values(imports), 'import seaborn as sns'],
    constants: [...gridConstants(plan), SHADES_CONSTANT, COLOR_CONSTANT, textConstant(plan)],
    helpers: [jointStyle(plan)],
  }
}

/** The title belongs above the histogram on top, not between it and the hexagons. */
function jointStyle(plan: Plan): Statement {
  const title = call('ax.figure.suptitle', [
    'TITLE',
    ...keywords({ x: '0.09', ha: '"left"', color: literal(COLORS.title), fontsize: points(plan.titleSize) }),
    ...keywords({ fontweight: '"bold"', parse_math: 'False' }),
  ])
  return block('def _style(ax: Axes, xlabel: str, ylabel: str) -> None', [
    ...docstring('Add the titles.'),
    title,
    ...axisTexts(),
  ])
}
