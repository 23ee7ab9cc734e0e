import type { Slot } from '../../domain/plot/plot.schema.ts'
import type { Marks, Panel } from '../../domain/review/facts.schema.ts'
import { MASS, series } from './table.ts'
import type { Example } from './table.ts'

/** A panel in a row of them, with axes from 0 to 10 and to 60. */
export function panel(name: string, at: number): Panel {
  const axis = { scale: 'linear', from: 0, to: 60 } as const
  return {
    name,
    box: { x: 90 + 350 * at, y: 30, width: 340, height: 370 },
    x: { ...axis, to: 10, label: 'Length (mm)' },
    y: { ...axis, label: 'Mass (g)' },
  }
}

function number(name: string, label: string, unit: string): Slot {
  return { name, types: ['quantitative'], required: true, label, unit }
}

/** The marks of both kinds in one panel. */
function both(
  type: Marks['type'],
  at: number,
  ants: Marks['values'],
  bees: Marks['values'],
): readonly Marks[] {
  return [
    series(type, ants, { series: 'Ant', panel: at }),
    series(type, bees, { series: 'Bee', color: '#D55E00', panel: at }),
  ]
}

const PAIRED = ['Length (mm)', 'Mass (g)', 'Change (g)'] as const

const RANGES = [
  { from: 0, to: 10 },
  { from: 0, to: 60 },
  { from: -4, to: 5 },
] as const

/** A panel of a grid of pairs, in its column and row; titles stand at the outer edge. */
export function cell(column: 0 | 1 | 2, row: 0 | 1 | 2): Panel {
  const scale = 'linear'
  const counts = { from: 0, to: 8 }
  return {
    box: { x: 90 + 230 * column, y: 30 + 123 * row, width: 220, height: 113 },
    x: { scale, ...RANGES[column], label: row === 2 ? PAIRED[column] : null },
    y: {
      scale,
      ...(column === row ? counts : RANGES[row]),
      label: column === 0 && row > 0 ? PAIRED[row] : null,
    },
  }
}

/** One example of each chart that is made of panels. */
export const PANEL_EXAMPLES = {
  'small-multiples': {
    slots: [
      { name: 'x', types: ['quantitative'], required: true, label: 'Length', unit: 'mm' },
      MASS,
      { name: 'facet', types: ['nominal'], required: true, label: 'Kind' },
    ],
    columns: { x: 'length_mm', y: 'mass_g', facet: 'kind' },
    marks: [
      series('point', { x: [1, 3, 5, 7], y: [10, 14, 20, 30] }, { panel: 0 }),
      series('point', { x: [2, 4, 6, 8], y: [12, 18, 26, 50] }, { panel: 1 }),
    ],
    axes: ['Length (mm)', 'Mass (g)'],
    scale: 'linear',
    legend: null,
    panels: [panel('Ant', 0), panel('Bee', 1)],
  },
  'pair-grid': {
    slots: [
      number('first', 'Length', 'mm'),
      number('second', 'Mass', 'g'),
      number('third', 'Change', 'g'),
      { name: 'color', types: ['nominal'], required: false, label: 'Kind' },
    ],
    columns: { first: 'length_mm', second: 'mass_g', third: 'change_g', color: 'kind' },
    chart: { bins: 2 },
    marks: [
      ...both(
        'histogram',
        0,
        { start: [1, 4.5], end: [4.5, 8], count: [2, 2] },
        { start: [1, 4.5], end: [4.5, 8], count: [2, 2] },
      ),
      ...both('point', 1, { x: [1, 3, 5, 7], y: [10, 14, 20, 30] }, { x: [2, 4, 6, 8], y: [12, 18, 26, 50] }),
      ...both(
        'histogram',
        2,
        { start: [10, 30], end: [30, 50], count: [3, 1] },
        { start: [10, 30], end: [30, 50], count: [3, 1] },
      ),
      ...both('point', 3, { x: [1, 3, 5, 7], y: [1, 2, 3, 4] }, { x: [2, 4, 6, 8], y: [-1, -2, -3, 0] }),
      ...both(
        'point',
        4,
        { x: [10, 14, 20, 30], y: [1, 2, 3, 4] },
        { x: [12, 18, 26, 50], y: [-1, -2, -3, 0] },
      ),
      ...both(
        'histogram',
        5,
        { start: [-3, 0.5], end: [0.5, 4], count: [0, 4] },
        { start: [-3, 0.5], end: [0.5, 4], count: [4, 0] },
      ),
    ],
    axes: ['Length (mm)', 'Mass (g), Change (g)'],
    scale: 'linear',
    legend: { title: 'Kind', labels: ['Ant', 'Bee'] },
    panels: [cell(0, 0), cell(0, 1), cell(1, 1), cell(0, 2), cell(1, 2), cell(2, 2)],
  },
} as const satisfies Readonly<Record<string, Example>>
