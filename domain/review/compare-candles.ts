import { short, unmatchedAt } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { ExpectedCandle } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { isNear, isSamePlace, placeOf, spanOf } from './values.ts'

const ENDS = ['open', 'close', 'low', 'high'] as const

/** Finds each candle among the drawn ones: its place, both ends of its body, both ends of its wick. */
export function compareCandles({ candles }: Expected<'candles'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.flatMap(drawnCandles)
  const spans = {
    x: spanOf(candles.map(({ x }) => x)),
    value: spanOf(candles.flatMap(({ low, high }) => [low, high])),
  }
  const { missing, free } = unmatchedAt(candles, drawn, (one, candle) => fits(one, candle, spans))
  const [first] = missing
  return {
    expected: candles.length,
    drawn: drawn.length,
    wrong: Math.max(missing.length, free.length),
    example: first === undefined ? null : `no candle goes ${path(first)}`,
  }
}

/** The candles of a series; ends of a wick in order. */
export function drawnCandles(mark: Marks): readonly ExpectedCandle[] {
  return (mark.values['x'] ?? []).flatMap((value, row) => {
    const x = placeOf(value)
    const end = (name: (typeof ENDS)[number]) => placeOf(mark.values[name]?.[row])
    const [open, close, a, b] = [end('open'), end('close'), end('low'), end('high')]
    if (x === null || open === null || close === null || a === null || b === null) return []
    return [{ x, open, close, low: Math.min(a, b), high: Math.max(a, b) }]
  })
}

function fits(
  drawn: ExpectedCandle,
  candle: ExpectedCandle,
  spans: { readonly x: number; readonly value: number },
): boolean {
  return (
    isSamePlace(drawn.x, candle.x, spans.x) &&
    ENDS.every((end) => isNear(drawn[end], candle[end], spans.value))
  )
}

function path({ open, close, low, high }: ExpectedCandle): string {
  return `from ${short(open)} to ${short(close)} between ${short(low)} and ${short(high)}`
}
