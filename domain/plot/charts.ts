import type { ChartRules } from './chart-rules.ts'
import { AMOUNT_CHARTS } from './charts-amounts.ts'
import { BASIC_CHARTS } from './charts-basic.ts'
import { DISTRIBUTION_CHARTS } from './charts-distributions.ts'
import { SHADED_CHARTS } from './charts-shaded.ts'
import { COURSE_CHARTS } from './charts-courses.ts'
import { PANEL_CHARTS } from './charts-panels.ts'
import type { ChartType } from './plot.schema.ts'

/** The rules of every chart type; how to add one is told in docs/chart-types.md. */
export const CHARTS = {
  ...BASIC_CHARTS,
  ...DISTRIBUTION_CHARTS,
  ...SHADED_CHARTS,
  ...AMOUNT_CHARTS,
  ...COURSE_CHARTS,
  ...PANEL_CHARTS,
} as const satisfies Readonly<Record<ChartType, ChartRules>>

/** What the rules need to know about a chart type. */
export function chartRules(type: ChartType): ChartRules {
  return CHARTS[type]
}
