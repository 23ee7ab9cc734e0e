import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { factsFor, inputFor, specOf } from '../../test/review/input.ts'
import { series, TABLE } from '../../test/review/table.ts'
import { compareMarks } from './compare.ts'
import { expectedMarks } from './expected.ts'
import type { Expected } from './expectation.ts'
import type { FactValue, Marks } from './facts.schema.ts'
import { measure } from './measure.ts'

const DAY_MS = 86_400_000

function cells(x: FactValue[], y: FactValue[], value: FactValue[]): Marks {
  return series('cell', { x, y, value }, { color: null })
}

function legendFinding(title: string | null | undefined) {
  const input = inputFor('heatmap', { legend: title === undefined ? null : { title, labels: [] } })
  return measure(input).find(({ check }) => check === 'legend')
}

describe('the cells of a heat map', () => {
  const wanted: Expected<'cells'> = {
    kind: 'cells',
    cells: [
      { x: 'Ant', y: 'Mon', value: 1 },
      { x: 'Bee', y: 'Tue', value: 0 },
    ],
  }

  it('are the aggregate of the rows of each pair of names, those with a gap left out', () => {
    const data = {
      rows: 6,
      columns: {
        kind: ['a', 'a', 'b', null, 'a', 'b'],
        day: ['m', 'm', 'm', 'm', 't', 't'],
        mass_g: [1, 3, 5, 9, null, 7],
      },
    }
    const found = (chart = {}) => expectedMarks(specOf('heatmap', chart), data)
    expect(found()).toEqual({
      kind: 'cells',
      cells: [
        { x: 'a', y: 'm', value: 2 },
        { x: 'b', y: 'm', value: 5 },
        { x: 'b', y: 't', value: 7 },
      ],
    })
    expect(found({ aggregate: 'sum' })).toMatchObject({ cells: [{ value: 4 }, { value: 5 }, { value: 7 }] })
    expect(expectedMarks(specOf('heatmap'), { rows: 0, columns: { kind: [], day: [] } })).toBeNull()
    expect(expectedMarks(specOf('heatmap'), { rows: 0, columns: { day: [], mass_g: [] } })).toBeNull()
  })

  it('are found by their names, in any order, and gaps are no cells', () => {
    const drawn = cells(['Bee', 'Ant', 'Ant', 'Bee'], ['Tue', 'Mon', 'Tue', 'Mon'], [0, 1, null, null])
    expect(compareMarks(wanted, [drawn])).toEqual({ expected: 2, drawn: 2, wrong: 0, example: null })
  })

  it.each([
    ['another number', cells(['Ant', 'Bee'], ['Mon', 'Tue'], [1.01, 0]), 1],
    ['swapped names', cells(['Mon', 'Tue'], ['Ant', 'Bee'], [1, 0]), 2],
    ['nothing for a missing cell', cells(['Bee'], ['Tue'], [0]), 1],
    ['a zero for a gap', cells(['Ant', 'Bee', 'Ant'], ['Mon', 'Tue', 'Tue'], [1, 0, 0]), 1],
    ['a cell twice', cells(['Ant', 'Bee', 'Bee'], ['Mon', 'Tue', 'Tue'], [1, 0, 0]), 1],
  ])('are wrong with %s', (_, drawn, wrong) => {
    expect(compareMarks(wanted, [drawn]).wrong).toBe(wrong)
  })

  it('are right exactly when each number is its own, whatever the data', () => {
    const grid = fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, selector: String })
    fc.assert(
      fc.property(grid, fc.nat(), (pairs, changed) => {
        const all = pairs.map(([x, y]) => ({ x: `x${x}`, y: `y${y}`, value: 10 * x + y + 1 }))
        const drawn = (change: number) =>
          cells(
            all.map(({ x }) => x),
            all.map(({ y }) => y),
            all.map(({ value }, at) => (at === change ? value * 1.01 : value)),
          )
        expect(compareMarks({ kind: 'cells', cells: all }, [drawn(-1)]).wrong).toBe(0)
        expect(compareMarks({ kind: 'cells', cells: all }, [drawn(changed % all.length)]).wrong).toBe(1)
      }),
    )
  })

  it('need a colour scale that names what they show, with its unit', () => {
    expect(legendFinding('Mass (g)')).toMatchObject({ status: 'passed' })
    expect(legendFinding('mass')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('name g'),
    })
    expect(legendFinding(' ')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('no title'),
    })
    expect(legendFinding(null)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('no title'),
    })
    expect(legendFinding(undefined)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('add a colour'),
    })
  })

  it('are no bars, and bars are no cells', () => {
    const finding = (type: 'heatmap' | 'bar', marks: readonly Marks[]) =>
      measure(inputFor(type, { marks: [...marks] })).find(({ check }) => check === 'chart-type')
    expect(finding('heatmap', factsFor('bar').marks)).toMatchObject({ status: 'failed', veto: true })
    expect(finding('bar', factsFor('heatmap').marks)).toMatchObject({ status: 'failed', veto: true })
  })
})

