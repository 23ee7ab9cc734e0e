import type { FactValue } from '../../domain/review/facts.schema.ts'
import type { BokehSeries, Scales } from './bokeh-marks.ts'
import { valueAt } from './values.ts'

/**
 * Bokeh has no candlestick of its own: bars from open to close along an axis of moments or numbers, with an upright
 * segment at each, become series of candles. All other series stay as they are, but for those segments.
 */
export function bokehCandles(series: readonly BokehSeries[], scales: Scales): readonly BokehSeries[] {
  const segments = series.filter((each) => each.glyph === 'Segment')
  const wicks = new Map(segments.flatMap(uprightOnes))
  const slanted = segments.some((each) => uprightOnes(each).length < each.raw('x0').length)
  if (scales.x === 'category' || wicks.size === 0 || slanted) return series
  const candles = series.map((each) => candleOf(each, wicks) ?? each)
  const found = candles.some((each) => each.type === 'candle')
  return found ? candles.filter((each) => each.glyph !== 'Segment') : series
}

type Wick = readonly [FactValue, FactValue]

function uprightOnes(segments: BokehSeries): readonly (readonly [FactValue, Wick])[] {
  const [x1, y0, y1] = [segments.raw('x1'), segments.raw('y0'), segments.raw('y1')]
  return segments
    .raw('x0')
    .flatMap((at, row) =>
      at === valueAt(x1, row) ? [[at, [valueAt(y0, row), valueAt(y1, row)]] as const] : [],
    )
}

function candleOf(bars: BokehSeries, wicks: ReadonlyMap<FactValue, Wick>): BokehSeries | null {
  if (bars.glyph !== 'VBar') return null
  const x = bars.raw('x')
  if (!x.every((at) => wicks.has(at))) return null
  const ends = x.map((at) => wicks.get(at))
  const values = {
    x,
    open: bars.raw('bottom'),
    close: bars.raw('top'),
    low: ends.map((wick) => wick?.[0] ?? null),
    high: ends.map((wick) => wick?.[1] ?? null),
  }
  return { ...bars, type: 'candle', values }
}
