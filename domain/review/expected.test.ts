import { describe, expect, it } from 'vitest'

import { TABLE } from '../../test/review/table.ts'
import { specOf } from '../../test/review/input.ts'
import type { Aggregate } from '../plot/plot.schema.ts'
import { colorGroups, expectedMarks } from './expected.ts'

const COLORED = [
  { name: 'category', types: ['nominal' as const], required: true },
  { name: 'value', types: ['quantitative' as const], required: true },
  { name: 'color', types: ['nominal' as const], required: false },
]

describe('expectedMarks', () => {
  it('wants a point for each row with both values', () => {
    const table = { rows: 3, columns: { length_mm: [1, null, 3], mass_g: [4, 5, 6], kind: ['a', 'b', null] } }
    expect(expectedMarks(specOf('scatter'), table)).toEqual({
      kind: 'points',
      dates: false,
      points: [
        { x: 1, y: 4, group: 'a', required: true },
        { x: 3, y: 6, group: null, required: false },
      ],
    })
  })

  it('counts dates in milliseconds', () => {
    expect(expectedMarks(specOf('line'), TABLE)).toMatchObject({
      dates: true,
      points: [{ x: Date.UTC(2020, 0, 1), y: 10 }, {}, {}, {}, {}, {}, {}, {}],
    })
  })

  it.each([
    ['mean', 18.5],
    ['median', 17],
    ['sum', 74],
    ['count', 4],
    ['min', 10],
    ['max', 30],
  ] as [Aggregate, number][])('makes one bar per category by its %s', (aggregate, value) => {
    const expected = expectedMarks(specOf('bar', { aggregate }), TABLE)
    expect(expected).toMatchObject({
      kind: 'bars',
      bars: [{ category: 'Ant', group: null, value }, { category: 'Bee' }],
    })
  })

  it('draws each row as a bar where nothing is aggregated', () => {
    const spec = specOf('bar')
    const expected = expectedMarks({ ...spec, chart: { type: 'bar' } }, TABLE)
    expect(expected?.kind === 'bars' && expected.bars.length).toBe(8)
  })

  it('counts rows without a column of numbers', () => {
    const spec = specOf('bar', { aggregate: 'count' }, [
      { name: 'category', types: ['nominal'], required: true },
    ])
    expect(expectedMarks(spec, TABLE)).toMatchObject({ bars: [{ value: 4 }, { value: 4 }] })
  })

  it('groups by category and colour, without rows that lack one', () => {
    const spec = specOf('bar', { aggregate: 'sum' }, COLORED)
    const colored = {
      ...spec,
      sample: { ...spec.sample, columns: { category: 'kind', value: 'mass_g', color: 'sex' } },
    }
    const table = {
      rows: 4,
      columns: { kind: ['a', 'a', 'a', null], mass_g: [1, 2, 4, 8], sex: ['f', 'm', null, 'f'] },
    }
    expect(expectedMarks(colored, table)).toEqual({
      kind: 'bars',
      bars: [
        { category: 'a', group: 'f', value: 1 },
        { category: 'a', group: 'm', value: 2 },
      ],
    })
  })

  it('sorts the values of each box', () => {
    const table = { rows: 3, columns: { kind: ['a', 'a', 'b'], mass_g: [3, 1, 2] } }
    expect(expectedMarks(specOf('boxplot'), table)).toMatchObject({
      boxes: [{ category: 'a', values: [1, 3] }, { category: 'b' }],
    })
  })

  it('counts the rows of a histogram that have a value', () => {
    const table = { rows: 3, columns: { mass_g: [1, null, 2] } }
    expect(expectedMarks(specOf('histogram'), table)).toEqual({ kind: 'bins', values: [1, 2], bins: 4 })
    expect(expectedMarks({ ...specOf('histogram'), chart: { type: 'histogram' } }, table)).toMatchObject({
      bins: null,
    })
  })

  it.each(['scatter', 'line', 'bar', 'boxplot', 'histogram'] as const)(
    'says nothing about a %s without its columns',
    (type) => {
      expect(expectedMarks(specOf(type), { rows: 1, columns: {} })).toBeNull()
    },
  )
})

describe('colorGroups', () => {
  it('names each group once', () => {
    expect(colorGroups(specOf('scatter'), TABLE)).toEqual(['Ant', 'Bee'])
    expect(colorGroups(specOf('bar'), TABLE)).toEqual([])
  })
})
