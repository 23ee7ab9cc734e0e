import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import { SIZE_KEYWORDS } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, fromImport, keywords, list, prefix, text } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { COLOR_CONSTANT, kinds, label } from '../common.ts'
import { summaryOf } from '../summaries.ts'
import { legendLooks, styleHelper } from './style.ts'

/** Numbers with thousands separators and without needless decimals. */
export const NUMBERS = '"0,0.[000000]"'

/** `fig`, with its titles and tools. */
export function makeFigure([x, y]: readonly [string, string], more: Readonly<Record<string, Doc>>): Doc {
  const made = { ...SIZE_KEYWORDS, title: 'TITLE', x_axis_label: x, y_axis_label: y, ...more }
  const tools = { tools: '"pan,box_zoom,save,reset"', toolbar_location: '"above"' }
  return prefix('fig = ', call('figure', keywords({ ...made, ...tools })))
}

/** Separators in all upright numbers, and in horizontal ones that cannot be years. */
export function numberFormats(slot: Slot): readonly Statement[] {
  const { dates, numbers } = kinds(slot)
  const chosen = [
    `pattern = ${NUMBERS} if frame[${slot.name}].abs().max() >= 10_000 else "0.[000000]"`,
    'fig.xaxis.formatter = NumeralTickFormatter(format=pattern)',
  ]
  const horizontal = dates && numbers ? [block('if not is_date', chosen)] : numbers ? chosen : []
  return [...horizontal, `fig.yaxis.formatter = NumeralTickFormatter(format=${NUMBERS})`]
}

/** A number in a tooltip. */
export function numberTip(words: string, field: string): string {
  return `(${words}, "@${field}{0,0.[000]}")`
}

/** The end of a chart of categories: number format, tooltip with more lines, texts. */
export function categoryEnd(plan: Plan, names: string, lines: readonly string[]): readonly Statement[] {
  const turned =
    plan.design.rotateTicks && !plan.horizontal ? ['fig.xaxis.major_label_orientation = 0.6'] : []
  return [
    prefix('tips = ', list([`(${names}, "@category")`, ...lines])),
    'fig.add_tools(HoverTool(tooltips=tips))',
    `fig.${plan.horizontal ? 'x' : 'y'}axis.formatter = NumeralTickFormatter(format=${NUMBERS})`,
    ...turned,
    '_style(fig)',
    'return fig',
  ]
}

/** The legend of the groups, whose glyphs are `layers`. */
export function legend(plan: Plan, color: Slot): readonly Statement[] {
  // The first part of a stack lies below the others.
  const items = plan.type === 'stacked-bar' ? 'layers[::-1]' : 'layers'
  return sideLegend(plan, { title: label(color.name), items })
}

/** A legend beside or under the plot. */
export function sideLegend(
  plan: Plan,
  { title, items = 'layers' }: { readonly title: string | null; readonly items?: string },
): readonly Statement[] {
  const place = plan.design.legendBelow ? '"below"' : '"right"'
  const looks = {
    items,
    ...(title !== null && { title }),
    ...(plan.design.legendBelow && { orientation: '"horizontal"' }),
    ...legendLooks(plan),
  }
  const gap = `fig.add_layout(Spacer(width=12, height=12), ${place})`
  return [gap, call('fig.add_layout', [call('Legend', keywords(looks)), place])]
}

/** What a chart brings besides what all have. */
interface Own {
  readonly constants: readonly Doc[]
  readonly body: readonly Statement[]
  /** names from `bokeh.models` */
  readonly models?: readonly string[]
}

/** A chart with constants of its own. */
export function colored(plan: Plan, { constants, body, models = [] }: Own): Module {
  const grouped = 'color' in plan.roles && plan.roles.color !== null ? ['Legend'] : []
  const all = ['ColumnDataSource', 'HoverTool', 'NumeralTickFormatter', 'Spacer', ...grouped, ...models]
  return { ...parts(plan, body, all.toSorted()), constants, helpers: [styleHelper(plan)] }
}

/** A chart of one colour. */
export function simple(plan: Plan, body: readonly Statement[]): Module {
  return colored(plan, { constants: [COLOR_CONSTANT], body })
}

/** What the library contributes to every file. */
export function parts(
  plan: Plan,
  body: readonly Statement[],
  models: readonly string[],
): Omit<Module, 'constants' | 'helpers'> {
  return {
    standardImports: [],
    imports: [
      'import pandas as pd',
      fromImport('bokeh.models', models),
      'from bokeh.plotting import figure, save',
      'from bokeh.resources import INLINE',
    ],
    summary: summaryOf(plan),
    returns: 'figure',
    body,
    save: call('save', ['picture', text('plot.html'), ...keywords({ title: 'TITLE', resources: 'INLINE' })]),
  }
}
