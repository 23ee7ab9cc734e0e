import type { FactValue } from './facts.schema.ts'
import { VALUE_TOLERANCE } from './limits.ts'

const SECOND_MS = 1000

/** Places nearer than this share of all data are one, as are those that differ by the rounding of numbers and dates. */
const PLACE_SHARE = 1e-5
const PLACE_NOISE = 1e-9
const ISO_DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?Z?$/

/** A place on an axis: numbers as they are, ISO 8601 dates as milliseconds; null for anything else. */
export function placeOf(value: FactValue | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || !ISO_DATE.test(value)) return null
  const moment = Date.parse(`${value.replace(' ', 'T').replace(/Z$/, '')}${value.length > 10 ? 'Z' : ''}`)
  return Number.isNaN(moment) ? null : moment
}

/** Whether a value is a date, so that its place counts milliseconds. */
export function isDate(value: FactValue | undefined): boolean {
  return typeof value === 'string' && placeOf(value) !== null
}

/** A category as it is compared: line breaks, the way names are wrapped, count as blanks. */
export function categoryOf(value: FactValue | undefined): string | null {
  if (value === null || value === undefined) return null
  return String(value)
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether a drawn number is its datum; `span` is the range of all data, for values near zero. */
export function isNear(drawn: number, datum: number, span: number): boolean {
  const difference = Math.abs(drawn - datum)
  return (
    difference <= VALUE_TOLERANCE * Math.max(Math.abs(drawn), Math.abs(datum)) || difference <= 1e-9 * span
  )
}

/** Whether two moments are the same second. */
export function isSameSecond(drawn: number, datum: number): boolean {
  return Math.abs(drawn - datum) < SECOND_MS
}

/** Whether two places on an axis are one, which has nothing to do with how far from zero they are. */
export function isSamePlace(drawn: number, datum: number, span: number): boolean {
  return Math.abs(drawn - datum) <= Math.max(PLACE_SHARE * span, PLACE_NOISE * Math.abs(datum))
}

/** A number of a list by its place; NaN outside of the list. */
export function numberAt(values: readonly number[], place: number): number {
  return values[place] ?? Number.NaN
}

/** Largest minus smallest; 0 for none. */
export function spanOf(values: readonly number[]): number {
  if (values.length === 0) return 0
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b))
}

/** Whether a word stands in a text with no letter or digit beside it. */
export function hasWord(text: string, word: string): boolean {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'u').test(text)
}
