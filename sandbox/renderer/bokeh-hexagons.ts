import type { FactValue } from '../../domain/review/facts.schema.ts'
import { valueAt } from './values.ts'

/** How bokeh lays its hexagons out. */
export interface Tiling {
  readonly size: number
  readonly aspect: number
  /** true: the hexagons stand on a corner */
  readonly pointy: boolean
}

/** The middle of each hexagon, from its two coordinates in the tiling, with its count. */
export function bokehHexagons(
  q: readonly FactValue[],
  r: readonly FactValue[],
  { size, aspect, pointy, count }: Tiling & { readonly count: readonly FactValue[] },
): Record<'x' | 'y' | 'count', FactValue[]> {
  const root = Math.sqrt(3)
  const middles = q.map((column, at) => {
    const [a, b] = [Number(column), Number(valueAt(r, at))]
    return pointy
      ? { x: (size * root * (a + b / 2)) / aspect, y: -size * 1.5 * b }
      : { x: size * 1.5 * a, y: -size * root * (b + a / 2) * aspect }
  })
  return { x: middles.map(({ x }) => x), y: middles.map(({ y }) => y), count: [...count] }
}
