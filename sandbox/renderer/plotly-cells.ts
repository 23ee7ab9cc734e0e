import type { FactValue } from '../../domain/review/facts.schema.ts'
import { plotlyArray } from './arrays.ts'
import { listOf, member, numberOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { factValue, valueAt } from './values.ts'

/** Places along the two axes of a heat map, as they stand on them; an axis without places counts from 0. */
interface Places {
  readonly x: readonly FactValue[]
  readonly y: readonly FactValue[]
}

/** The cells of a heat map, row by row. */
export function plotlyCells(trace: JsonObject, { x, y }: Places): Record<'x' | 'y' | 'value', FactValue[]> {
  const rows = matrixOf(trace['z'])
  const cells = rows.flatMap((row, down) =>
    row.map((value, across) => ({
      x: x.length === 0 ? across : valueAt(x, across),
      y: y.length === 0 ? down : valueAt(y, down),
      value: factValue(value, 'linear'),
    })),
  )
  return {
    x: cells.map((each) => each.x),
    y: cells.map((each) => each.y),
    value: cells.map((each) => each.value),
  }
}

/** The rows of a list of lists, or of one array of bytes with its shape. */
function matrixOf(value: unknown): readonly (readonly unknown[])[] {
  const shape = member(value, 'shape')
  if (typeof shape !== 'string') return listOf(value).map(plotlyArray)
  const flat = plotlyArray(value)
  const [height = 0, width = 0] = shape.split(',').map(Number)
  if (numberOf(height) === null || !(width > 0) || height * width !== flat.length) return []
  return Array.from({ length: height }, (_, row) => flat.slice(row * width, (row + 1) * width))
}
