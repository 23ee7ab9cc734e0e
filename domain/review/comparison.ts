import type { FactValue, Marks } from './facts.schema.ts'
import { placeOf } from './values.ts'

/** How far what is drawn is what must be drawn. */
export interface Comparison {
  /** marks that must be drawn; for a histogram, rows */
  readonly expected: number
  /** marks of that kind that are drawn */
  readonly drawn: number
  /** marks missing, too many, or with a wrong value */
  readonly wrong: number
  /** one of the wrong ones, in words */
  readonly example: string | null
}

/** Several comparisons as one. */
export function together(parts: readonly Comparison[]): Comparison {
  const sum = (key: 'expected' | 'drawn' | 'wrong') => parts.reduce((total, part) => total + part[key], 0)
  const example = parts.map((part) => part.example).find((words) => words !== null) ?? null
  return { expected: sum('expected'), drawn: sum('drawn'), wrong: sum('wrong'), example }
}

/** Which of the expected marks are not drawn, and how many drawn ones belong to none; each is taken once. */
export function unmatched<E, D>(
  expected: readonly E[],
  drawn: readonly D[],
  fits: (drawn: D, expected: E) => boolean,
): { readonly missing: readonly E[]; readonly extra: number } {
  const free = [...drawn]
  const missing = expected.filter((each) => {
    const at = free.findIndex((candidate) => fits(candidate, each))
    if (at >= 0) free.splice(at, 1)
    return at < 0
  })
  return { missing, extra: free.length }
}

/** Values of one key over all series; a key without values gives none. */
export function allValues(marks: readonly Marks[], key: string): readonly FactValue[] {
  return marks.flatMap((mark) => mark.values[key] ?? [])
}

/** Numbers of one key over all series, without missing ones. */
export function allNumbers(marks: readonly Marks[], key: string): readonly number[] {
  return allValues(marks, key)
    .map(placeOf)
    .filter((place) => place !== null)
}

/** A number for a message: four significant digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)))
}
