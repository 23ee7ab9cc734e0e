import type { Expected } from './expectation.ts'
import { columnOf, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf, placeOf } from './values.ts'

/** One line per series through its values at each moment. */
export function expectedSlopes(source: Source): Expected<'slopes'> | null {
  const [series, x, y] = [columnOf(source, 'series'), columnOf(source, 'x'), columnOf(source, 'y')]
  if (series === null || x === null || y === null) return null
  const slopes = new Map<string, { at: string; value: number }[]>()
  for (const row of rowsOf(source.data)) {
    const [name, at, value] = [categoryOf(series[row]), categoryOf(x[row]), placeOf(y[row])]
    if (name === null || at === null || value === null) continue
    slopes.set(name, [...(slopes.get(name) ?? []), { at, value }])
  }
  return { kind: 'slopes', slopes: [...slopes].map(([name, points]) => ({ series: name, points })) }
}
