import { describe, expect, it } from 'vitest'

import { series, TABLE } from '../../test/review/table.ts'
import { specOf } from '../../test/review/input.ts'
import type { ChartType } from '../plot/plot.schema.ts'
import { compareMarks } from './compare.ts'
import { binsDrawn } from './compare-bins.ts'
import { expectedMarks } from './expected.ts'
import type { Expected } from './expectation.ts'
import type { Marks } from './facts.schema.ts'

function expectedOf(type: ChartType, table = TABLE): Expected {
  const expected = expectedMarks(specOf(type), table)
  if (expected === null) throw new Error(`no expectation for a ${type}`)
  return expected
}

function points(x: Marks['values'][string], y: Marks['values'][string]): Marks {
  return series('point', { x, y })
}

const X = [1, 2, 3, 4, 5, 6, 7, 8]
const Y = [10, 12, 14, 18, 20, 26, 30, 50]

describe('points', () => {
  it('are found in any order, rounding noise allowed', () => {
    const drawn = points(
      [...X].reverse(),
      [...Y].reverse().map((y) => y * 1.0001),
    )
    expect(compareMarks(expectedOf('scatter'), [drawn])).toEqual({
      expected: 8,
      drawn: 8,
      wrong: 0,
      example: null,
    })
  })

  it('are missed when they are left out', () => {
    const compared = compareMarks(expectedOf('scatter'), [points(X.slice(1), Y.slice(1))])
    expect(compared).toEqual({ expected: 8, drawn: 7, wrong: 1, example: 'no mark at (1, 10)' })
  })

  it('are too many when they are drawn twice', () => {
    const drawn = points(X, Y)
    expect(compareMarks(expectedOf('scatter'), [drawn, drawn])).toMatchObject({ drawn: 16, wrong: 8 })
  })

  it('that are the same count as often as they are there', () => {
    const table = { rows: 2, columns: { length_mm: [1, 1], mass_g: [3, 3], kind: ['a', 'a'] } }
    expect(compareMarks(expectedOf('scatter', table), [points([1], [3])])).toMatchObject({
      drawn: 1,
      wrong: 1,
    })
    expect(compareMarks(expectedOf('scatter', table), [points([1, 1], [3, 3])])).toMatchObject({
      drawn: 2,
      wrong: 0,
    })
  })

  it('without a group may be drawn or left out', () => {
    const table = { rows: 2, columns: { length_mm: [1, 2], mass_g: [3, 4], kind: ['a', null] } }
    expect(compareMarks(expectedOf('scatter', table), [points([1], [3])])).toMatchObject({
      expected: 1,
      drawn: 1,
      wrong: 0,
    })
    expect(compareMarks(expectedOf('scatter', table), [points([1, 2], [3, 4])])).toMatchObject({
      expected: 1,
      drawn: 1,
      wrong: 0,
    })
  })

  it('of dates are compared by the second', () => {
    const days = [...(TABLE.columns['day'] ?? [])]
    const late = days.map((day) => String(day).replace('T00', 'T01'))
    expect(compareMarks(expectedOf('line'), [points(days, Y)])).toMatchObject({ wrong: 0 })
    expect(
      compareMarks(expectedOf('line'), [
        points(
          days,
          Y.map((y) => y * 1.0001),
        ),
      ]),
    ).toMatchObject({ wrong: 0 })
    expect(compareMarks(expectedOf('line'), [points(late, Y)])).toMatchObject({
      wrong: 8,
      example: 'no mark at (2020-01-01, 10)',
    })
  })

  it('without both values are not drawn', () => {
    expect(compareMarks(expectedOf('scatter'), [points(X, [])])).toMatchObject({ drawn: 0, wrong: 8 })
    expect(
      compareMarks(expectedOf('scatter'), [series('point', { x: [null, 1], y: [1, 10] })]),
    ).toMatchObject({ drawn: 1 })
    expect(compareMarks(expectedOf('scatter'), [series('point', {})])).toMatchObject({ drawn: 0 })
  })

  it('of a wrong column are counted one by one up to a limit, all as wrong', () => {
    const many = points(
      Array.from({ length: 3100 }, (_, at) => at + 0.5),
      Array.from({ length: 3100 }, () => 1),
    )
    expect(compareMarks(expectedOf('scatter'), [many])).toMatchObject({ drawn: 3100, wrong: 3100 })
  })
})

