import type { Expected } from './expectation.ts'
import { aggregated, columnOf, isGiven, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf, placeOf } from './values.ts'

const DAY_MS = 86_400_000

/** One cell per pair of names that has rows; several rows become one number, by the mean where the spec says nothing. */
export function expectedCells(source: Source): Expected<'cells'> | null {
  const [x, y] = [columnOf(source, 'x'), columnOf(source, 'y')]
  const groups = valuesBy(source, (row) => {
    const [across, down] = [categoryOf(x?.[row]), categoryOf(y?.[row])]
    return across === null || down === null ? null : [across, down]
  })
  if (x === null || y === null || groups === null) return null
  return {
    kind: 'cells',
    cells: groups.map(({ key: [across = '', down = ''], value }) => ({ x: across, y: down, value })),
  }
}

/** One cell per day that has rows. */
export function expectedDays(source: Source): Expected<'days'> | null {
  const dates = columnOf(source, 'x')
  const groups = valuesBy(source, (row) => {
    const moment = placeOf(dates?.[row])
    return moment === null ? null : [Math.floor(moment / DAY_MS)]
  })
  if (dates === null || groups === null) return null
  return { kind: 'days', days: groups.map(({ key: [day = 0], value }) => ({ day, value })) }
}

interface Keyed<K> {
  readonly key: readonly K[]
  readonly value: number
}

/** The shade of each key; rows without a key or a number are left out. */
function valuesBy<K>(
  source: Source,
  keyOf: (row: number) => readonly K[] | null,
): readonly Keyed<K>[] | null {
  const shades = columnOf(source, 'shade')?.map(placeOf)
  if (shades === undefined) return null
  const groups = new Map<string, { readonly key: readonly K[]; readonly values: number[] }>()
  for (const row of rowsOf(source.data)) {
    const [key, shade] = [keyOf(row), shades[row] ?? null]
    if (key === null || !isGiven(shade)) continue
    const name = JSON.stringify(key)
    const known = groups.get(name) ?? { key, values: [] }
    known.values.push(shade)
    groups.set(name, known)
  }
  const aggregate = source.spec.chart.aggregate ?? 'mean'
  return [...groups.values()].map(({ key, values }) => ({ key, value: aggregated(values, aggregate) }))
}
