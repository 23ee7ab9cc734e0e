import { CATEGORY, COLOR, PLAIN, VALUE } from './chart-rules.ts'
import type { ChartRules } from './chart-rules.ts'

/** What is counted where each group has a curve of its own. */
const CURVES = {
  test: 'draws_a_curve_for_each_group',
  sentence: 'One curve per group.',
  per: 'group',
  roles: ['color'],
  drawn: 'curves',
} as const

/** Charts that show how the values of a column are distributed, without intervals. */
export const DISTRIBUTION_CHARTS = {
  density: {
    roles: [VALUE, COLOR],
    options: [],
    marks: ['line'],
    instead: 'area',
    expects: 'densities',
    ...PLAIN,
    counted: CURVES,
  },
  ecdf: {
    roles: [VALUE, COLOR],
    options: [],
    marks: ['step'],
    instead: 'line',
    expects: 'shares',
    ...PLAIN,
    counted: CURVES,
  },
  violin: {
    roles: [CATEGORY, VALUE],
    options: ['orientation', 'sort'],
    marks: ['violin'],
    expects: 'violins',
    ...PLAIN,
    counted: {
      test: 'draws_a_violin_for_each_group',
      sentence: 'One violin per group.',
      per: 'group',
      roles: ['category'],
      drawn: 'violins',
    },
  },
} as const satisfies Readonly<Record<string, ChartRules>>
