import { short } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { categoryOf, isNear, placeOf, spanOf } from './values.ts'

/** Finds each cell that must be drawn by its two names; a cell without a number is a gap, not a mark. */
export function compareCells({ cells }: Expected<'cells'>, marks: readonly Marks[]): Comparison {
  const span = spanOf(cells.map((cell) => cell.value))
  const drawn = marks.flatMap(cellsOf)
  const free = new Map<string, number[]>()
  for (const { key, value } of drawn) free.set(key, [...(free.get(key) ?? []), value])
  const missing = cells.filter(({ x, y, value }) => {
    const there = free.get(keyOf(x, y)) ?? []
    const at = there.findIndex((each) => isNear(each, value, span))
    if (at >= 0) there.splice(at, 1)
    return at < 0
  })
  const [first] = missing
  return {
    expected: cells.length,
    drawn: drawn.length,
    wrong: Math.max(missing.length, drawn.length - (cells.length - missing.length)),
    example:
      first === undefined ? null : `the cell of ${first.x} and ${first.y} must be ${short(first.value)}`,
  }
}

function cellsOf(mark: Marks): readonly { readonly key: string; readonly value: number }[] {
  const { x = [], y = [], value = [] } = mark.values
  return value.flatMap((each, row) => {
    const number = placeOf(each)
    return number === null ? [] : [{ key: keyOf(categoryOf(x[row]), categoryOf(y[row])), value: number }]
  })
}

function keyOf(x: string | null, y: string | null): string {
  return JSON.stringify([x, y])
}
