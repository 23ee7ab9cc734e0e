import { short } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { FactValue, Marks } from './facts.schema.ts'
import { isDate, isNear, numberAt, placeOf, spanOf } from './values.ts'

const DAY_MS = 86_400_000
const WEEK = 7

/** Days since 1970 of the first Monday; the Sunday before it begins the weeks of some calendars. */
const FIRST_MONDAY = 4
const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']

interface DrawnDay {
  readonly day: number
  readonly value: number
}

interface Cell {
  readonly week: FactValue | undefined
  readonly weekday: FactValue | undefined
  readonly value: number
}

/**
 * Reads each cell of a calendar as a day: its column is a week, as a date within it or counted from the first one,
 * its row a weekday by name or counted from the first row. Weeks may begin on a Monday or on a Sunday.
 */
export function compareDays({ days }: Expected<'days'>, marks: readonly Marks[]): Comparison {
  const cells = marks.flatMap(cellsOf)
  const first = days.reduce((least, { day }) => Math.min(least, day), Infinity)
  const [monday, sunday] = [FIRST_MONDAY, FIRST_MONDAY - 1].map((start) =>
    compareWith(days, daysOf(cells, { first, start })),
  ) as [Comparison, Comparison]
  return sunday.wrong < monday.wrong ? sunday : monday
}

function compareWith(days: readonly DrawnDay[], drawn: readonly DrawnDay[]): Comparison {
  const span = spanOf(days.map(({ value }) => value))
  const there = new Map(drawn.map(({ day, value }) => [day, value]))
  const missing = days.filter(({ day, value }) => !isNear(there.get(day) ?? Number.NaN, value, span))
  const [first] = missing
  return {
    expected: days.length,
    drawn: drawn.length,
    wrong: Math.max(missing.length, drawn.length - (days.length - missing.length)),
    example:
      first === undefined
        ? null
        : `the cell of ${new Date(first.day * DAY_MS).toISOString().slice(0, 10)} must be ${short(first.value)}`,
  }
}

function cellsOf(mark: Marks): readonly Cell[] {
  const { x = [], y = [], value = [] } = mark.values
  return value.flatMap((each, row) => {
    const number = placeOf(each)
    return number === null ? [] : [{ week: x[row], weekday: y[row], value: number }]
  })
}

interface Calendar {
  /** the first day of the data */
  readonly first: number
  /** a day on which a week begins */
  readonly start: number
}

function daysOf(cells: readonly Cell[], calendar: Calendar): readonly DrawnDay[] {
  const left = least(cells.map(({ week }) => week))
  const top = least(cells.map(({ weekday }) => weekday))
  return cells.map(({ week, weekday, value }) => {
    const row = rowOf(weekday, top, calendar)
    return { day: weekStart(week, left, calendar) + row, value }
  })
}

/** Rows from the beginning of the week. */
function rowOf(weekday: FactValue | undefined, top: number, { start }: Calendar): number {
  if (typeof weekday === 'number') return Math.floor(weekday - top + 1e-6)
  const name = WEEKDAYS.indexOf(String(weekday).slice(0, 2).toLowerCase())
  return name < 0 ? Number.NaN : (name + FIRST_MONDAY - start) % WEEK
}

/** The day on which the week of a column begins. */
function weekStart(week: FactValue | undefined, left: number, { first, start }: Calendar): number {
  const place = placeOf(week)
  if (place === null) return Number.NaN
  if (isDate(week)) return startOf(Math.floor(place / DAY_MS), start)
  return startOf(first, start) + WEEK * Math.round(place - left)
}

function startOf(day: number, start: number): number {
  return day - ((((day - start) % WEEK) + WEEK) % WEEK)
}

/** The least of the numbers; NaN where there is none. */
function least(values: readonly (FactValue | undefined)[]): number {
  const numbers = values.filter((value) => typeof value === 'number')
  return numbers.length === 0 ? numberAt([], 0) : Math.min(...numbers)
}
