import { CATEGORY, EVERY_ROW, GROUP, PLAIN, VALUE, Y } from './chart-rules.ts'
import type { ChartRules } from './chart-rules.ts'

const MOMENT = {
  role: 'x',
  types: ['ordinal', 'nominal', 'temporal', 'quantitative'],
  required: true,
} as const
const SERIES = { role: 'series', types: ['nominal', 'ordinal'], required: true } as const
const LOW = { role: 'low', types: ['quantitative'], required: false } as const
const HIGH = { ...LOW, role: 'high' } as const

const A_BAR = { per: 'group', drawn: 'bars' } as const
const A_POINT = { per: 'group', drawn: 'points' } as const

/** Charts that compare amounts between categories, groups and moments. */
export const AMOUNT_CHARTS = {
  'grouped-bar': {
    roles: [CATEGORY, VALUE, GROUP],
    options: ['aggregate', 'orientation', 'sort'],
    marks: ['bar'],
    expects: 'bars',
    bars: 'side-by-side',
    ...PLAIN,
    fromZero: true,
    counted: {
      ...A_BAR,
      test: 'draws_a_bar_for_each_group',
      sentence: 'One bar per category and group.',
      roles: ['category', 'color'],
    },
  },
  'stacked-bar': {
    roles: [CATEGORY, VALUE, GROUP],
    options: ['aggregate', 'orientation', 'sort'],
    marks: ['bar'],
    expects: 'bars',
    bars: 'stacked',
    ...PLAIN,
    fromZero: true,
    counted: {
      ...A_BAR,
      test: 'draws_a_part_for_each_group',
      sentence: 'One part of a bar per category and group.',
      roles: ['category', 'color'],
    },
  },
  lollipop: {
    roles: [CATEGORY, VALUE],
    options: ['aggregate', 'orientation', 'sort'],
    marks: ['point', 'segment'],
    expects: 'dots',
    stems: 'zero',
    ...PLAIN,
    fromZero: true,
    counted: {
      ...A_POINT,
      test: 'draws_a_point_for_each_category',
      sentence: 'One point per category.',
      roles: ['category'],
    },
  },
  waterfall: {
    roles: [CATEGORY, VALUE],
    options: ['orientation'],
    marks: ['bar'],
    expects: 'steps',
    bars: 'running',
    ...PLAIN,
    fromZero: true,
    counted: {
      ...A_BAR,
      test: 'draws_a_bar_for_each_step',
      sentence: 'One bar per step, and one for the total.',
      roles: ['category'],
      more: 1,
    },
  },
  'error-bar': {
    roles: [CATEGORY, VALUE, LOW, HIGH],
    options: ['orientation', 'sort'],
    marks: ['point', 'segment'],
    expects: 'dots',
    stems: 'interval',
    ...PLAIN,
    counted: {
      ...A_POINT,
      test: 'draws_a_point_for_each_category',
      sentence: 'One point per category.',
      roles: ['category'],
    },
  },
  slope: {
    roles: [SERIES, MOMENT, Y],
    options: [],
    marks: ['line'],
    expects: 'slopes',
    ...PLAIN,
    counted: {
      ...EVERY_ROW,
      test: 'draws_a_line_through_each_row',
      roles: ['series', 'x', 'y'],
      drawn: 'line_points',
    },
  },
  dumbbell: {
    roles: [CATEGORY, VALUE, GROUP],
    options: ['aggregate', 'orientation', 'sort'],
    marks: ['point', 'segment'],
    expects: 'dots',
    stems: 'range',
    ...PLAIN,
    counted: {
      ...A_POINT,
      test: 'draws_a_point_for_each_group',
      sentence: 'One point per category and group.',
      roles: ['category', 'color'],
    },
  },
} as const satisfies Readonly<Record<string, ChartRules>>
