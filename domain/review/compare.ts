import { compareBars } from './compare-bars.ts'
import { compareBins } from './compare-bins.ts'
import { compareBoxes } from './compare-boxes.ts'
import { comparePoints } from './compare-points.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expected.ts'
import type { Marks } from './facts.schema.ts'

/** Type of marks that a kind of chart is made of. */
export const MARK_TYPES = {
  scatter: 'point',
  line: 'line',
  bar: 'bar',
  histogram: 'histogram',
  boxplot: 'box',
} as const

/** Compares marks, all of the right type, with what must be drawn. */
export function compareMarks(expected: Expected, marks: readonly Marks[]): Comparison {
  if (expected.kind === 'points') return comparePoints(expected, marks)
  if (expected.kind === 'bins') return compareBins(expected, marks)
  if (expected.kind === 'boxes') return compareBoxes(expected.boxes, marks)
  return compareBars(expected.bars, marks)
}
