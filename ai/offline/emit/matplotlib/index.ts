import type { Emitters } from '../emitters.ts'
import { areas } from './areas.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { dumbbells, errorBars, lollipops } from './dots.ts'
import { groupedBars, stackedBars } from './grouped.ts'
import { bubbles } from './bubbles.ts'
import { candles } from './candles.ts'
import { histogram } from './histogram.ts'
import { positions } from './positions.ts'
import { slopes } from './slopes.ts'
import { steps } from './steps.ts'

/** Writes charts with matplotlib's object-oriented interface. */
export const MATPLOTLIB: Emitters = {
  scatter: positions,
  line: positions,
  step: positions,
  bar: bars,
  histogram,
  boxplot: boxes,
  'grouped-bar': groupedBars,
  'stacked-bar': stackedBars,
  lollipop: lollipops,
  waterfall: steps,
  'error-bar': errorBars,
  slope: slopes,
  dumbbell: dumbbells,
  bubble: bubbles,
  area: areas,
  candlestick: candles,
}
