import type { Emitters } from '../emitters.ts'
import { areas } from './areas.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { bubbles } from './bubbles.ts'
import { candles } from './candles.ts'
import { histogram } from './histogram.ts'
import { positions } from './positions.ts'

/** Writes charts as typed Vega-Lite encodings; the fields have the names of the roles. */
export const ALTAIR: Emitters = {
  scatter: positions,
  line: positions,
  step: positions,
  bar: bars,
  histogram,
  boxplot: boxes,
  bubble: bubbles,
  area: areas,
  candlestick: candles,
}
