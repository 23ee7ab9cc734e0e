import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { EXAMPLES } from '../../test/review/examples.ts'
import { specOf } from '../../test/review/input.ts'
import { series, TABLE } from '../../test/review/table.ts'
import type { ChartType, Slot } from '../plot/plot.schema.ts'
import { compareMarks } from './compare.ts'
import { areArranged } from './drawn-bars.ts'
import { expectedMarks } from './expected.ts'
import type { Expected } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import type { DataTable } from './measure.schema.ts'

function expectedOf(type: ChartType, table: DataTable = TABLE): Expected {
  const expected = expectedMarks(specOf(type), table)
  if (expected === null) throw new Error(`no expectation for a ${type}`)
  return expected
}

/** The example's marks with one of their columns changed. */
function changed(type: ChartType, at: number, values: Marks['values']): readonly Marks[] {
  return EXAMPLES[type].marks.map((mark, place) =>
    place === at ? { ...mark, values: { ...mark.values, ...values } } : mark,
  )
}

const AMOUNTS = [
  'grouped-bar',
  'stacked-bar',
  'lollipop',
  'waterfall',
  'error-bar',
  'slope',
  'dumbbell',
] as const

describe('charts of amounts', () => {
  it.each(AMOUNTS)('find every mark of a faultless %s', (type) => {
    const compared = compareMarks(expectedOf(type), EXAMPLES[type].marks)
    expect(compared).toMatchObject({ wrong: 0, example: null })
    expect(compared.drawn).toBe(compared.expected)
  })

  it.each(AMOUNTS)('find a series of a %s that is missing', (type) => {
    const { wrong, drawn, expected } = compareMarks(expectedOf(type), EXAMPLES[type].marks.slice(1))
    expect(wrong).toBeGreaterThan(0)
    expect(drawn).toBeLessThan(expected)
  })

  it.each(AMOUNTS)('say nothing about a %s without its columns', (type) => {
    expect(expectedMarks(specOf(type), { rows: 1, columns: {} })).toBeNull()
  })

  it.each(AMOUNTS)('leave the rows of a %s out that lack a name or a value', (type) => {
    const gaps = Object.fromEntries(
      Object.entries(TABLE.columns).map(([name, values]) => [
        name,
        [...values, name === 'mass_g' ? 1 : null],
      ]),
    )
    const table = { rows: 9, columns: { ...gaps, change_g: [...(TABLE.columns['change_g'] ?? []), null] } }
    expect(expectedOf(type, table)).toEqual(expectedOf(type))
  })
})

describe('points with lines', () => {
  it('are wrong at another value, and say which', () => {
    expect(compareMarks(expectedOf('lollipop'), changed('lollipop', 0, { y: [18.5, 20] }))).toMatchObject({
      wrong: 1,
      example: 'the point of Bee must be at 26.5',
    })
    expect(compareMarks(expectedOf('dumbbell'), changed('dumbbell', 1, { y: [25, 30] }))).toMatchObject({
      example: 'the point of Bee, West, must be at 38',
    })
  })

  it('are wrong in the colour of another group', () => {
    const swapped = EXAMPLES.dumbbell.marks.map((mark) =>
      mark.series === null ? mark : { ...mark, series: mark.series === 'East' ? 'West' : 'East' },
    )
    expect(compareMarks(expectedOf('dumbbell'), swapped)).toMatchObject({ wrong: 4 })
  })

  it('are wrong when a line ends elsewhere, and say where it must', () => {
    expect(compareMarks(expectedOf('lollipop'), changed('lollipop', 1, { y: [5, 0] }))).toMatchObject({
      drawn: 2,
      wrong: 1,
      example: 'the line at Ant must reach from 0 to 18.5',
    })
    expect(
      compareMarks(expectedOf('lollipop'), changed('lollipop', 1, { x2: ['Bee', 'Bee'] })),
    ).toMatchObject({
      wrong: 1,
    })
  })

  it('stand for each row where nothing is said about several', () => {
    const { chart, ...spec } = specOf('lollipop')
    const each = expectedMarks({ ...spec, chart: { type: chart.type } }, TABLE) as Expected<'dots'>
    expect(each.dots.length).toBe(8)
    expect(each.stems).toEqual([
      { category: 'Ant', low: 0, high: 30 },
      { category: 'Bee', low: 0, high: 50 },
    ])
  })

  it('may lie on their side, and their lines may come in pieces', () => {
    const drawn = [
      series('point', { y: ['Ant', 'Bee'], x: [18.5, 26.5] }),
      series('segment', {
        y: ['Ant', 'Ant', 'Bee'],
        x: [0, 9, 26.5],
        y2: ['Ant', 'Ant', 'Bee'],
        x2: [9, 18.5, 0],
      }),
    ]
    expect(compareMarks(expectedOf('lollipop'), drawn)).toMatchObject({ wrong: 0 })
  })

  it('are nothing where no axis names a category or a value is missing', () => {
    const drawn = [
      series('point', { x: [1, 'Ant', 2], y: [18.5, null, 'Bee'] }),
      series('point', { x: [7], y: [8] }),
      series('point', {}),
      series('segment', { x: ['Ant', 1], y: [0, 2] }),
      series('segment', {}),
    ]
    expect(compareMarks(expectedOf('lollipop'), drawn)).toMatchObject({ drawn: 3, wrong: 3 })
    const nowhere = [series('point', { x: [18.5], y: [null] })]
    expect(compareMarks(expectedOf('lollipop'), nowhere)).toMatchObject({ drawn: 1, wrong: 2 })
  })
})

