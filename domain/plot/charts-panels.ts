import { EVERY_ROW, GROUP, PLAIN, X, Y } from './chart-rules.ts'
import type { ChartRules } from './chart-rules.ts'

/** Charts that are made of panels. */
export const PANEL_CHARTS = {
  'small-multiples': {
    roles: [X, Y, { ...GROUP, role: 'facet' }],
    options: [],
    marks: ['line'],
    instead: 'point',
    expects: 'points',
    panels: 'facet',
    ...PLAIN,
    ordered: true,
    counted: {
      ...EVERY_ROW,
      test: 'draws_a_place_for_each_row',
      roles: ['x', 'y', 'facet'],
      drawn: 'places',
    },
  },
} as const satisfies Readonly<Record<string, ChartRules>>
