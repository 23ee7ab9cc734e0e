import { CATEGORY, COLOR, EVERY_ROW, PLAIN, VALUE, X, Y } from './chart-rules.ts'
import type { ChartRules } from './chart-rules.ts'

/** The charts to begin with: places, amounts and distributions. */
export const BASIC_CHARTS = {
  scatter: {
    roles: [X, Y, COLOR],
    options: [],
    marks: ['point'],
    expects: 'points',
    ...PLAIN,
    crowds: true,
    counted: {
      ...EVERY_ROW,
      test: 'draws_a_point_for_each_row',
      roles: ['x', 'y', 'color'],
      drawn: 'points',
    },
  },
  line: {
    roles: [X, Y, COLOR],
    options: [],
    marks: ['line'],
    expects: 'points',
    ...PLAIN,
    ordered: true,
    counted: {
      ...EVERY_ROW,
      test: 'draws_a_line_through_each_row',
      roles: ['x', 'y', 'color'],
      drawn: 'line_points',
    },
  },
  bar: {
    roles: [CATEGORY, { ...VALUE, uncounted: true }, COLOR],
    options: ['aggregate', 'orientation', 'sort'],
    marks: ['bar'],
    expects: 'bars',
    ...PLAIN,
    fromZero: true,
    counted: {
      test: 'draws_a_bar_for_each_group',
      sentence: 'One bar per group.',
      per: 'group',
      roles: ['category', 'color'],
      drawn: 'bars',
    },
  },
  histogram: {
    roles: [VALUE, COLOR],
    options: ['bins'],
    marks: ['histogram'],
    expects: 'bins',
    ...PLAIN,
    fromZero: true,
    counted: { ...EVERY_ROW, test: 'counts_each_row', roles: ['value'], drawn: 'rows_binned' },
  },
  boxplot: {
    roles: [CATEGORY, VALUE, COLOR],
    options: ['orientation', 'sort'],
    marks: ['box'],
    expects: 'boxes',
    ...PLAIN,
    counted: {
      test: 'draws_a_box_for_each_group',
      sentence: 'One box per group.',
      per: 'group',
      roles: ['category', 'color'],
      drawn: 'boxes',
    },
  },
} as const satisfies Readonly<Record<string, ChartRules>>
