import type { Slot } from '../../domain/plot/plot.schema.ts'
import { densityOf, outlineOf } from './curves.ts'
import { AMOUNT, KIND, series } from './table.ts'
import type { Example } from './table.ts'

const COLOR: Slot = { name: 'color', types: ['nominal'], required: false, label: 'Kind' }
const ANTS = [10, 14, 20, 30]
const BEES = [12, 18, 26, 50]
const SHARES = [0.25, 0.5, 0.75, 1]
const LEGEND = { title: 'Kind', labels: ['Ant', 'Bee'] }
const BEE = { series: 'Bee', color: '#D55E00' }

/** Examples of charts that show how values are distributed. */
export const DISTRIBUTION_EXAMPLES = {
  density: {
    slots: [AMOUNT, COLOR],
    columns: { value: 'mass_g', color: 'kind' },
    marks: [series('line', densityOf(ANTS, 3), { series: 'Ant' }), series('line', densityOf(BEES, 3), BEE)],
    axes: ['Mass (g)', 'Density'],
    scale: 'linear',
    legend: LEGEND,
  },
  ecdf: {
    slots: [AMOUNT, COLOR],
    columns: { value: 'mass_g', color: 'kind' },
    marks: [
      series('line', { x: ANTS, y: SHARES }, { series: 'Ant' }),
      series('line', { x: BEES, y: SHARES }, BEE),
    ],
    axes: ['Mass (g)', 'Share of rows'],
    scale: 'linear',
    legend: LEGEND,
  },
  violin: {
    slots: [KIND, AMOUNT],
    columns: { category: 'kind', value: 'mass_g' },
    marks: [series('violin', outlineOf('Ant', ANTS, 3)), series('violin', outlineOf('Bee', BEES, 3))],
    axes: ['Kind', 'Mass (g)'],
    scale: 'category',
    legend: null,
  },
} satisfies Readonly<Record<string, Example>>
