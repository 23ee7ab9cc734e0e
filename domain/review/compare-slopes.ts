import { short, unmatched } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected, ExpectedSlope } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { categoryOf, isNear, placeOf, spanOf } from './values.ts'

type Drawn = Omit<ExpectedSlope, 'series'> & { readonly series: string | null }

/** Finds each line by the values it joins; a name it is given must be the right one. */
export function compareSlopes({ slopes }: Expected<'slopes'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.flatMap(linesOf)
  const names = new Set(slopes.map((slope) => slope.series))
  const span = spanOf(slopes.flatMap((slope) => slope.points.map((point) => point.value)))
  const { missing, extra } = unmatched(slopes, drawn, (line, slope) => {
    const named = line.series !== null && names.has(line.series)
    return (!named || line.series === slope.series) && joinsSame(line, slope, span)
  })
  const [first] = missing
  return {
    expected: countOf(slopes),
    drawn: countOf(drawn),
    wrong: Math.max(countOf(missing), extra),
    example: first === undefined ? null : `the line of ${first.series} must join ${pointsOf(first)}`,
  }
}

/** A gap ends a line and starts another one. */
function linesOf(mark: Marks): readonly Drawn[] {
  const ys = mark.values['y'] ?? []
  const lines: { at: string; value: number }[][] = [[]]
  for (const [row, x] of (mark.values['x'] ?? []).entries()) {
    const [at, value] = [categoryOf(x), placeOf(ys[row])]
    if (at === null || value === null) lines.push([])
    else lines.at(-1)?.push({ at, value })
  }
  return lines
    .filter((line) => line.length > 0)
    .map((points) => ({ series: categoryOf(mark.series), points }))
}

function joinsSame(line: Drawn, slope: ExpectedSlope, span: number): boolean {
  const { missing, extra } = unmatched(
    slope.points,
    line.points,
    (drawn, point) => drawn.at === point.at && isNear(drawn.value, point.value, span),
  )
  return missing.length === 0 && extra === 0
}

function countOf(lines: readonly Drawn[]): number {
  return lines.reduce((sum, line) => sum + line.points.length, 0)
}

function pointsOf({ points }: ExpectedSlope): string {
  return points.map(({ at, value }) => `${short(value)} at ${at}`).join(' and ')
}
