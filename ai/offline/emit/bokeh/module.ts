import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import { SIZE_KEYWORDS } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, fromImport, keywords, list, prefix, text } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { COLOR_CONSTANT, kinds } from '../common.ts'
import { summaryOf } from '../summaries.ts'
import { styleHelper } from './style.ts'

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

/** The end of a chart of categories: number format, tooltips, texts; `numbers` is a line of the tooltip. */
export function categoryEnd(plan: Plan, names: string, numbers: string): readonly Statement[] {
  const turned =
    plan.design.rotateTicks && !plan.horizontal ? ['fig.xaxis.major_label_orientation = 0.6'] : []
  return [
    prefix('tips = ', list([`(${names}, "@category")`, numbers])),
    'fig.add_tools(HoverTool(tooltips=tips))',
    `fig.${plan.horizontal ? 'x' : 'y'}axis.formatter = NumeralTickFormatter(format=${NUMBERS})`,
    ...turned,
    '_style(fig)',
    'return fig',
  ]
}

/** A chart of one colour. */
export function simple(plan: Plan, body: readonly Statement[]): Module {
  const all = ['ColumnDataSource', 'HoverTool', 'NumeralTickFormatter', 'Spacer']
  return { ...parts(plan, body, all), constants: [COLOR_CONSTANT], helpers: [styleHelper(plan)] }
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
