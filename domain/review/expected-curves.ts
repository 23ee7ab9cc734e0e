import type { Expected, ExpectedCurve } from './expectation.ts'
import { ascending, columnOf, groupedValues, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf, placeOf } from './values.ts'

/** A curve per colour that shows where values are dense. */
export function expectedDensities(source: Source): Expected<'densities'> | null {
  const curves = curvesOf(source)
  return curves && { kind: 'densities', curves }
}

/** A curve per colour that shows which share of the values is reached. */
export function expectedShares(source: Source): Expected<'shares'> | null {
  const curves = curvesOf(source)
  return curves && { kind: 'shares', curves: curves.map((curve) => ({ ...curve, required: true })) }
}

/** A violin per category. */
export function expectedViolins(source: Source): Expected<'violins'> | null {
  const violins = groupedValues(source)?.map(({ category, values }) => curveOf(category, values))
  return violins ? { kind: 'violins', violins } : null
}

function curvesOf(source: Source): readonly ExpectedCurve[] | null {
  const [value, color] = [columnOf(source, 'value'), columnOf(source, 'color')]
  if (value === null) return null
  const groups = new Map<string | null, number[]>()
  for (const row of rowsOf(source.data)) {
    const number = placeOf(value[row])
    const group = categoryOf(color?.[row])
    if (number === null || (color !== null && group === null)) continue
    const known = groups.get(group)
    if (known === undefined) groups.set(group, [number])
    else known.push(number)
  }
  return [...groups].map(([group, values]) => curveOf(group, values))
}

function curveOf(group: string | null, values: readonly number[]): ExpectedCurve {
  const sorted = [...values].sort(ascending)
  return { group, values: sorted, required: sorted.length > 0 && sorted[0] !== sorted.at(-1) }
}
