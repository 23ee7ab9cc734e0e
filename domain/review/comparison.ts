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

/** What is left when all marks that fit are taken. */
interface Unmatched<E, D> {
  readonly missing: readonly E[]
  readonly free: readonly D[]
  /** how many are free */
  readonly extra: number
}

/** Which of the expected marks are not drawn, and which drawn ones belong to none; each is taken once. */
export function unmatched<E, D>(
  expected: readonly E[],
  drawn: readonly D[],
  fits: (drawn: D, expected: E) => boolean,
): Unmatched<E, D> {
  const free = [...drawn]
  const missing = expected.filter((each) => !isTaken(free, each, fits))
  return { missing, free, extra: free.length }
}

/** Marks that nothing at their very place fits and that are then compared with all others; the rest counts as missing. */
const COMPARED_SINGLY_MAX = 3000

/** The same for marks with a place along the horizontal axis, which are looked for there first. */
export function unmatchedAt<E extends { readonly x: number }, D extends { readonly x: number }>(
  expected: readonly E[],
  drawn: readonly D[],
  fits: (drawn: D, expected: E) => boolean,
): Unmatched<E, D> {
  const places = new Map<string, D[]>()
  for (const one of drawn) {
    const there = places.get(keyOf(one))
    if (there === undefined) places.set(keyOf(one), [one])
    else there.push(one)
  }
  const elsewhere = expected.filter((each) => !isTaken(places.get(keyOf(each)) ?? [], each, fits))
  const free = [...places.values()].flat()
  const missing = elsewhere.filter((each, at) => at >= COMPARED_SINGLY_MAX || !isTaken(free, each, fits))
  return { missing, free, extra: free.length }
}

/** Takes the first that fits out of a list. */
function isTaken<E, D>(free: D[], expected: E, fits: (drawn: D, expected: E) => boolean): boolean {
  const at = free.findIndex((candidate) => fits(candidate, expected))
  if (at >= 0) free.splice(at, 1)
  return at >= 0
}

function keyOf({ x }: { readonly x: number }): string {
  return x.toPrecision(10)
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
