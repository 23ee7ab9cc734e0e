import type { Slot, Spec } from '../../domain/plot/plot.schema.ts'
import type { Axis, FigureFacts, Marks } from '../../domain/review/facts.schema.ts'
import type { DataTable } from '../../domain/review/measure.schema.ts'

/** A small spec of one chart type over the table, and a faultless figure of it. */
export interface Example {
  readonly slots: readonly Slot[]
  readonly columns: Readonly<Record<string, string>>
  readonly chart?: Partial<Spec['chart']>
  readonly marks: readonly Marks[]
  /** titles of the two axes, and the scale of the horizontal one */
  readonly axes: readonly [string, string]
  readonly scale: Axis['scale']
  readonly legend: FigureFacts['legend']
  readonly panels?: FigureFacts['panels']
}

/** Eight rows of two kinds. */
export const TABLE: DataTable = {
  rows: 8,
  columns: {
    length_mm: [1, 2, 3, 4, 5, 6, 7, 8],
    mass_g: [10, 12, 14, 18, 20, 26, 30, 50],
    site: ['East', 'East', 'East', 'East', 'West', 'West', 'West', 'West'],
    change_g: [1, -1, 2, -2, 3, -3, 4, 0],
    name: ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'],
    year: [2019, 2020, 2019, 2020, 2019, 2020, 2019, 2020],
    kind: ['Ant', 'Bee', 'Ant', 'Bee', 'Ant', 'Bee', 'Ant', 'Bee'],
    day: [1, 2, 3, 4, 5, 6, 7, 8].map((day) => `2020-01-0${day}T00:00:00`),
  },
}

/** A series of marks in a colour that can be told apart. */
export function series(type: Marks['type'], values: Marks['values'], other: Partial<Marks> = {}): Marks {
  return { type, series: null, color: '#0072B2', opacity: 1, redundant: false, values, ...other }
}

/** Slots over the table. */
export const MASS: Slot = { name: 'y', types: ['quantitative'], required: true, label: 'Mass', unit: 'g' }
export const AMOUNT: Slot = { ...MASS, name: 'value' }
export const KIND: Slot = { name: 'category', types: ['nominal'], required: true, label: 'Kind' }