describe('intervals', () => {
  const slot = (name: string): Slot => ({ name, types: ['quantitative'], required: true })
  const given = (names: readonly string[]) => {
    const spec = specOf('error-bar', {}, [...EXAMPLES['error-bar'].slots, ...names.map(slot)])
    const own = Object.fromEntries(names.map((name) => [name, name]))
    return { ...spec, sample: { ...spec.sample, columns: { ...spec.sample.columns, ...own } } }
  }
  const table = {
    rows: 3,
    columns: { kind: ['a', 'b', 'c'], mass_g: [2, 4, 5], low: [1, 4, null], high: [4, 4, 6] },
  }

  it('are taken from their columns where there are some', () => {
    expect(expectedMarks(given(['low', 'high']), table)).toEqual({
      kind: 'dots',
      dots: [
        { category: 'a', group: null, value: 2 },
        { category: 'b', group: null, value: 4 },
      ],
      stems: [{ category: 'a', low: 1, high: 4 }],
    })
  })

  it('start or end at the value where one end is not given', () => {
    expect(expectedMarks(given(['low']), table)).toMatchObject({ stems: [{ low: 1, high: 2 }] })
    const upper = {
      ...given(['low', 'high']),
      sample: { path: '', columns: { category: 'kind', value: 'mass_g', high: 'high' } },
    }
    expect(expectedMarks(upper, table)).toMatchObject({
      stems: [
        { low: 2, high: 4 },
        { low: 5, high: 6 },
      ],
    })
  })

  it('are one standard deviation around the mean where none are given, and none for a single value', () => {
    const one = { rows: 3, columns: { kind: ['a', 'a', 'b'], mass_g: [1, 3, 7] } }
    const { stems, dots } = expectedOf('error-bar', one) as Expected<'dots'>
    expect(dots.map((dot) => dot.value)).toEqual([2, 7])
    expect(stems).toEqual([{ category: 'a', low: 2 - Math.SQRT2, high: 2 + Math.SQRT2 }])
  })
})

