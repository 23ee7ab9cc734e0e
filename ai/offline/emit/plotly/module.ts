import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import { SIZE_KEYWORDS } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, options, prefix, text } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { COLOR_CONSTANT, label } from '../common.ts'
import { summaryOf } from '../summaries.ts'
import { styleHelper } from './style.ts'

/** What every call of plotly express is given. */
export const COMMON = { labels: 'LABELS', title: 'TITLE', template: '"plotly_white"', ...SIZE_KEYWORDS }

/** What every call of plotly express over columns called like their roles is given. */
export const LABELED = { ...COMMON, labels: 'labels' }

/** `labels`: the words for such columns. */
export function labelsOf(roles: Readonly<Record<string, Slot | null>>): Doc {
  const named = Object.entries(roles).flatMap(([role, slot]) =>
    slot === null ? [] : [[role, label(slot.name)]],
  )
  return prefix('labels = ', options(Object.fromEntries(named)))
}

/** Names that look like numbers or dates stay names; the first one stands on the left or on top. */
export function categoryAxis(plan: Plan, ordered: Readonly<Record<string, Doc>> = {}): Doc {
  const turned = plan.design.rotateTicks && !plan.horizontal ? { tickangle: '-35' } : {}
  const reversed = plan.horizontal ? { autorange: '"reversed"' } : {}
  const axis = plan.horizontal ? 'y' : 'x'
  return call(`fig.update_${axis}axes`, keywords({ type: '"category"', ...ordered, ...reversed, ...turned }))
}

/** Looks of all traces. */
export function traces(looks: Readonly<Record<string, Doc>>): Doc {
  return call('fig.update_traces', keywords(looks))
}

/** A chart with constants of its own. */
export function colored(plan: Plan, constants: readonly Doc[], body: readonly Statement[]): Module {
  return { ...parts(plan, body), constants }
}

/** A chart of one colour. */
export function simple(plan: Plan, body: readonly Statement[]): Module {
  return colored(plan, [COLOR_CONSTANT], body)
}

/** What the library contributes to every file. */
export function parts(plan: Plan, body: readonly Statement[]): Omit<Module, 'constants'> {
  return {
    standardImports: [],
    imports: ['import pandas as pd', 'import plotly.express as px', 'import plotly.graph_objects as go'],
    helpers: [styleHelper(plan)],
    summary: summaryOf(plan),
    returns: 'go.Figure',
    body,
    save: call('picture.write_html', [text('plot.html')]),
  }
}
