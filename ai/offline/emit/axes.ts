import type { Slot } from '../../../domain/plot/plot.schema.ts'
import { COLORS, points, SIZES } from '../design.ts'
import { docstring } from '../file.ts'
import { block, call, keywords, options, prefix, text } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { literal } from '../python.ts'
import { areDates, kinds, textColor } from './common.ts'
import { KEY_COLOR, KEY_TEXT } from './sizes.ts'

/** Import lines that matplotlib and seaborn share. */
export const AXES_IMPORTS = {
  pandas: 'import pandas as pd',
  axes: 'from matplotlib.axes import Axes',
  dates: 'from matplotlib.dates import ConciseDateFormatter',
  figure: 'from matplotlib.figure import Figure',
  layout: 'from matplotlib.layout_engine import ConstrainedLayoutEngine',
} as const

/** Numbers with thousands separators and without needless decimals. */
const NUMBERS = '"{x:,.10g}"'

/** `fig` and `ax`, with room around the plot. */
export function figureStatements(plan: Plan): readonly Statement[] {
  return [emptyFigure(layoutEngine(plan)), 'ax = fig.subplots()']
}

/** `fig`, with nothing in it yet. */
export function emptyFigure(layout: Doc): Statement {
  return prefix('fig = ', call('Figure', [...keywords({ figsize: '(8, 4.5)' }), prefix('layout=', layout)]))
}

/** What gives a figure room around its axes. */
export function layoutEngine(plan: Plan): Doc {
  const pad = plan.design.roomy ? '0.3' : '0.16'
  return call('ConstrainedLayoutEngine', keywords({ w_pad: pad, h_pad: pad }))
}

/** The function that gives an axes its title, axis titles, and a light grid along its values; null: neither line nor grid. */
export function styleHelper(plan: Plan, spine: 'left' | 'bottom' | null): Statement {
  return block('def _style(ax: Axes, xlabel: str, ylabel: str) -> None', [
    ...docstring(spine === null ? 'Add the titles.' : 'Add the titles and a light grid behind the values.'),
    call('ax.set_title', [
      'TITLE',
      ...keywords({
        loc: '"left"',
        pad: '14',
        color: literal(COLORS.title),
        fontsize: points(plan.titleSize),
      }),
      ...keywords({ fontweight: '"bold"', parse_math: 'False' }),
    ]),
    ...axisTexts(),
    ...(spine === null ? bare(plan) : gridAlong(plan, spine)),
  ])
}

/** The titles of both axes, and how the labels of their ticks look. */
export function axisTexts(): readonly Statement[] {
  const size = points(SIZES.label)
  const axisTitle = (name: string) =>
    call(`ax.set_${name}`, [
      name,
      ...keywords({ color: 'TEXT', fontsize: size, labelpad: '8', parse_math: 'False' }),
    ])
  return [axisTitle('xlabel'), axisTitle('ylabel'), tickTexts()]
}

/** How the labels of the ticks look. */
export function tickTexts(): Statement {
  return `ax.tick_params(length=0, pad=6, labelcolor=TEXT, labelsize=${points(SIZES.tick)})`
}

function bare(plan: Plan): readonly Statement[] {
  return plan.library === 'seaborn' ? [] : ['ax.spines[:].set_visible(False)']
}

/** A light grid along the values, and the line of one axis. */
export function gridAlong(plan: Plan, spine: 'left' | 'bottom'): readonly Statement[] {
  const hidden = ['left', 'bottom', 'right', 'top'].filter((side) => side !== spine)
  return [
    `ax.grid(axis="${spine === 'bottom' ? 'y' : 'x'}", color=${literal(COLORS.grid)}, linewidth=0.8)`,
    'ax.set_axisbelow(True)',
    plan.library === 'seaborn'
      ? `sns.despine(ax=ax, ${spine === 'bottom' ? 'left' : 'bottom'}=True)`
      : `ax.spines[[${hidden.map(literal).join(', ')}]].set_visible(False)`,
    `ax.spines[${literal(spine)}].set_color(${literal(COLORS.line)})`,
  ]
}

/** The constant that `_style` and the legend use. */
export function textConstant(plan: Plan): Doc {
  return `TEXT = ${textColor(plan)}`
}

/** How the numbers along the value axis read. */
export function valueFormat(axis: 'x' | 'y'): Statement {
  return `ax.${axis}axis.set_major_formatter(${NUMBERS})`
}

