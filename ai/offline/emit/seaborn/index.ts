import type { Emitters } from '../emitters.ts'
import { areas } from './areas.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { bubbles } from './bubbles.ts'
import { candles } from './candles.ts'
import { histogram } from './histogram.ts'
import { positions } from './positions.ts'

/** Writes charts with seaborn's functions for one axes. */
export const SEABORN: Emitters = {
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
