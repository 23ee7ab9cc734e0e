import type { Expected } from './expectation.ts'
import { columnOf, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { placeOf } from './values.ts'

/** The rows that hexagons must count. */
export function expectedHexagons(source: Source): Expected<'hexagons'> | null {
  const [x, y] = [columnOf(source, 'x'), columnOf(source, 'y')]
  if (x === null || y === null) return null
  const points = rowsOf(source.data).flatMap((row) => {
    const [left, up] = [placeOf(x[row]), placeOf(y[row])]
    return left === null || up === null ? [] : [{ x: left, y: up }]
  })
  return { kind: 'hexagons', points }
}
