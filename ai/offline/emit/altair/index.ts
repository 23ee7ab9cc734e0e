import type { Emitters } from '../emitters.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { histogram } from './histogram.ts'
import { positions } from './positions.ts'

/** Writes charts as typed Vega-Lite encodings; the fields have the names of the roles. */
export const ALTAIR: Emitters = {
  scatter: positions,
  line: positions,
  bar: bars,
  histogram,
  boxplot: boxes,
}
