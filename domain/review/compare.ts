import { compareAreas } from './compare-areas.ts'
import { compareBars } from './compare-bars.ts'
import { compareBins } from './compare-bins.ts'
import { compareBoxes } from './compare-boxes.ts'
import { compareCells } from './compare-cells.ts'
import { compareDays } from './compare-days.ts'
import { compareDensities } from './compare-densities.ts'
import { compareHexagons } from './compare-hexagons.ts'
import { compareBubbles } from './compare-bubbles.ts'
import { compareCandles } from './compare-candles.ts'
import { comparePoints } from './compare-points.ts'
import { compareShares } from './compare-shares.ts'
import { compareViolins } from './compare-violins.ts'
import { compareDots } from './compare-dots.ts'
import { compareSlopes } from './compare-slopes.ts'
import { compareSteps } from './compare-steps.ts'
import type { Comparison } from './comparison.ts'
import type { Expected, ExpectedKinds } from './expectation.ts'
import type { Marks } from './facts.schema.ts'

type Comparers = {
  readonly [K in keyof ExpectedKinds]: (expected: Expected<K>, marks: readonly Marks[]) => Comparison
}

const COMPARERS: Comparers = {
  points: comparePoints,
  bars: compareBars,
  bins: compareBins,
  boxes: compareBoxes,
  cells: compareCells,
  days: compareDays,
  hexagons: compareHexagons,
  densities: compareDensities,
  shares: compareShares,
  violins: compareViolins,
  dots: compareDots,
  steps: compareSteps,
  slopes: compareSlopes,
  bubbles: compareBubbles,
  areas: compareAreas,
  candles: compareCandles,
}

/** Compares marks, all of the right type, with what must be drawn. */
export function compareMarks<K extends keyof ExpectedKinds>(
  expected: Expected<K>,
  marks: readonly Marks[],
): Comparison {
  const comparer: Comparers[K] = COMPARERS[expected.kind]
  return comparer(expected, marks)
}
