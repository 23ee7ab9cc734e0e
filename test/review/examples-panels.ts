import type { Panel } from '../../domain/review/facts.schema.ts'
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
} as const satisfies Readonly<Record<string, Example>>
