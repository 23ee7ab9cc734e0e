import { SIZE_KEYWORDS } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, text } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { COLOR_CONSTANT } from '../common.ts'
import { summaryOf } from '../summaries.ts'
import { styleHelper } from './style.ts'

/** What every call of plotly express is given. */
export const COMMON = { labels: 'LABELS', title: 'TITLE', template: '"plotly_white"', ...SIZE_KEYWORDS }

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

/** A chart of one colour. */
export function simple(plan: Plan, body: readonly Statement[]): Module {
  return { ...parts(plan, body), constants: [COLOR_CONSTANT] }
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
