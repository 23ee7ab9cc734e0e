import type { Expected, ExpectedCandle } from './expectation.ts'
import { columnOf, isGiven, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { placeOf } from './values.ts'

/** One candle per row with a place and four numbers. */
export function expectedCandles(source: Source): Expected<'candles'> | null {
  const [x, open, high, low, close] = (['x', 'open', 'high', 'low', 'close'] as const).map((role) =>
    columnOf(source, role),
  )
  if (!x || !open || !high || !low || !close) return null
  const candles = rowsOf(source.data).map((row): ExpectedCandle | null => {
    const at = placeOf(x[row])
    const body = { open: placeOf(open[row]), close: placeOf(close[row]) }
    const [a, b] = [placeOf(low[row]), placeOf(high[row])]
    if (at === null || body.open === null || body.close === null || a === null || b === null) return null
    return { x: at, open: body.open, close: body.close, low: Math.min(a, b), high: Math.max(a, b) }
  })
  return { kind: 'candles', candles: candles.filter(isGiven) }
}
