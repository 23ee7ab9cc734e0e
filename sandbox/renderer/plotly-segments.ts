import type { FactValue } from '../../domain/review/facts.schema.ts'
import { isObject, member, numberOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { traceValues } from './plotly-figure.ts'
import { valueAt } from './values.ts'

/** Ends of straight lines, as facts. */
export type Segments = Readonly<Record<'x' | 'y' | 'x2' | 'y2', FactValue[]>>

interface Places {
  readonly x: readonly FactValue[]
  readonly y: readonly FactValue[]
}

/** The error bars of a trace's points, from one end to the other; null where it has none. */
export function errorBars(trace: JsonObject, { x, y }: Places): Segments | null {
  const across = (['y', 'x'] as const).find((each) => isShown(trace[`error_${each}`]))
  if (across === undefined) return null
  const values = across === 'y' ? y : x
  const [low, high] = ['arrayminus', 'array'].map((side) =>
    values.map((value, row) => endOf(value, lengthOf(trace[`error_${across}`], side, { value, row }), side)),
  )
  const ends = { from: low ?? [], to: high ?? [] }
  const kept = values.flatMap((_, row) =>
    valueAt(ends.from, row) === null || valueAt(ends.to, row) === null ? [] : [row],
  )
  const pick = (all: readonly FactValue[]) => kept.map((row) => valueAt(all, row))
  return across === 'y'
    ? { x: pick(x), y: pick(ends.from), x2: pick(x), y2: pick(ends.to) }
    : { x: pick(ends.from), y: pick(y), x2: pick(ends.to), y2: pick(y) }
}

function isShown(bar: unknown): bar is JsonObject {
  return isObject(bar) && bar['visible'] !== false
}

interface At {
  readonly value: FactValue
  readonly row: number
}

/** How far an error bar reaches to one side; without a side of its own it is as long as the other one. */
function lengthOf(bar: unknown, side: string, { value, row }: At): number | null {
  if (!isObject(bar)) return null
  const symmetric = bar['symmetric'] !== false && traceValues(bar, 'arrayminus').length === 0
  const name = side === 'arrayminus' && symmetric ? 'array' : side
  const fixed = numberOf(bar[name === 'array' ? 'value' : 'valueminus']) ?? 10
  if (bar['type'] === 'constant') return fixed
  if (bar['type'] === 'percent') return (Math.abs(Number(value)) * fixed) / 100
  if (bar['type'] === 'sqrt') return Math.sqrt(Math.abs(Number(value)))
  return numberOf(traceValues(bar, name)[row]) ?? 0
}

function endOf(value: FactValue, length: number | null, side: string): FactValue {
  if (typeof value !== 'number' || length === null) return null
  return side === 'array' ? value + length : value - length
}

/** A line with gaps whose every piece stays at one category; null for any other line. */
export function connectors({ x, y }: Places): Segments | null {
  const pieces = piecesOf({ x, y })
  const straight = pieces.every(([first, last]) => {
    const named = ['x', 'y'].filter((axis) => typeof member(first, axis) === 'string')
    return named.length === 1 && named.every((axis) => member(first, axis) === member(last, axis))
  })
  if (!straight || pieces.length === 0) return null
  return {
    x: pieces.map(([first]) => first.x),
    y: pieces.map(([first]) => first.y),
    x2: pieces.map(([, last]) => last.x),
    y2: pieces.map(([, last]) => last.y),
  }
}

interface Place {
  readonly x: FactValue
  readonly y: FactValue
}

/** First and last place of each piece between gaps. */
function piecesOf({ x, y }: Places): readonly (readonly [Place, Place])[] {
  const pieces: Place[][] = [[]]
  for (const [row, at] of x.entries()) {
    const place = { x: at, y: valueAt(y, row) }
    if (place.x === null || place.y === null) pieces.push([])
    else pieces.at(-1)?.push(place)
  }
  return pieces.flatMap((piece) => {
    const [first, last] = [piece[0], piece.at(-1)]
    return first === undefined || last === undefined || piece.length !== 2 ? [] : [[first, last] as const]
  })
}
