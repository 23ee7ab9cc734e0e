import { short, unmatched } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected, ExpectedBar, ExpectedStem } from './expectation.ts'
import type { FactValue, Marks } from './facts.schema.ts'
import { categoryOf, isNear, numberAt, spanOf } from './values.ts'

interface Dot {
  readonly category: string | null
  readonly series: string | null
  readonly value: number
}

interface Stem {
  readonly category: string
  readonly ends: readonly [number, number]
}

/** Finds each point among the drawn ones, and the lines that reach from one end of its category to the other. */
export function compareDots({ dots, stems }: Expected<'dots'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.filter((mark) => mark.type === 'point').flatMap(dotsOf)
  const lines = marks.filter((mark) => mark.type === 'segment').flatMap(stemsOf)
  const span = spanOf(dots.map((dot) => dot.value))
  const { missing, extra } = unmatched(dots, drawn, (candidate, dot) => fits(candidate, dot, span))
  const [first] = missing
  const loose = stems.filter((stem) => !reaches(lines, stem, span))
  const [stem] = loose
  return {
    expected: dots.length,
    drawn: drawn.length,
    wrong: Math.max(missing.length, extra, loose.length),
    example: first ? exampleOf(first) : stem ? stemExampleOf(stem) : null,
  }
}

function exampleOf({ category, group, value }: ExpectedBar): string {
  return `the point of ${group === null ? category : `${category}, ${group},`} must be at ${short(value)}`
}

function stemExampleOf({ category, low, high }: ExpectedStem): string {
  return `the line at ${category} must reach from ${short(low)} to ${short(high)}`
}

function dotsOf(mark: Marks): readonly Dot[] {
  const ys = mark.values['y'] ?? []
  return (mark.values['x'] ?? []).flatMap((x, row) => {
    const placed = atCategory(x, ys[row])
    return placed === null ? [] : [{ ...placed, series: categoryOf(mark.series) }]
  })
}

/** A place where one axis names categories and the other measures. */
function atCategory(x: FactValue | undefined, y: FactValue | undefined) {
  if (typeof y === 'number') return { category: typeof x === 'string' ? categoryOf(x) : null, value: y }
  return typeof x === 'number' ? { category: typeof y === 'string' ? categoryOf(y) : null, value: x } : null
}

function stemsOf(mark: Marks): readonly Stem[] {
  const read = (key: string, row: number) => (mark.values[key] ?? [])[row]
  return (mark.values['x'] ?? []).flatMap((x, row) => {
    const from = atCategory(x, read('y', row))
    const to = atCategory(read('x2', row), read('y2', row))
    if (from === null || to === null || from.category === null || from.category !== to.category) return []
    return [{ category: from.category, ends: [from.value, to.value] }]
  })
}

function fits(drawn: Dot, dot: ExpectedBar, span: number): boolean {
  const sameGroup = dot.group === null || drawn.series === null || drawn.series === dot.group
  return drawn.category === dot.category && sameGroup && isNear(drawn.value, dot.value, span)
}

/** Lines in several pieces count as one. */
function reaches(lines: readonly Stem[], { category, low, high }: ExpectedStem, span: number): boolean {
  const ends = lines.flatMap((line) => (line.category === category ? line.ends : []))
  const sorted = [...ends].sort((a, b) => a - b)
  return isNear(numberAt(sorted, 0), low, span) && isNear(numberAt(sorted, sorted.length - 1), high, span)
}
