import type { Slot } from '../../domain/plot/plot.schema.ts'
import { AMOUNT, KIND, MASS, series } from './table.ts'
import type { Example } from './table.ts'

const SITE: Slot = { name: 'color', types: ['nominal'], required: true, label: 'Site' }
const SITES = { title: 'Site', labels: ['East', 'West'] }
const GREY = '#8A8A8A'

/** Mean masses of ants and bees in the east, and in the west. */
const EAST = series('bar', { category: ['Ant', 'Bee'], value: [12, 15], base: [0, 0] }, { series: 'East' })
const WEST = series(
  'bar',
  { category: ['Ant', 'Bee'], value: [25, 38], base: [0, 0] },
  { series: 'West', color: '#D55E00' },
)

/** Examples of the charts that compare amounts. */
export const AMOUNT_EXAMPLES = {
  'grouped-bar': {
    slots: [KIND, AMOUNT, SITE],
    columns: { category: 'kind', value: 'mass_g', color: 'site' },
    chart: { aggregate: 'mean' },
    marks: [EAST, WEST],
    axes: ['Kind', 'Mass (g)'],
    scale: 'category',
    legend: SITES,
  },
  'stacked-bar': {
    slots: [KIND, AMOUNT, SITE],
    columns: { category: 'kind', value: 'mass_g', color: 'site' },
    chart: { aggregate: 'mean' },
    marks: [EAST, { ...WEST, values: { category: ['Ant', 'Bee'], value: [37, 53], base: [12, 15] } }],
    axes: ['Kind', 'Mass (g)'],
    scale: 'category',
    legend: SITES,
  },
  lollipop: {
    slots: [KIND, AMOUNT],
    columns: { category: 'kind', value: 'mass_g' },
    chart: { aggregate: 'mean' },
    marks: [
      series('point', { x: ['Ant', 'Bee'], y: [18.5, 26.5] }),
      series(
        'segment',
        { x: ['Ant', 'Bee'], y: [0, 0], x2: ['Ant', 'Bee'], y2: [18.5, 26.5] },
        { color: GREY },
      ),
    ],
    axes: ['Kind', 'Mass (g)'],
    scale: 'category',
    legend: null,
  },
  waterfall: {
    slots: [
      { ...KIND, name: 'category', label: 'Month' },
      { ...AMOUNT, label: 'Change' },
    ],
    columns: { category: 'kind', value: 'change_g' },
    marks: [series('bar', { category: ['Ant', 'Bee', 'Total'], value: [10, 4, 4], base: [0, 10, 0] })],
    axes: ['Month', 'Change (g)'],
    scale: 'category',
    legend: null,
  },
  'error-bar': {
    slots: [KIND, AMOUNT],
    columns: { category: 'kind', value: 'mass_g' },
    marks: [
      series('point', { x: ['Ant', 'Bee'], y: [18.5, 26.5] }),
      series('segment', {
        x: ['Ant', 'Bee'],
        y: [18.5 - 8.698658900466592, 26.5 - 16.68332500832604],
        x2: ['Ant', 'Bee'],
        y2: [18.5 + 8.698658900466592, 26.5 + 16.68332500832604],
      }),
    ],
    axes: ['Kind', 'Mass (g)'],
    scale: 'category',
    legend: null,
  },
  slope: {
    slots: [
      { ...KIND, name: 'series' },
      { name: 'x', types: ['ordinal'], required: true, label: 'Year' },
      MASS,
    ],
    columns: { series: 'name', x: 'year', y: 'mass_g' },
    marks: ['a', 'b', 'c', 'd'].map((name, at) =>
      series(
        'line',
        {
          x: ['2019', '2020'],
          y:
            [
              [10, 12],
              [14, 18],
              [20, 26],
              [30, 50],
            ][at] ?? [],
        },
        { series: name },
      ),
    ),
    axes: ['Year', 'Mass (g)'],
    scale: 'category',
    legend: null,
  },
  dumbbell: {
    slots: [KIND, AMOUNT, SITE],
    columns: { category: 'kind', value: 'mass_g', color: 'site' },
    chart: { aggregate: 'mean' },
    marks: [
      series('point', { x: ['Ant', 'Bee'], y: [12, 15] }, { series: 'East' }),
      series('point', { x: ['Ant', 'Bee'], y: [25, 38] }, { series: 'West', color: '#D55E00' }),
      series(
        'segment',
        { x: ['Ant', 'Bee'], y: [12, 15], x2: ['Ant', 'Bee'], y2: [25, 38] },
        { color: GREY },
      ),
    ],
    axes: ['Kind', 'Mass (g)'],
    scale: 'category',
    legend: SITES,
  },
} as const satisfies Readonly<Record<string, Example>>
