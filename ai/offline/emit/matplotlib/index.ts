import type { Emitters } from '../emitters.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { histogram } from './histogram.ts'
import { positions } from './positions.ts'

/** Writes charts with matplotlib's object-oriented interface. */
export const MATPLOTLIB: Emitters = {
  scatter: positions,
  line: positions,
  bar: bars,
  histogram,
  boxplot: boxes,
}
