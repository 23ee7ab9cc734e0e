import type { ChartType } from '../../domain/plot/plot.schema.ts'
import { AMOUNT_EXAMPLES } from './examples-amounts.ts'
import { COURSE_EXAMPLES } from './examples-courses.ts'
import { AMOUNT, KIND, MASS, series, TABLE } from './table.ts'
import type { Example } from './table.ts'
import { PANEL_EXAMPLES } from './examples-panels.ts'
import { DISTRIBUTION_EXAMPLES } from './distribution-examples.ts'
import { SHADED_EXAMPLES } from './shaded-examples.ts'

/** One example of each chart type. */
export const EXAMPLES: Readonly<Record<ChartType, Example>> = {
  ...DISTRIBUTION_EXAMPLES,
  ...SHADED_EXAMPLES,
  ...AMOUNT_EXAMPLES,
  ...COURSE_EXAMPLES,
  ...PANEL_EXAMPLES,
  scatter: {
    slots: [
      { name: 'x', types: ['quantitative'], required: true, label: 'Length', unit: 'mm' },
      MASS,
      { name: 'color', types: ['nominal'], required: false, label: 'Kind' },
    ],
    columns: { x: 'length_mm', y: 'mass_g', color: 'kind' },
    marks: [
      series('point', { x: [1, 3, 5, 7], y: [10, 14, 20, 30] }, { series: 'Ant' }),
      series('point', { x: [2, 4, 6, 8], y: [12, 18, 26, 50] }, { series: 'Bee', color: '#D55E00' }),
    ],
    axes: ['Length (mm)', 'Mass (g)'],
    scale: 'linear',
    legend: { title: 'Kind', labels: ['Ant', 'Bee'] },
  },
  line: {
    slots: [{ name: 'x', types: ['temporal', 'quantitative'], required: true, label: 'Day' }, MASS],
    columns: { x: 'day', y: 'mass_g' },
    marks: [series('line', { x: TABLE.columns['day'] as string[], y: TABLE.columns['mass_g'] as number[] })],
    axes: ['Day', 'Mass (g)'],
    scale: 'time',
    legend: null,
  },
  bar: {
    slots: [KIND, { ...AMOUNT, label: 'Mean mass' }],
    columns: { category: 'kind', value: 'mass_g' },
    chart: { aggregate: 'mean' },
    marks: [series('bar', { category: ['Ant', 'Bee'], value: [18.5, 26.5], base: [0, 0] })],
    axes: ['Kind', 'Mean mass (g)'],
    scale: 'category',
    legend: null,
  },
  boxplot: {
    slots: [KIND, AMOUNT],
    columns: { category: 'kind', value: 'mass_g' },
    marks: [
      series('box', {
        category: ['Ant', 'Bee'],
        q1: [13, 16.5],
        median: [17, 22],
        q3: [22.5, 32],
        low: [10, 12],
        high: [30, 50],
      }),
    ],
    axes: ['Kind', 'Mass (g)'],
    scale: 'category',
    legend: null,
  },
  histogram: {
    slots: [AMOUNT],
    columns: { value: 'mass_g' },
    chart: { bins: 4 },
    marks: [series('histogram', { start: [10, 20, 30, 40], end: [20, 30, 40, 50], count: [4, 2, 1, 1] })],
    axes: ['Mass (g)', 'Rows'],
    scale: 'linear',
    legend: null,
  },
}
