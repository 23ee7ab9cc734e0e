import { PALETTE } from '../design.ts'
import { call, options, prefix } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { literal } from '../python.ts'

/** Blue where the last number is the higher one, orange where it is the lower one: apart for everybody. */
export const DIRECTIONS_CONSTANT: Doc = `DIRECTIONS = {"Rising": ${literal(PALETTE[0])}, "Falling": ${literal(PALETTE[1])}}`

/** Share of the smallest distance between two candles that one takes. */
export const CANDLE_SHARE = '0.7'

/** `table`: a row per candle, and whether it rises or falls. */
export function candleTable({
  roles: { x, open, high, low, close },
}: Plan<'candlestick'>): readonly Statement[] {
  const columns = {
    x: `frame[${x.name}]`,
    open: `frame[${open.name}]`,
    high: `frame[${high.name}]`,
    low: `frame[${low.name}]`,
    close: `frame[${close.name}]`,
  }
  return [
    prefix('table = ', call('pd.DataFrame', [options(columns)])),
    'falls = table["close"] < table["open"]',
    'table["direction"] = falls.map({False: "Rising", True: "Falling"})',
  ]
}
