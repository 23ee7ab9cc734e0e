import { PALETTE } from '../design.ts'
import type { Doc } from '../layout.ts'
import { literal } from '../python.ts'

/** Blue where the last number is the higher one, orange where it is the lower one: apart for everybody. */
export const DIRECTIONS_CONSTANT: Doc = `DIRECTIONS = {"Rising": ${literal(PALETTE[0])}, "Falling": ${literal(PALETTE[1])}}`

/** Share of the smallest distance between two candles that one takes. */
export const CANDLE_SHARE = '0.7'
