import { COLOR, EVERY_ROW, GROUP, PLAIN, X, Y } from './chart-rules.ts'
import type { ChartRules } from './chart-rules.ts'

const NUMBER = { types: ['quantitative'], required: true } as const

/** The numbers of which a grid shows every pair. */
export const PAIRED = ['first', 'second', 'third', 'fourth'] as const

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
  'pair-grid': {
    roles: [
      { role: 'first', ...NUMBER },
      { role: 'second', ...NUMBER },
      { role: 'third', ...NUMBER },
      { role: 'fourth', ...NUMBER, required: false },
      COLOR,
    ],
    options: ['bins'],
    marks: ['point', 'histogram'],
    expects: 'bins',
    panels: 'pairs',
    ...PLAIN,
    counted: {
      test: 'counts_each_row_in_each_histogram',
      sentence: 'No row with values is left out of a histogram.',
      per: 'row',
      roles: [...PAIRED, 'color'],
      times: PAIRED,
      drawn: 'rows_binned',
    },
  },
} as const satisfies Readonly<Record<string, ChartRules>>
