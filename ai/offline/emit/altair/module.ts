import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import { SIZE_KEYWORDS } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, chain, keywords, prefix, suffix, text } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { COLOR_CONSTANT } from '../common.ts'
import { summaryOf } from '../summaries.ts'
import { styleHelper, titleHelper } from './style.ts'

/** `pattern`: separators in large numbers only. */
export function numberPattern(name: string): string {
  return `pattern = ",~f" if frame[${name}].abs().max() >= 10_000 else "~f"`
}

/** One line of a tooltip. */
export function tip(field: string, title: string): Doc {
  return call('alt.Tooltip', [field, titled(title)])
}

/** Text of an axis, a legend or a tooltip. */
export function label(parameter: string): string {
  return `_title(${parameter})`
}

/** `title=…`. */
export function titled(title: string): string {
  return `title=${title}`
}

/** `chart`: a table with a mark and its encodings. */
export function chartOf(
  mark: Doc | readonly Doc[],
  encoding: Readonly<Record<string, Doc>>,
  table = 'table',
): Statement {
  const chart = call('alt.Chart', [table, ...keywords({ title: 'TITLE', ...SIZE_KEYWORDS })])
  return prefix('chart = ', chain([chart, ...[mark].flat(), call('.encode', keywords(encoding))]))
}

/** `chart`: charts on top of each other. */
export function layersOf(layers: readonly Doc[]): Statement {
  const shared = keywords({ title: 'TITLE', ...SIZE_KEYWORDS })
  return prefix('chart = ', call('alt.layer', [...layers, ...shared]))
}

/** Colours of the groups, in their order. */
export function groupColor({ name }: Slot, ...more: readonly Doc[]): Doc {
  const encoded = call('alt.Color', ['"color:N"', titled(label(name)), ...more])
  return suffix(encoded, '.scale(domain=groups, range=PALETTE)')
}

/** A chart with constants of its own. */
export function colored(plan: Plan, constants: readonly Doc[], body: readonly Statement[]): Module {
  return { ...parts(plan, body), constants }
}

/** A chart of several layers. */
export function layered(plan: Plan, constants: readonly Doc[], body: readonly Statement[]): Module {
  return { ...parts(plan, body, 'alt.LayerChart'), constants }
}

/** A chart of one colour. */
export function simple(plan: Plan, body: readonly Statement[]): Module {
  return colored(plan, [COLOR_CONSTANT], body)
}

/** What the library contributes to every file. */
export function parts(
  plan: Plan,
  body: readonly Statement[],
  returns = 'alt.Chart',
): Omit<Module, 'constants'> {
  return {
    standardImports: ['import textwrap'],
    imports: ['import altair as alt', 'import pandas as pd'],
    setup: ["# A chart may hold more than altair's 5,000 rows.", 'alt.data_transformers.disable_max_rows()'],
    helpers: [titleHelper(), styleHelper(plan, returns)],
    summary: summaryOf(plan),
    returns,
    body,
    save: call('picture.save', [text('plot.png'), ...keywords({ scale_factor: '2' })]),
  }
}