/** How a horizontal position reads: short dates; separators only in numbers that cannot be years. */
export function positionFormat(slot: Slot): readonly Statement[] {
  const { dates, numbers } = kinds(slot)
  const large = `frame[${slot.name}].abs().max() >= 10_000`
  const asDates = [
    'dates = ConciseDateFormatter(ax.xaxis.get_major_locator())',
    'dates.offset_formats[2] = "%Y"',
    'ax.xaxis.set_major_formatter(dates)',
    call('ax.xaxis.get_offset_text().set', keywords({ color: 'TEXT', fontsize: points(SIZES.tick) })),
  ]
  if (!dates) return [block(`if ${large}`, [valueFormat('x')])]
  if (!numbers) return asDates
  return [block(`if ${areDates(slot)}`, asDates), block(`elif ${large}`, [valueFormat('x')])]
}

/** Separators in large numbers only: years and small measurements read better without. */
export function numericTicks(name: string): readonly Statement[] {
  return [block(`if frame[${name}].abs().max() >= 10_000`, [valueFormat('x')])]
}

/** Where a legend stands: beside the plot, or under it. */
export function legendPlace(plan: Plan): Readonly<Record<string, Doc>> {
  return plan.design.legendBelow
    ? { loc: '"upper center"', bbox_to_anchor: '(0.5, -0.2)', ncols: '4' }
    : { loc: '"upper left"', bbox_to_anchor: '(1.01, 1.02)' }
}

/** How the texts of a legend look. */
export function legendLooks(): Readonly<Record<string, Doc>> {
  return {
    frameon: 'False',
    alignment: '"left"',
    labelcolor: 'TEXT',
    fontsize: points(SIZES.tick),
    title_fontproperties: options({ size: points(SIZES.tick), weight: '"bold"' }),
  }
}

/** The function that adds a legend of sizes beside the plot, under that of the colours. */
export function sizesHelper(): Statement {
  const bubble = call('ax.scatter', [
    '[]',
    '[]',
    ...keywords({ s: 'key * AREA / largest', color: KEY_COLOR, label: KEY_TEXT }),
  ])
  const made = call(
    'ax.legend',
    keywords({
      handles: 'handles',
      title: 'title',
      loc: '"lower left"',
      bbox_to_anchor: '(1.01, 0.02)',
      labelspacing: '2.2',
      handletextpad: '1.2',
      ...legendLooks(),
    }),
  )
  return block('def _add_sizes(ax: Axes, largest: float, title: str) -> None', [
    ...docstring('Add bubbles of round sizes to the right of the plot.'),
    'handles = []',
    block('for key in _keys(largest)', [prefix('bubble = ', bubble), 'handles.append(bubble)']),
    prefix('legend = ', made),
    ...plainLegend('legend'),
  ])
}

/** Takes `$` in the legend's texts as it is written, not as mathematics. */
export function plainLegend(legend: string): readonly Statement[] {
  return [
    block(`for entry in [${legend}.get_title(), *${legend}.get_texts()]`, [
      'entry.set(color=TEXT, parse_math=False)',
    ]),
  ]
}

/** Shows the names of categories as they are written, turned where a repair asks for it. */
export function categoryTicks(plan: Plan): readonly Statement[] {
  const turned = plan.design.rotateTicks && !plan.horizontal
  const looks = {
    parse_math: 'False',
    ...(turned ? { rotation: '35', ha: '"right"', rotation_mode: '"anchor"' } : {}),
  }
  const axis = plan.horizontal ? 'y' : 'x'
  return [block(`for tick in ax.get_${axis}ticklabels()`, [call('tick.set', keywords(looks))])]
}

/** Shows the names along both axes as they are written, those below turned where a repair asks for it. */
export function plainTicks(plan: Plan): readonly Statement[] {
  const turned = keywords({ rotation: '35', ha: '"right"', rotation_mode: '"anchor"' })
  return [
    block('for tick in [*ax.get_xticklabels(), *ax.get_yticklabels()]', ['tick.set(parse_math=False)']),
    ...(plan.design.rotateTicks
      ? [block('for tick in ax.get_xticklabels()', [call('tick.set', turned)])]
      : []),
  ]
}

/** Puts titles and grid on, and returns the figure. */
export function finish(xLabel: string, yLabel: string): readonly Statement[] {
  return [call('_style', ['ax', xLabel, yLabel]), 'return fig']
}

/** Writes the picture. */
export const SAVE_PNG: Doc = call('picture.savefig', [text('plot.png'), 'dpi=200'])
