import { compareRawBoxes } from './compare-boxes.ts'
import { scaleOf } from './compare-densities.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { FactValue, Marks } from './facts.schema.ts'
import { categoryOf, placeOf } from './values.ts'

interface Outline {
  readonly category: string | null
  readonly at: readonly number[]
  readonly height: readonly number[]
}

/** Holds the width of each violin against the density of its values, or the raw values that a library makes it of. */
export function compareViolins({ violins }: Expected<'violins'>, marks: readonly Marks[]): Comparison {
  const raw = marks.filter((mark) => (mark.values['value'] ?? []).length > 0)
  if (raw.length > 0) {
    const boxes = violins.map(({ group, values }) => ({ category: String(group), group: null, values }))
    return compareRawBoxes(boxes, raw)
  }
  const drawn = outlinesOf(marks)
  const required = violins.filter((violin) => violin.required)
  const wrong = required.filter((violin) => {
    const own = drawn.filter(({ category }) => category === violin.group)
    return own.length !== 1 || own.some((outline) => scaleOf(violin, outline) === null)
  })
  const known = new Set(violins.map(({ group }) => group))
  const optional = violins.filter(
    ({ group, required: needed }) => !needed && drawn.some(({ category }) => category === group),
  )
  const foreign = drawn.filter(({ category }) => !known.has(category))
  const [first] = wrong
  return {
    expected: required.length,
    drawn: drawn.length - optional.length,
    wrong: wrong.length + foreign.length,
    example: first === undefined ? null : `the violin of ${first.group} is no density of its values`,
  }
}

/** The rows of each category, in the order of the outline. */
function outlinesOf(marks: readonly Marks[]): readonly Outline[] {
  return marks.flatMap((mark) => {
    const { category = [], at = [], width = [] } = mark.values
    const names = category.map((value: FactValue) => categoryOf(value))
    return [...new Set(names)].map((name) => {
      const points = names.flatMap((each, row) => {
        const [place, height] = [placeOf(at[row]), placeOf(width[row])]
        return each !== name || place === null || height === null ? [] : [{ place, height }]
      })
      return {
        category: name,
        at: points.map(({ place }) => place),
        height: points.map(({ height }) => height),
      }
    })
  })
}
