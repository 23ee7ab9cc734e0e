import type { Axis, FactValue } from '../../domain/review/facts.schema.ts'

/** How the values along an axis are read. */
export type Scale = Axis['scale']

/** A moment given in milliseconds since 1970 as ISO 8601 without a zone, to the second; null outside of the calendar. */
export function isoOfMillis(millis: number): string | null {
  const moment = new Date(Math.round(millis / 1000) * 1000)
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString().slice(0, 19)
}

const DATE = /^(\d{4}-\d{2}(?:-\d{2})?)(?:[T ](\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?))?(?:Z|[+-]\d{2}:?\d{2})?$/

/** A date text as ISO 8601 without a zone, to the second; null for a text that is no date. */
export function isoOfText(text: string): string | null {
  const match = DATE.exec(text.trim())
  if (!match) return null
  const day = (match[1] ?? '').length === 7 ? `${match[1]}-01` : match[1]
  return isoOfMillis(Date.parse(`${day}T${match[2] ?? '00:00:00'}Z`))
}

/** One value as it stands on an axis: an ISO date, a category's name, a finite number, or null. */
export function factValue(value: unknown, scale: Scale): FactValue {
  if (typeof value === 'number') return scale === 'time' ? finiteDate(value) : finite(value, scale)
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Date) return isoOfMillis(value.getTime())
  if (typeof value !== 'string') return null
  if (scale === 'time') return isoOfText(value)
  if (scale === 'category') return value
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : null
}

/** Many values as they stand on an axis. */
export function factValues(values: readonly unknown[], scale: Scale): FactValue[] {
  return values.map((value) => factValue(value, scale))
}

/** Whether an axis of these values shows dates, categories or numbers, when nothing says so. */
export function guessScale(values: readonly unknown[]): Scale {
  const given = values.filter((value) => value !== null && value !== undefined && value !== '')
  const texts = given.filter((value): value is string => typeof value === 'string')
  if (texts.length === 0) return given.some((value) => typeof value === 'boolean') ? 'category' : 'linear'
  if (texts.length === given.length && texts.every((text) => isoOfText(text) !== null)) return 'time'
  return texts.every((text) => Number.isFinite(Number(text))) ? 'linear' : 'category'
}

function finite(value: number, scale: Scale): FactValue {
  if (!Number.isFinite(value)) return null
  return scale === 'category' ? String(value) : value
}

function finiteDate(value: number): string | null {
  return Number.isFinite(value) ? isoOfMillis(value) : null
}

/** The value at an index, or null past the end: nothing makes the columns of a figure equally long. */
export function valueAt<Value>(values: readonly Value[], index: number): Value | null {
  return values[index] ?? null
}
