import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { specOf } from '../../test/review/input.ts'
import { EXAMPLES } from '../../test/review/examples.ts'
import { series, TABLE } from '../../test/review/table.ts'
import type { ChartType } from '../plot/plot.schema.ts'
import { compareMarks } from './compare.ts'
import { areStacked } from './compare-areas.ts'
import { expectedMarks } from './expected.ts'
import type { Expected } from './expectation.ts'
import type { Marks } from './facts.schema.ts'

type Values = Marks['values'][string]

function expectedOf(type: ChartType, table = TABLE): Expected {
  const expected = expectedMarks(specOf(type), table)
  if (expected === null) throw new Error(`no expectation for a ${type}`)
  return expected
}

const LENGTHS = [1, 2, 3, 4, 5, 6, 7, 8]
const MASSES = [10, 12, 14, 18, 20, 26, 30, 50]

describe.each(['bubble', 'area', 'candlestick'] as const)('a faultless %s', (type) => {
  it('is right', () => {
    expect(compareMarks(expectedOf(type), EXAMPLES[type].marks)).toEqual({
      expected: 8,
      drawn: 8,
      wrong: 0,
      example: null,
    })
  })

  it('expects nothing where a column is missing', () => {
    const spec = specOf(type)
    const needed = spec.data.filter((slot) => slot.required)
    const without = needed.map(({ name }) => {
      const { [name]: _gone, ...columns } = spec.sample.columns
      return expectedMarks({ ...spec, sample: { ...spec.sample, columns } }, TABLE)
    })
    expect(without).toEqual(needed.map(() => null))
  })

  it('expects nothing of rows with gaps', () => {
    const gaps = { rows: 1, columns: { length_mm: [1], mass_g: [null], kind: ['Ant'] } }
    expect(compareMarks(expectedOf(type, gaps), [])).toMatchObject({ expected: 0, wrong: 0 })
  })
})

describe('bubbles', () => {
  const bubbles = (x: Values, y: Values, size: Values) => series('bubble', { x, y, size })

  it('may have areas of any unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (unit) => {
        const drawn = bubbles(
          LENGTHS,
          MASSES,
          MASSES.map((mass) => mass * unit),
        )
        expect(compareMarks(expectedOf('bubble'), [drawn]).wrong).toBe(0)
      }),
    )
  })

  it('are wrong where the width follows the number instead of the area', () => {
    const wide = MASSES.map((mass) => mass ** 2)
    const compared = compareMarks(expectedOf('bubble'), [bubbles(LENGTHS, MASSES, wide)])
    expect(compared.wrong).toBeGreaterThan(5)
    expect(compared.example).toMatch(/^the bubble at \(1, 10\) shows .* instead of 10$/)
  })

  it('are wrong where another column is drawn as size', () => {
    expect(compareMarks(expectedOf('bubble'), [bubbles(LENGTHS, MASSES, LENGTHS)]).wrong).toBeGreaterThan(4)
  })

  it('are missed when they are left out, and wrong at other places', () => {
    const few = bubbles(LENGTHS.slice(1), MASSES.slice(1), MASSES.slice(1))
    expect(compareMarks(expectedOf('bubble'), [few])).toMatchObject({
      drawn: 7,
      wrong: 1,
      example: 'no mark at (1, 10)',
    })
    const moved = bubbles(MASSES, LENGTHS, MASSES)
    expect(compareMarks(expectedOf('bubble'), [moved])).toMatchObject({ drawn: 8, wrong: 8 })
  })

  it('at one place are told apart by their sizes', () => {
    const table = { rows: 2, columns: { length_mm: [1, 1], mass_g: [3, 3], kind: ['a', null] } }
    const spec = specOf('bubble')
    const sized = { ...table, columns: { ...table.columns, size: [4, 8] } }
    const columns = { ...spec.sample.columns, size: 'size' }
    const expected = expectedMarks({ ...spec, sample: { ...spec.sample, columns } }, sized)
    if (expected === null) throw new Error('nothing is expected')
    expect(compareMarks(expected, [bubbles([1, 1], [3, 3], [8, 4])])).toMatchObject({ expected: 1, wrong: 0 })
  })

  it('below zero have no area; those without a place or a size are none', () => {
    const table = { rows: 2, columns: { length_mm: [1, 2], mass_g: [5, -5], kind: ['a', 'a'] } }
    expect(compareMarks(expectedOf('bubble', table), [bubbles([1, 2], [5, -5], [9, 0])])).toMatchObject({
      expected: 2,
      wrong: 0,
    })
    expect(
      compareMarks(expectedOf('bubble'), [bubbles([null, 1], [1], [1]), series('bubble', {})]),
    ).toMatchObject({
      drawn: 0,
    })
    expect(
      compareMarks(expectedOf('bubble', table), [series('bubble', { x: [1, 2], y: [5, -5] })]).wrong,
    ).toBe(1)
  })
})

