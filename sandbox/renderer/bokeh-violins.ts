import type { FactValue } from '../../domain/review/facts.schema.ts'

/** A place within categories, as bokeh writes it: their names, and how far from the middle it is. */
interface Offset {
  readonly name: string
  readonly offset: number
}

/**
 * The widths of a patch that mirrors itself at a category: `along` has the places beside the categories, `across`
 * those within them. Null for any other patch.
 */
export function bokehViolin(
  across: readonly unknown[],
  along: readonly unknown[],
): Record<'category' | 'at' | 'width', FactValue[]> | null {
  const reach = new Map<number, readonly [number, number]>()
  const names = new Set<string>()
  for (const [row, place] of across.entries()) {
    const [offset, at] = [offsetOf(place), along[row]]
    if (offset === null || typeof at !== 'number') return null
    names.add(offset.name)
    const [low, high] = reach.get(at) ?? [Infinity, -Infinity]
    reach.set(at, [Math.min(low, offset.offset), Math.max(high, offset.offset)])
  }
  const ends = [...reach.values()]
  const isMirrored = ends.every(([low, high]) => Math.abs(low + high) <= 1e-6 * (high - low + 1))
  if (names.size !== 1 || !isMirrored) return null
  const [name = ''] = names
  return {
    category: ends.map(() => name),
    at: [...reach.keys()],
    width: ends.map(([low, high]) => high - low),
  }
}

function offsetOf(place: unknown): Offset | null {
  if (!Array.isArray(place)) return null
  const parts: readonly unknown[] = place
  const offset = parts.at(-1)
  const names = parts.slice(0, -1)
  if (typeof offset !== 'number' || !names.every((part) => typeof part === 'string')) return null
  return { name: names.join(' '), offset }
}
