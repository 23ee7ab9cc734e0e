import { COLOR, EVERY_ROW, PLAIN, X, Y } from './chart-rules.ts'
import type { ChartRules } from './chart-rules.ts'

const NUMBER = { types: ['quantitative'], required: true } as const

/** Charts of what a place weighs, and of what goes on over time. */
export const COURSE_CHARTS = {
  bubble: {
    roles: [X, Y, { role: 'size', ...NUMBER }, COLOR],
    options: [],
    marks: ['bubble'],
    expects: 'bubbles',
    ...PLAIN,
    crowds: true,
    keyed: true,
    counted: {
      ...EVERY_ROW,
      test: 'draws_a_bubble_for_each_row',
      roles: ['x', 'y', 'size', 'color'],
      drawn: 'points',
    },
  },
  step: {
    roles: [X, Y, COLOR],
    options: [],
    marks: ['step'],
    expects: 'points',
    ...PLAIN,
    ordered: true,
    counted: {
      ...EVERY_ROW,
      test: 'draws_a_step_for_each_row',
      roles: ['x', 'y', 'color'],
      drawn: 'line_points',
    },
  },
  area: {
    roles: [X, Y, { ...COLOR, required: true }],
    options: [],
    marks: ['area'],
    expects: 'areas',
    ...PLAIN,
    fromZero: true,
    ordered: true,
    counted: {
      test: 'draws_an_area_for_each_group',
      sentence: 'One area per group.',
      per: 'group',
      roles: ['color'],
      drawn: 'areas',
    },
  },
  candlestick: {
    roles: [
      X,
      { role: 'open', ...NUMBER },
      { role: 'high', ...NUMBER },
      { role: 'low', ...NUMBER },
      { role: 'close', ...NUMBER },
    ],
    options: [],
    marks: ['candle'],
    expects: 'candles',
    ...PLAIN,
    keyed: true,
    counted: {
      ...EVERY_ROW,
      test: 'draws_a_candle_for_each_row',
      roles: ['x', 'open', 'high', 'low', 'close'],
      drawn: 'candles',
    },
  },
} as const satisfies Readonly<Record<string, ChartRules>>