describe('areas', () => {
  const area = (name: string | null, x: Values, y: Values, base: Values) =>
    series('area', { x, y, base }, { series: name })
  const table = {
    rows: 4,
    columns: { length_mm: [1, 1, 2, 2], mass_g: [5, 3, 4, 2], kind: ['a', 'b', 'a', 'b'] },
  }
  const below = area('a', [1, 2], [5, 4], [0, 0])

  it('stand on each other', () => {
    const stacked = [below, area('b', [1, 2], [8, 6], [5, 4])]
    expect(compareMarks(expectedOf('area', table), stacked)).toMatchObject({
      expected: 4,
      drawn: 4,
      wrong: 0,
    })
    expect(areStacked(stacked)).toBe(true)
    expect(areStacked([below, area('b', [1, 2], [3, 2], [0, 0])])).toBe(false)
    expect(areStacked([area('a', [1, 2], [6, 5], [1, 1])])).toBe(false)
  })

  it('are stacked in any order of any amounts', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1, maxLength: 5 }), (columns) => {
        const parts = columns.flatMap((column, x) =>
          column.map((amount, at) => {
            const base = column.slice(0, at).reduce((sum, each) => sum + each, 0)
            return area(`part ${at}`, [x], [base + amount], [base])
          }),
        )
        expect(areStacked(parts)).toBe(true)
        expect(areStacked([...parts].reverse())).toBe(true)
      }),
    )
  })

  it('are wrong with another thickness, in another group, or left out', () => {
    const thin = [below, area('b', [1, 2], [7, 6], [5, 4])]
    expect(compareMarks(expectedOf('area', table), thin)).toMatchObject({
      wrong: 1,
      example: 'the area of b must be 3 thick',
    })
    const swapped = [area('b', [1, 2], [5, 4], [0, 0]), area('a', [1, 2], [8, 6], [5, 4])]
    expect(compareMarks(expectedOf('area', table), swapped).wrong).toBe(4)
    expect(compareMarks(expectedOf('area', table), [below])).toMatchObject({ drawn: 2, wrong: 2 })
  })

  it('without a name may be any group; without a base they stand on zero', () => {
    const bare = series('area', { x: [1, 2, null], y: [5, 4, 1] })
    const nameless = area(null, [1, 2], [8, 6], [5, 4])
    expect(compareMarks(expectedOf('area', table), [bare, nameless])).toMatchObject({ drawn: 4, wrong: 0 })
    expect(compareMarks(expectedOf('area', table), [series('area', {})])).toMatchObject({
      drawn: 0,
      wrong: 4,
    })
  })

  it('add up rows of one group at one place, and may go on with no thickness', () => {
    const twice = { rows: 3, columns: { length_mm: [1, 1, 2], mass_g: [5, 2, 4], kind: ['a', 'a', 'b'] } }
    const drawn = [area('a', [1, 2], [7, 0], [0, 0]), area('b', [1, 2], [7, 4], [7, 0])]
    expect(compareMarks(expectedOf('area', twice), drawn)).toMatchObject({ expected: 2, drawn: 2, wrong: 0 })
    const more = [...drawn, area('c', [1], [9], [7])]
    expect(compareMarks(expectedOf('area', twice), more)).toMatchObject({ drawn: 3, wrong: 1 })
  })
})

