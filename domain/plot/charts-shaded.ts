import { EVERY_ROW, PLAIN, SHADE } from './chart-rules.ts'
import type { ChartRules } from './chart-rules.ts'

const NAMES = ['nominal', 'ordinal'] as const

/** What charts have in common whose marks are coloured by a number. */
const SHADED = { ...PLAIN, shaded: true } as const

/** Charts that show numbers by colours along a scale. */
export const SHADED_CHARTS = {
  heatmap: {
    roles: [{ role: 'x', types: NAMES, required: true }, { role: 'y', types: NAMES, required: true }, SHADE],
    options: ['aggregate'],
    marks: ['cell'],
    expects: 'cells',
    ...SHADED,
    counted: {
      test: 'draws_a_cell_for_each_pair',
      sentence: 'One cell per pair of names.',
      per: 'group',
      roles: ['x', 'y'],
      drawn: 'cells',
    },
  },
  hexbin: {
    roles: [
      { role: 'x', types: ['quantitative'], required: true },
      { role: 'y', types: ['quantitative'], required: true },
    ],
    options: ['bins'],
    marks: ['hexagon'],
    expects: 'hexagons',
    ...SHADED,
    counted: { ...EVERY_ROW, test: 'counts_each_row', roles: ['x', 'y'], drawn: 'rows_in_hexagons' },
  },
  'calendar-heatmap': {
    roles: [{ role: 'x', types: ['temporal'], required: true }, SHADE],
    options: ['aggregate'],
    marks: ['cell'],
    expects: 'days',
    ...SHADED,
    counted: {
      test: 'draws_a_cell_for_each_day',
      sentence: 'One cell per day.',
      per: 'group',
      roles: ['x'],
      drawn: 'cells',
    },
  },
} as const satisfies Readonly<Record<string, ChartRules>>