describe('steps', () => {
  it('start where the one before ends, and add up to the total', () => {
    const changes = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(changes, (values) => {
        const names = values.map((_, at) => `step ${at}`)
        const data = { rows: values.length, columns: { kind: names, change_g: values } }
        const { steps, total } = expectedOf('waterfall', data) as Expected<'steps'>
        expect(total).toBe(values.reduce((sum, value) => sum + value, 0))
        for (const [at, step] of steps.entries()) expect(step.base).toBe(steps[at - 1]?.value ?? 0)
        const bars = series('bar', {
          category: [...names, 'Sum'],
          base: [...steps.map((step) => step.base), 0],
          value: [...steps.map((step) => step.value), total],
        })
        expect(compareMarks({ kind: 'steps', steps, total }, [bars]).wrong).toBe(0)
      }),
    )
  })

  it('may be drawn from their end to their start', () => {
    const drawn = changed('waterfall', 0, { value: [0, 10, 4], base: [10, 4, 0] })
    expect(compareMarks(expectedOf('waterfall'), drawn)).toMatchObject({ wrong: 0 })
  })

  it('are wrong when they all start at zero, and say where they must', () => {
    const drawn = changed('waterfall', 0, { value: [10, -6, 4], base: [0, 0, 0] })
    expect(compareMarks(expectedOf('waterfall'), drawn)).toMatchObject({
      wrong: 1,
      example: 'the bar of Bee must reach from 10 to 4',
    })
  })

  it('are wrong without their total, or with another one', () => {
    const none = changed('waterfall', 0, { category: ['Ant', 'Bee'], value: [10, 4], base: [0, 10] })
    expect(compareMarks(expectedOf('waterfall'), none)).toMatchObject({
      wrong: 1,
      example: 'one bar more must show the total of 4',
    })
    expect(
      compareMarks(expectedOf('waterfall'), changed('waterfall', 0, { value: [10, 4, 9] })),
    ).toMatchObject({
      wrong: 1,
    })
    const unnamed = changed('waterfall', 0, { category: ['Ant', 'Bee', null] })
    expect(compareMarks(expectedOf('waterfall'), unnamed)).toMatchObject({ wrong: 0 })
  })
})

describe('slopes', () => {
  const lines = EXAMPLES.slope.marks

  it('are found by their values where they carry no name or that of a colour', () => {
    for (const name of [null, 'rises'])
      expect(
        compareMarks(
          expectedOf('slope'),
          lines.map((line) => ({ ...line, series: name })),
        ),
      ).toMatchObject({ wrong: 0 })
  })

  it('are wrong with the name of another one, or between other values', () => {
    const renamed = lines.map((line, at) => ({ ...line, series: at === 0 ? 'b' : line.series }))
    expect(compareMarks(expectedOf('slope'), renamed)).toMatchObject({
      wrong: 2,
      example: 'the line of a must join 10 at 2019 and 12 at 2020',
    })
    const crossed = changed('slope', 0, { y: [12, 10] })
    expect(compareMarks(expectedOf('slope'), crossed)).toMatchObject({ wrong: 2 })
  })

  it('may be one series with gaps, at places of numbers', () => {
    const all = series('line', {
      x: [2019, 2020, null, 2019, 2020, null, 2019, 2020, null, 2019, 2020],
      y: [10, 12, null, 14, 18, null, 20, 26, null, 30, 50],
    })
    expect(compareMarks(expectedOf('slope'), [all])).toMatchObject({ expected: 8, drawn: 8, wrong: 0 })
    expect(compareMarks(expectedOf('slope'), [series('line', {})])).toMatchObject({ drawn: 0, wrong: 8 })
  })
})

describe('bars of one category', () => {
  const grouped = EXAMPLES['grouped-bar'].marks
  const stacked = EXAMPLES['stacked-bar'].marks
  const waterfall = EXAMPLES.waterfall.marks

  it('stand beside each other, on each other, or run on', () => {
    expect(areArranged(grouped, 'side-by-side')).toBe(true)
    expect(areArranged(stacked, 'stacked')).toBe(true)
    expect(areArranged(waterfall, 'running')).toBe(true)
  })

  it('are told apart by where they start', () => {
    expect(areArranged(stacked, 'side-by-side')).toBe(false)
    expect(areArranged(grouped, 'stacked')).toBe(false)
    expect(areArranged(grouped, 'running')).toBe(false)
    expect(areArranged(waterfall, 'side-by-side')).toBe(false)
  })

  it('may be stacked to both sides, and may have no length', () => {
    const bars = series('bar', {
      category: ['a', 'a', 'a', 'a', 'a'],
      base: [0, 0, 3, -2, 3],
      value: [3, -2, 5, -4, 3],
    })
    expect(areArranged([bars], 'stacked')).toBe(true)
    expect(
      areArranged([series('bar', { category: ['a', 'a'], base: [0, 7], value: [3, 9] })], 'stacked'),
    ).toBe(false)
  })
})