describe('candles', () => {
  const candles = (other: Marks['values']) =>
    series('candle', { ...EXAMPLES.candlestick.marks[0]?.values, ...other })

  it('may name the ends of a wick in any order', () => {
    const turned = candles({ low: MASSES, high: LENGTHS })
    expect(compareMarks(expectedOf('candlestick'), [turned])).toMatchObject({ wrong: 0 })
  })

  it('are wrong where they go the other way, or not as far', () => {
    const turned = candles({ open: MASSES, close: LENGTHS })
    expect(compareMarks(expectedOf('candlestick'), [turned])).toMatchObject({
      wrong: 8,
      example: 'no candle goes from 1 to 10 between 1 and 10',
    })
    expect(compareMarks(expectedOf('candlestick'), [candles({ low: MASSES })])).toMatchObject({ wrong: 8 })
  })

  it('are missed when they are left out; those without an end are none', () => {
    const few = Object.fromEntries(
      Object.entries(EXAMPLES.candlestick.marks[0]?.values ?? {}).map(([key, all]) => [key, all.slice(1)]),
    )
    expect(compareMarks(expectedOf('candlestick'), [series('candle', few)])).toMatchObject({
      drawn: 7,
      wrong: 1,
    })
    for (const end of ['x', 'open', 'close', 'low', 'high']) {
      const gap = candles({ [end]: LENGTHS.map(() => null) })
      expect(compareMarks(expectedOf('candlestick'), [gap])).toMatchObject({ drawn: 0, wrong: 8 })
    }
    expect(compareMarks(expectedOf('candlestick'), [series('candle', {})])).toMatchObject({ drawn: 0 })
  })

  it('of rows with a gap are not expected', () => {
    for (const column of ['length_mm', 'mass_g']) {
      const table = { ...TABLE, columns: { ...TABLE.columns, [column]: LENGTHS.map(() => null) } }
      expect(compareMarks(expectedOf('candlestick', table), [])).toMatchObject({ expected: 0 })
    }
  })
})

describe('marks with a place', () => {
  const rows = Array.from({ length: 3100 }, (_, row) => row)
  const candles = (shift: number, more: number) =>
    series('candle', {
      x: rows.map((row) => row + 1 + shift),
      open: rows.map((row) => row + more),
      high: rows.map((row) => row + 3 + more),
      low: rows.map((row) => row - 1 + more),
      close: rows.map((row) => row + 2 + more),
    })
  const candle = (row: number) => ({ x: row + 1, open: row, high: row + 3, low: row - 1, close: row + 2 })
  const expected: Expected<'candles'> = { kind: 'candles', candles: rows.map(candle) }

  it('are looked for beside it too, where their place is a little off', () => {
    expect(compareMarks(expected, [candles(0, 0)])).toMatchObject({ drawn: 3100, wrong: 0 })
    const near = { kind: 'candles', candles: rows.slice(0, 40).map(candle) } as const
    const off = candles(1e-4, 0)
    const values = Object.fromEntries(Object.entries(off.values).map(([key, all]) => [key, all.slice(0, 40)]))
    expect(compareMarks(near, [{ ...off, values }])).toMatchObject({ wrong: 0 })
  })

  it('are missing where too many are off to look for each', () => {
    expect(compareMarks(expected, [candles(1e-4, 0)])).toMatchObject({ wrong: 100 })
    expect(compareMarks(expected, [candles(0, 100)])).toMatchObject({ wrong: 3100 })
  })
})
