import type { FactValue } from '../../domain/review/facts.schema.ts'
import { valueAt } from './values.ts'
import type { Channel, SceneMark } from './vega-scene.ts'

/** The widths of an area that mirrors itself, in a facet or a colour of its own; null for any other area. */
export function altairViolin(
  mark: SceneMark,
  read: (place: Channel | undefined) => FactValue[],
): Record<'category' | 'at' | 'width', FactValue[]> | null {
  const { x, x2, y, y2 } = mark.places
  const [from, to, along] = x2 === undefined ? [y, y2, x] : [x, x2, y]
  const [starts, ends] = [read(from).map(Number), read(to).map(Number)]
  const category = mark.series.map((name, row) => valueAt(mark.facets, row) ?? name)
  const middles = starts.map((start, row) => start + (ends[row] ?? Number.NaN))
  const [first = Number.NaN] = middles
  const slack = 1e-6 * Math.abs(first)
  const isMirrored = first > 0 && middles.every((middle) => Math.abs(middle - first) <= slack)
  const isStraight = starts.every((start) => start === starts[0])
  if (!isMirrored || isStraight || category.includes(null)) return null
  return { category, at: read(along), width: starts.map((start, row) => Math.abs((ends[row] ?? 0) - start)) }
}
