import type { Slot } from '../../domain/plot/plot.schema.ts'
import { MASS, series, TABLE } from './table.ts'
import type { Example } from './table.ts'

const LENGTH: Slot = { name: 'x', types: ['quantitative'], required: true, label: 'Length', unit: 'mm' }
const KINDS: Slot = { name: 'color', types: ['nominal'], required: true, label: 'Kind' }
const LEGEND = { title: 'Kind', labels: ['Ant', 'Bee'] }
const BEE = { series: 'Bee', color: '#D55E00' }

function end(name: string): Slot {
  return { name, types: ['quantitative'], required: true, label: 'Mass', unit: 'g' }
}

/** One example of each chart of what a place weighs and of what goes on over time. */
export const COURSE_EXAMPLES = {
  bubble: {
    slots: [LENGTH, MASS, { ...end('size'), label: 'Worth' }, { ...KINDS, required: false }],
    columns: { x: 'length_mm', y: 'mass_g', size: 'mass_g', color: 'kind' },
    marks: [
      series('bubble', { x: [1, 3, 5, 7], y: [10, 14, 20, 30], size: [5, 7, 10, 15] }, { series: 'Ant' }),
      series('bubble', { x: [2, 4, 6, 8], y: [12, 18, 26, 50], size: [6, 9, 13, 25] }, BEE),
    ],
    axes: ['Length (mm)', 'Mass (g)'],
    scale: 'linear',
    legend: { title: 'Worth (g)', labels: ['Ant', 'Bee'] },
  },
  step: {
    slots: [{ name: 'x', types: ['temporal', 'quantitative'], required: true, label: 'Day' }, MASS],
    columns: { x: 'day', y: 'mass_g' },
    marks: [series('step', { x: TABLE.columns['day'] as string[], y: TABLE.columns['mass_g'] as number[] })],
    axes: ['Day', 'Mass (g)'],
    scale: 'time',
    legend: null,
  },
  area: {
    slots: [LENGTH, MASS, KINDS],
    columns: { x: 'length_mm', y: 'mass_g', color: 'kind' },
    marks: [
      series('area', { x: [1, 3, 5, 7], y: [10, 14, 20, 30], base: [0, 0, 0, 0] }, { series: 'Ant' }),
      series('area', { x: [2, 4, 6, 8], y: [12, 18, 26, 50], base: [0, 0, 0, 0] }, BEE),
    ],
    axes: ['Length (mm)', 'Mass (g)'],
    scale: 'linear',
    legend: LEGEND,
  },
  candlestick: {
    slots: [LENGTH, end('open'), end('high'), end('low'), end('close')],
    columns: { x: 'length_mm', open: 'length_mm', high: 'mass_g', low: 'length_mm', close: 'mass_g' },
    marks: [
      series('candle', {
        x: [1, 2, 3, 4, 5, 6, 7, 8],
        open: [1, 2, 3, 4, 5, 6, 7, 8],
        close: [10, 12, 14, 18, 20, 26, 30, 50],
        low: [1, 2, 3, 4, 5, 6, 7, 8],
        high: [10, 12, 14, 18, 20, 26, 30, 50],
      }),
    ],
    axes: ['Length (mm)', 'Mass (g)'],
    scale: 'linear',
    legend: null,
  },
} as const satisfies Readonly<Record<string, Example>>
