import type { Expected, ExpectedArea } from './expectation.ts'
import { columnOf, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf, placeOf } from './values.ts'

/** Rows of one group at one place are added up. */
export function expectedAreas(source: Source): Expected<'areas'> | null {
  const [x, y, color] = (['x', 'y', 'color'] as const).map((role) => columnOf(source, role))
  if (!x || !y || !color) return null
  const areas = new Map<string, ExpectedArea>()
  for (const row of rowsOf(source.data)) {
    const [at, value, group] = [placeOf(x[row]), placeOf(y[row]), categoryOf(color[row])]
    if (at === null || value === null || group === null) continue
    const key = JSON.stringify([at, group])
    areas.set(key, { x: at, group, value: value + (areas.get(key)?.value ?? 0) })
  }
  return { kind: 'areas', areas: [...areas.values()] }
}
