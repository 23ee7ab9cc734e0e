import type { Emitters } from '../emitters.ts'
import { areas } from './areas.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { density, ecdf } from './curves.ts'
import { hexagons } from './hexagons.ts'
import { dumbbells, errorBars, lollipops } from './dots.ts'
import { groupedBars, stackedBars } from './grouped.ts'
import { bubbles } from './bubbles.ts'
import { candles } from './candles.ts'
import { histogram } from './histogram.ts'
import { calendar, heatmap } from './cells.ts'
import { smallMultiples } from './panels.ts'
import { positions } from './positions.ts'
import { violins } from './violins.ts'
import { slopes } from './slopes.ts'
import { steps } from './steps.ts'

/** Writes charts with seaborn's functions for one axes. */
export const SEABORN: Emitters = {
  scatter: positions,
  line: positions,
  step: positions,
  bar: bars,
  histogram,
  boxplot: boxes,
  density,
  ecdf,
  violin: violins,
  heatmap,
  hexbin: hexagons,
  'calendar-heatmap': calendar,
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
  'small-multiples': smallMultiples,
}