describe('bars', () => {
  const bar = (
    category: string[],
    value: (number | null)[],
    base: number[] = category.map(() => 0),
    name: string | null = null,
  ) => series('bar', { category, value, base }, { series: name })

  it('are found by category and value', () => {
    expect(compareMarks(expectedOf('bar'), [bar(['Bee', 'Ant'], [26.5, 18.5])])).toMatchObject({
      expected: 2,
      drawn: 2,
      wrong: 0,
    })
  })

  it('are wrong when names and values are swapped', () => {
    const compared = compareMarks(expectedOf('bar'), [bar(['Ant', 'Bee'], [26.5, 18.5])])
    expect(compared).toMatchObject({ wrong: 2, example: 'the bar of Ant must be 18.5' })
  })

  it('may be stacked', () => {
    expect(compareMarks(expectedOf('bar'), [bar(['Ant', 'Bee'], [28.5, 26.5], [10, 0])])).toMatchObject({
      wrong: 0,
    })
  })

  it('may have no length where a group has no rows', () => {
    const drawn = [bar(['Ant', 'Bee', 'Cat'], [18.5, 26.5, 7], [0, 0, 7])]
    expect(compareMarks(expectedOf('bar'), drawn)).toMatchObject({ drawn: 2, wrong: 0 })
    const more = [bar(['Ant', 'Bee', 'Cat'], [18.5, 26.5, 7])]
    expect(compareMarks(expectedOf('bar'), more)).toMatchObject({ drawn: 3, wrong: 1 })
  })

  it('belong to their group', () => {
    const bars = [{ category: 'Ant', group: 'f', value: 1 }]
    expect(compareMarks({ kind: 'bars', bars }, [bar(['Ant'], [1], [0], 'm')])).toMatchObject({ wrong: 1 })
    expect(compareMarks({ kind: 'bars', bars }, [bar(['Ant'], [1], [0], 'f')])).toMatchObject({ wrong: 0 })
  })

  it('need no base and are nothing without a value', () => {
    const drawn = series('bar', { category: ['Ant', 'Bee', 'Cat'], value: [18.5, 26.5, null] })
    expect(compareMarks(expectedOf('bar'), [drawn, series('bar', {})])).toMatchObject({ drawn: 2, wrong: 0 })
    expect(compareMarks(expectedOf('bar'), [series('bar', { category: ['Ant'] })])).toMatchObject({
      drawn: 0,
    })
  })
})

describe('intervals', () => {
  const bins = (start: number[], end: number[], count: number[]) => series('histogram', { start, end, count })

  it('hold the rows between their edges', () => {
    const drawn = [bins([10, 20, 30, 40], [20, 30, 40, 50], [4, 2, 1, 1])]
    expect(compareMarks(expectedOf('histogram'), drawn)).toEqual({
      expected: 8,
      drawn: 8,
      wrong: 0,
      example: null,
    })
    expect(binsDrawn(drawn)).toBe(4)
  })

  it('are wrong when they hold others', () => {
    const compared = compareMarks(expectedOf('histogram'), [
      bins([10, 20, 30, 40], [20, 30, 40, 50], [1, 5, 1, 1]),
    ])
    expect(compared).toMatchObject({
      drawn: 8,
      wrong: 4,
      example: 'the interval 10 to 20 does not hold 1 rows',
    })
  })

  it('lose rows when they do not reach far enough', () => {
    expect(compareMarks(expectedOf('histogram'), [bins([10, 20], [20, 30], [4, 2])])).toMatchObject({
      drawn: 6,
    })
  })

  it('of groups that share their edges count together', () => {
    const drawn = [bins([10, 30], [30, 50], [3, 1]), bins([10, 30], [30, 50], [3, 1])]
    expect(compareMarks(expectedOf('histogram'), drawn)).toMatchObject({ drawn: 8, wrong: 0 })
    expect(binsDrawn(drawn)).toBe(2)
  })

  it('may be left to the library, which then holds the rows themselves', () => {
    const raw = (value: number[]) => [series('histogram', { value })]
    expect(compareMarks(expectedOf('histogram'), raw(Y))).toEqual({
      expected: 8,
      drawn: 8,
      wrong: 0,
      example: null,
    })
    expect(compareMarks(expectedOf('histogram'), raw([...Y.slice(1), 99]))).toMatchObject({
      wrong: 1,
      example: '99 is not in the data',
    })
    expect(compareMarks(expectedOf('histogram'), raw([]))).toMatchObject({ drawn: 0, wrong: 8 })
    expect(binsDrawn(raw(Y))).toBeNull()
  })

  it('without edges are none', () => {
    expect(compareMarks(expectedOf('histogram'), [series('histogram', { count: [8] })])).toMatchObject({
      drawn: 0,
    })
  })
})

