import type { FactValue, Marks } from '../../domain/review/facts.schema.ts'
import { withBubbles } from './bubbles.ts'

/** One series of marks with the shape it is drawn in, before it is known whether that shape is its own. */
export interface Series extends Omit<Marks, 'redundant' | 'values'> {
  /** marker, dash or pattern; equal texts look alike */
  readonly shape: string
  readonly values: Record<string, FactValue[]>
}

/** The marks; a series whose shape no other series of its type has can be told apart without colour. */
export function marksOf(read: readonly Series[]): Marks[] {
  const all = withBubbles(read)
  return all.map((one) => {
    const others = all.filter((other) => other !== one && other.type === one.type)
    const redundant = others.length > 0 && others.every((other) => other.shape !== one.shape)
    const { type, series, color, opacity, values, panel } = one
    return { type, series, color, opacity, redundant, values, ...(panel !== undefined && { panel }) }
  })
}

/** Whether bars along a numeric axis touch, so that they are the bins of a histogram. */
export function touching(spans: readonly (readonly [number, number])[]): boolean {
  if (spans.length < 2) return false
  const sorted = spans.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const).sort((a, b) => a[0] - b[0])
  const width = Math.min(...sorted.map(([start, end]) => end - start))
  if (!(width > 0)) return false
  return sorted
    .slice(1)
    .every(([start], index) => Math.abs(start - (sorted[index]?.[1] ?? Number.NaN)) <= width * 0.02)
}
