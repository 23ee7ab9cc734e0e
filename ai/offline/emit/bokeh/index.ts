import type { Emitters } from '../emitters.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { histogram } from './histogram.ts'
import { positions } from './positions.ts'

/** Writes charts with bokeh's figure and its glyphs. */
export const BOKEH: Emitters = {
  scatter: positions,
  line: positions,
  bar: bars,
  histogram,
  boxplot: boxes,
}