describe('boxes', () => {
  const box = (other: Partial<Record<string, (number | null)[]>> = {}) =>
    series('box', {
      category: ['Ant', 'Bee'],
      q1: [13, 16.5],
      median: [17, 22],
      q3: [22.5, 32],
      low: [10, 12],
      high: [30, 50],
      ...other,
    })

  it('are found by their five numbers', () => {
    expect(compareMarks(expectedOf('boxplot'), [box()])).toEqual({
      expected: 2,
      drawn: 2,
      wrong: 0,
      example: null,
    })
  })

  it('may be quartiles that another rule interpolates', () => {
    expect(compareMarks(expectedOf('boxplot'), [box({ q1: [12, 15] })])).toMatchObject({ wrong: 0 })
  })

  it.each([
    ['median', [25, 22]],
    ['q1', [9, 16.5]],
    ['q3', [31, 32]],
    ['low', [13, 12]],
    ['high', [30, 32]],
  ])('are wrong when the %s is', (key, values) => {
    const compared = compareMarks(expectedOf('boxplot'), [box({ [key]: values })])
    expect(compared.wrong).toBe(1)
  })

  it('say which one is wrong', () => {
    const compared = compareMarks(expectedOf('boxplot'), [box({ median: [25, 22] })])
    expect(compared.example).toBe('the box of Ant must have its median at 17')
  })

  it('without whiskers end at the box', () => {
    const short = series('box', {
      category: ['Ant', 'Bee'],
      q1: [13, null],
      median: [17, 22],
      q3: [22.5, 32],
    })
    expect(compareMarks(expectedOf('boxplot'), [short, series('box', {})])).toMatchObject({
      drawn: 1,
      wrong: 2,
    })
  })

  it('may be made of their rows by the library', () => {
    const kinds = [...(TABLE.columns['kind'] ?? [])]
    const raw = series('box', { category: kinds, value: Y })
    expect(compareMarks(expectedOf('boxplot'), [raw])).toEqual({
      expected: 2,
      drawn: 2,
      wrong: 0,
      example: null,
    })
    const other = series('box', { category: kinds, value: Y.map((y) => y + 1) })
    expect(compareMarks(expectedOf('boxplot'), [other])).toMatchObject({
      wrong: 2,
      example: 'what stands at Ant is not made of its 4 rows',
    })
  })

  it('may be one raw series each, called like its category', () => {
    const ants = series('box', { value: [10, 14, 20, 30] }, { series: 'Ant' })
    const bees = series('box', { value: [12, 18, 26, 50] }, { series: 'Bee' })
    const cats = series('box', { value: [1, null] }, { series: 'Cat' })
    expect(compareMarks(expectedOf('boxplot'), [ants, bees])).toMatchObject({ drawn: 2, wrong: 0 })
    expect(compareMarks(expectedOf('boxplot'), [ants, bees, cats])).toMatchObject({ drawn: 3, wrong: 1 })
    expect(compareMarks(expectedOf('boxplot'), [ants])).toMatchObject({ drawn: 1, wrong: 1 })
    expect(compareMarks(expectedOf('boxplot'), [series('box', { value: [1] })])).toMatchObject({
      drawn: 0,
      wrong: 2,
    })
  })
})
