import type { Emitters } from '../emitters.ts'
import { areas } from './areas.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { bubbles } from './bubbles.ts'
import { candles } from './candles.ts'
import { histogram } from './histogram.ts'
import { positions } from './positions.ts'

/** Writes charts with bokeh's figure and its glyphs. */
export const BOKEH: Emitters = {
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