describe('the days of a calendar', () => {
  const expected = expectedMarks(specOf('calendar-heatmap'), TABLE) as Expected<'days'>
  const masses = TABLE.columns['mass_g'] as number[]
  const mondays = ['2019-12-30', '2019-12-30', '2019-12-30', '2019-12-30', '2019-12-30', '2020-01-06']
  const weekdays = ['Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']

  it('become one number each, counted from 1970', () => {
    const twice = {
      rows: 3,
      columns: { day: ['1970-01-02T08:00:00', '1970-01-02', null], mass_g: [1, 2, 9] },
    }
    const found = expectedMarks(specOf('calendar-heatmap', { aggregate: 'max' }), twice)
    expect(found).toEqual({ kind: 'days', days: [{ day: 1, value: 2 }] })
    expect(expectedMarks(specOf('calendar-heatmap'), { rows: 0, columns: { mass_g: [] } })).toBeNull()
  })

  it.each([
    ['the Monday of its week', [...mondays, '2020-01-06', '2020-01-06'], weekdays],
    [
      'a moment within its week',
      Array.from({ length: 8 }, (_, at) => (at < 5 ? '2020-01-02T12:00:00' : '2020-01-09T12:00:00')),
      weekdays,
    ],
    ['the number of its week', [0.5, 0.5, 0.5, 0.5, 0.5, 1.5, 1.5, 1.5], weekdays],
    ['the number of its row', [3, 3, 3, 3, 3, 4, 4, 4], [2.5, 3.5, 4.5, 5.5, 6.5, 0.5, 1.5, 2.5]],
    [
      'weeks that begin on Sundays',
      [0, 0, 0, 0, 1, 1, 1, 1],
      ['wed', 'thu', 'fri', 'sat', 'Sunday', 'Mon', 'Tue', 'Wed'],
    ],
  ])('are found by %s', (_, x, y) => {
    expect(compareMarks(expected, [cells(x, y, masses)])).toMatchObject({ expected: 8, drawn: 8, wrong: 0 })
  })

  it.each([
    ['another number', [...mondays, '2020-01-06', '2020-01-06'], weekdays, masses.with(3, 19), 1],
    ['a day missing', mondays, weekdays.slice(0, 6), masses.slice(0, 6), 2],
    ['the wrong week', mondays.with(5, '2020-01-13'), weekdays.slice(0, 6), masses.slice(0, 6), 3],
    ['a weekday that is none', mondays, weekdays.slice(0, 6).with(0, 'No'), masses.slice(0, 6), 3],
    ['no week', [null], ['Wed'], [10], 8],
    ['nothing', [], [], [], 8],
    ['a number without a place', [], [], [10], 8],
  ])('are wrong with %s', (_, x, y, value, wrong) => {
    const compared = compareMarks(expected, [cells(x, y, value)])
    expect(compared.wrong).toBe(wrong)
    expect(compared.example).toMatch(/^the cell of 2020-01-0\d must be \d+$/)
  })

  it('are none where a mark has no cells', () => {
    expect(compareMarks(expected, [series('cell', {})])).toMatchObject({ drawn: 0, wrong: 8 })
    const gap = cells(['2019-12-30'], ['Wed'], [null])
    expect(compareMarks(expected, [gap])).toMatchObject({ drawn: 0, wrong: 8 })
  })

  it('are found again for any days, however their weeks are told', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 10_000, max: 12_000 }), { minLength: 1 }),
        fc.boolean(),
        (days, dated) => {
          const monday = (day: number) => day - ((day - 4) % 7)
          const first = monday(Math.min(...days))
          const drawn = cells(
            days.map((day) =>
              dated
                ? new Date(monday(day) * DAY_MS).toISOString().slice(0, 10)
                : (monday(day) - first) / 7 + 0.5,
            ),
            days.map((day) => ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day - monday(day)] ?? ''),
            days,
          )
          const wanted = { kind: 'days' as const, days: days.map((day) => ({ day, value: day })) }
          expect(compareMarks(wanted, [drawn]).wrong).toBe(0)
        },
      ),
    )
  })
})
