import { comparePoints } from './compare-points.ts'
import { short, unmatchedAt } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected, ExpectedPoint } from './expectation.ts'
import type { ExpectedBubble } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { AREA_TOLERANCE } from './limits.ts'
import { quantile } from './source.ts'
import { isSamePlace, placeOf, spanOf } from './values.ts'

type Bubble = Pick<ExpectedBubble, 'x' | 'y' | 'size'>

/** Finds each bubble by its place; the areas must grow as the sizes do, whatever the unit. */
export function compareBubbles({ bubbles }: Expected<'bubbles'>, marks: readonly Marks[]): Comparison {
  const points = bubbles.map((bubble): ExpectedPoint => ({ ...bubble, group: null }))
  const placed = comparePoints({ kind: 'points', points, dates: false }, marks)
  const pairs = paired(bubbles, marks.flatMap(drawnBubbles))
  const unit = quantile(
    pairs
      .map(ratioOf)
      .filter(Number.isFinite)
      .sort((a, b) => a - b),
    0.5,
  )
  const off = pairs.filter((pair) => !isProportional(pair, unit))
  const [first] = off
  return {
    ...placed,
    wrong: Math.max(placed.wrong, off.length),
    example: placed.example ?? (first === undefined ? null : sentence(first, unit)),
  }
}

interface Pair {
  readonly wanted: Bubble
  readonly drawn: Bubble
}

function drawnBubbles(mark: Marks): readonly Bubble[] {
  return (mark.values['x'] ?? []).flatMap((value, row) => {
    const [x, y] = [placeOf(value), placeOf(mark.values['y']?.[row])]
    return x === null || y === null ? [] : [{ x, y, size: placeOf(mark.values['size']?.[row]) ?? 0 }]
  })
}

/** Each bubble with the drawn one at its place; of several there, the one of the same rank. */
function paired(bubbles: readonly Bubble[], drawn: readonly Bubble[]): readonly Pair[] {
  const spans = { x: spanOf(bubbles.map(({ x }) => x)), y: spanOf(bubbles.map(({ y }) => y)) }
  const bySize = (a: Bubble, b: Bubble) => a.size - b.size
  const { pairs } = unmatchedAt(
    [...bubbles].sort(bySize),
    [...drawn].sort(bySize),
    ({ x, y }, wanted) => isSamePlace(x, wanted.x, spans.x) && isSamePlace(y, wanted.y, spans.y),
  )
  return pairs.map(([wanted, one]) => ({ wanted, drawn: one }))
}

function ratioOf({ wanted, drawn }: Pair): number {
  return drawn.size / wanted.size
}

function isProportional({ wanted, drawn }: Pair, unit: number): boolean {
  const fitting = wanted.size * unit
  if (wanted.size === 0) return drawn.size === 0
  return unit > 0 && Math.abs(drawn.size - fitting) <= AREA_TOLERANCE * fitting
}

function sentence({ wanted, drawn }: Pair, unit: number): string {
  return `the bubble at (${short(wanted.x)}, ${short(wanted.y)}) shows ${short(drawn.size / unit)} instead of ${short(wanted.size)}`
}
