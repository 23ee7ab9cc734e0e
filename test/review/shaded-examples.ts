import type { Slot } from '../../domain/plot/plot.schema.ts'
import { KIND, MASS, series, TABLE } from './table.ts'
import type { Example } from './table.ts'

const SHADE: Slot = { ...MASS, name: 'value' }
const SCALE = { title: 'Mass (g)', labels: [] }
const MASSES = TABLE.columns['mass_g'] as number[]

/** Examples of charts whose marks are coloured by a number. */
export const SHADED_EXAMPLES = {
  heatmap: {
    slots: [{ ...KIND, name: 'x' }, { ...KIND, name: 'y', types: ['ordinal'], label: 'Day' }, SHADE],
    columns: { x: 'kind', y: 'day', value: 'mass_g' },
    marks: [
      series(
        'cell',
        { x: TABLE.columns['kind'] as string[], y: TABLE.columns['day'] as string[], value: MASSES },
        { color: null },
      ),
    ],
    axes: ['Kind', 'Day'],
    scale: 'category',
    legend: SCALE,
  },
  hexbin: {
    slots: [{ ...MASS, name: 'x', label: 'Length', unit: 'mm' }, MASS],
    columns: { x: 'length_mm', y: 'mass_g' },
    marks: [
      series('hexagon', { x: [2, 4, 6, 8], y: [10, 20, 30, 50], count: [3, 2, 2, 1] }, { color: null }),
    ],
    axes: ['Length (mm)', 'Mass (g)'],
    scale: 'linear',
    legend: { title: 'Number of rows', labels: [] },
  },
  'calendar-heatmap': {
    slots: [{ name: 'date', types: ['temporal'], required: true, label: 'Week' }, SHADE],
    columns: { date: 'day', value: 'mass_g' },
    marks: [
      series(
        'cell',
        {
          x: [
            '2019-12-30',
            '2019-12-30',
            '2019-12-30',
            '2019-12-30',
            '2019-12-30',
            '2020-01-06',
            '2020-01-06',
            '2020-01-06',
          ],
          y: ['Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'],
          value: MASSES,
        },
        { color: null },
      ),
    ],
    axes: ['Week', 'Day of the week'],
    scale: 'time',
    legend: SCALE,
  },
} satisfies Readonly<Record<string, Example>>
