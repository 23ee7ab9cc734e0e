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

/** Tells whether a drawn mark is the expected one. */
type Fit<E, D> = (drawn: D, expected: E) => boolean

/** What is left when all marks that fit are taken. */
interface Unmatched<E, D> {
  readonly missing: readonly E[]
  readonly free: readonly D[]
  /** how many are free */
  readonly extra: number
}

/** Which of the expected marks are not drawn, and which drawn ones belong to none; each is taken once. */
export function unmatched<E, D extends object>(
  expected: readonly E[],
  drawn: readonly D[],
  fits: Fit<E, D>,
): Unmatched<E, D> {
  const free = [...drawn]
  const missing = expected.filter((each) => taken(free, each, fits) === undefined)
  return { missing, free, extra: free.length }
}

/** A mark with a place along the horizontal axis. */
interface Along {
  readonly x: number
}

/** Marks that nothing at their very place fits and that are then compared with all others; the rest counts as missing. */
const COMPARED_SINGLY_MAX = 3000

/** The same for marks with a place, which are looked for there first; and which drawn one each expected one is. */
export function unmatchedAt<E extends Along, D extends Along>(
  expected: readonly E[],
  drawn: readonly D[],
  fits: Fit<E, D>,
): Unmatched<E, D> & { readonly pairs: readonly (readonly [E, D])[] } {
  const places = byPlace(drawn)
  const pairs: (readonly [E, D])[] = []
  const isAmong = (each: E, free: D[]) => {
    const one = taken(free, each, fits)
    if (one !== undefined) pairs.push([each, one])
    return one !== undefined
  }
  const elsewhere = expected.filter((each) => !isAmong(each, places.get(keyOf(each)) ?? []))
  const free = [...places.values()].flat()
  const missing = elsewhere.filter((each, at) => at >= COMPARED_SINGLY_MAX || !isAmong(each, free))
  return { pairs, missing, free, extra: free.length }
}

/** Takes the first that fits out of a list. */
function taken<E, D extends object>(free: D[], expected: E, fits: Fit<E, D>): D | undefined {
  const at = free.findIndex((candidate) => fits(candidate, expected))
  return at < 0 ? undefined : free.splice(at, 1)[0]
}

function byPlace<D extends Along>(drawn: readonly D[]): Map<string, D[]> {
  const places = new Map<string, D[]>()
  for (const one of drawn) {
    const there = places.get(keyOf(one))
    if (there === undefined) places.set(keyOf(one), [one])
    else there.push(one)
  }
  return places
}

function keyOf({ x }: Along): string {
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
