import { chartRules } from '../plot/charts.ts'
import type { Expected, ExpectedBar, ExpectedStem } from './expectation.ts'
import { aggregated, columnOf, groupedValues, rowsOf } from './source.ts'
import type { Group, Source } from './source.ts'
import { categoryOf, placeOf } from './values.ts'

/** Points at categories, and the straight lines beside them. */
export function expectedDots(source: Source): Expected<'dots'> | null {
  const { stems } = chartRules(source.spec.chart.type)
  const groups = groupedValues(source)
  if (groups === null) return null
  if (stems === 'interval') return withIntervals(source, groups)
  const { aggregate } = source.spec.chart
  const dots = groups.flatMap(({ category, group, values }) =>
    (aggregate === undefined ? values : [aggregated(values, aggregate)]).map((value) => ({
      category,
      group,
      value,
    })),
  )
  return { kind: 'dots', dots, stems: rangesOf(dots, stems === 'zero' ? [0] : []) }
}

/** From the smallest to the largest value of each category; one that has no length is not drawn. */
function rangesOf(dots: readonly ExpectedBar[], from: readonly number[]): readonly ExpectedStem[] {
  const categories = [...new Set(dots.map((dot) => dot.category))]
  return categories.flatMap((category) => {
    const values = dots.filter((dot) => dot.category === category).map((dot) => dot.value)
    const [low, high] = [Math.min(...from, ...values), Math.max(...from, ...values)]
    return low < high ? [{ category, low, high }] : []
  })
}

/** Given intervals as they are; without them the mean of each category, one standard deviation to both sides. */
function withIntervals(source: Source, groups: readonly Group[]): Expected<'dots'> {
  const given = givenIntervals(source)
  if (given !== null) return given
  const dots = groups.map(({ category, group, values }) => ({
    category,
    group,
    value: aggregated(values, 'mean'),
  }))
  const stems = groups.flatMap(({ category, values }) => {
    const [mean, deviation] = [aggregated(values, 'mean'), deviationOf(values)]
    return deviation > 0 ? [{ category, low: mean - deviation, high: mean + deviation }] : []
  })
  return { kind: 'dots', dots, stems }
}

function givenIntervals(source: Source): Expected<'dots'> | null {
  const [category, value] = [columnOf(source, 'category'), columnOf(source, 'value')]
  const [low, high] = [columnOf(source, 'low'), columnOf(source, 'high')]
  if (category === null || value === null || (low === null && high === null)) return null
  const rows = rowsOf(source.data).flatMap((row) => {
    const [name, at] = [categoryOf(category[row]), placeOf(value[row])]
    const [from, to] = [low === null ? at : placeOf(low[row]), high === null ? at : placeOf(high[row])]
    return name === null || at === null || from === null || to === null ? [] : [{ name, at, from, to }]
  })
  return {
    kind: 'dots',
    dots: rows.map(({ name, at }) => ({ category: name, group: null, value: at })),
    stems: rows.flatMap(({ name, from, to }) => (from < to ? [{ category: name, low: from, high: to }] : [])),
  }
}

/** Standard deviation of a sample; 0 for a single value. */
function deviationOf(values: readonly number[]): number {
  const mean = aggregated(values, 'mean')
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1))
}
