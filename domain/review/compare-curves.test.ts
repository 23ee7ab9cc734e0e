import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { inputFor, specOf } from '../../test/review/input.ts'
import { densityOf, outlineOf } from '../../test/review/curves.ts'
import { series, TABLE } from '../../test/review/table.ts'
import { compareMarks } from './compare.ts'
import { expectedMarks } from './expected.ts'
import type { Expected } from './expectation.ts'
import type { ExpectedCurve } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { fitDensity } from './kde.ts'
import { measure } from './measure.ts'

/** Values that are scattered, the same each time. */
function scattered(count: number, seed = 1): number[] {
  const unit = (row: number) => (Math.sin(seed * 100 + row * 12.9898) * 43758.5453) % 1
  return Array.from({ length: count }, (_, row) => 50 + 10 * (unit(row) + unit(row + 0.5) + unit(row + 0.25)))
}

function curve(values: readonly number[], group: string | null = null): ExpectedCurve {
  const sorted = [...values].sort((a, b) => a - b)
  return { group, values: sorted, required: sorted[0] !== sorted.at(-1) }
}

function densities(...curves: ExpectedCurve[]): Expected<'densities'> {
  return { kind: 'densities', curves }
}

function violins(...list: ExpectedCurve[]): Expected<'violins'> {
  return { kind: 'violins', violins: list }
}

function shares(...curves: ExpectedCurve[]): Expected<'shares'> {
  return { kind: 'shares', curves }
}

function steps(x: (number | null)[], y: number[], name: string | null = null): Marks {
  return series('line', { x, y }, { series: name })
}

function finding(type: 'density' | 'violin' | 'ecdf', check: string, marks: readonly Marks[]) {
  return measure(inputFor(type, { marks: [...marks] })).find((each) => each.check === check)
}

describe('the values that become curves', () => {
  const data = {
    rows: 5,
    columns: { mass_g: [3, 1, null, 2, 2], kind: ['a', 'a', 'a', 'b', null] },
  }

  it('are those of each colour, in ascending order, rows with a gap left out', () => {
    const a = { group: 'a', values: [1, 3] }
    const b = { group: 'b', values: [2] }
    expect(expectedMarks(specOf('density'), data)).toEqual({
      kind: 'densities',
      curves: [
        { ...a, required: true },
        { ...b, required: false },
      ],
    })
    expect(expectedMarks(specOf('ecdf'), data)).toEqual({
      kind: 'shares',
      curves: [
        { ...a, required: true },
        { ...b, required: true },
      ],
    })
  })

  it('are all values where nothing is mapped to colour', () => {
    const plain = {
      ...specOf('density'),
      sample: { path: 'data/examples/a.csv', columns: { value: 'mass_g' } },
    }
    expect(expectedMarks(plain, data)).toEqual(densities(curve([1, 2, 2, 3])))
  })

  it('are those of each category of violins', () => {
    expect(expectedMarks(specOf('violin'), data)).toEqual(violins(curve([1, 3], 'a'), curve([2], 'b')))
  })

  it('are not known without their column', () => {
    const nothing = { rows: 0, columns: { kind: [] } }
    for (const type of ['density', 'ecdf', 'violin'] as const)
      expect(expectedMarks(specOf(type), nothing)).toBeNull()
  })
})

describe('the fit of a curve', () => {
  const values = scattered(200)

  it('finds the bandwidth and the factor of an estimate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 6, noNaN: true }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (width, scale) => {
          const { x, y } = densityOf(values, width)
          const fit = fitDensity(values, { at: x, height: y.map((each) => each * scale) })
          expect(fit?.deviation).toBeLessThan(0.005)
          expect(fit?.bandwidth).toBeCloseTo(width, 0)
          expect((fit?.scale ?? 0) / scale).toBeCloseTo(1, 2)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('sums up very many values first', () => {
    const many = scattered(3000)
    const { x, y } = densityOf(many, 2)
    expect(fitDensity(many, { at: x, height: y })?.deviation).toBeLessThan(0.005)
  })

  it('is bad for the estimate of other values, or of a tenth fewer', () => {
    const { x, y } = densityOf(scattered(200, 2), 3)
    expect(fitDensity(values, { at: x, height: y })?.deviation).toBeGreaterThan(0.02)
    const fewer = densityOf([...values].sort((a, b) => a - b).slice(20), 3)
    expect(fitDensity(values, { at: fewer.x, height: fewer.y })?.deviation).toBeGreaterThan(0.02)
  })

  it('is not made for a flat curve, equal values or a curve elsewhere', () => {
    expect(fitDensity(values, { at: [1, 2], height: [0, 0] })).toBeNull()
    expect(fitDensity([1, 1, 1], { at: [1, 2], height: [1, 0] })).toBeNull()
    expect(fitDensity(values, { at: [1e6, 2e6], height: [1, 1] })?.scale).toBe(0)
  })
})

describe('densities', () => {
  const [a, b] = [scattered(120), scattered(80, 3).map((value) => value + 20)]
  const wanted = densities(curve(a, 'a'), curve(b, 'b'))
  const drawn = (values: readonly number[], name: string | null, times = 1) => {
    const { x, y } = densityOf(values, 3)
    return series('line', { x, y: y.map((each) => each * times) }, { series: name })
  }

  it('are right by name, without names in any order, and as parts of a whole', () => {
    const right = { expected: 2, drawn: 2, wrong: 0, example: null }
    expect(compareMarks(wanted, [drawn(b, 'b'), drawn(a, 'a')])).toEqual(right)
    expect(compareMarks(wanted, [drawn(b, null), drawn(a, null)])).toEqual(right)
    expect(compareMarks(wanted, [drawn(a, 'a', 0.6), drawn(b, 'b', 0.4)])).toEqual(right)
    expect(compareMarks(densities(curve(a, 'a')), [drawn(a, 'a', 0.6)])).toMatchObject({ wrong: 0 })
    expect(compareMarks(densities(curve(a)), [drawn(a, 'whatever')])).toMatchObject({ wrong: 0 })
  })

  it.each([
    ['with the names swapped', [drawn(a, 'b'), drawn(b, 'a')], { drawn: 2, wrong: 2 }],
    ['with a group missing', [drawn(a, 'a')], { drawn: 1, wrong: 1 }],
    ['with a curve too many', [drawn(a, 'a'), drawn(b, 'b'), drawn(a, 'c')], { drawn: 3, wrong: 1 }],
    ['of another height', [drawn(a, 'a', 1.3), drawn(b, 'b', 1.3)], { drawn: 2, wrong: 2 }],
    ['of all rows in each', [drawn([...a, ...b], 'a'), drawn([...a, ...b], 'b')], { drawn: 2, wrong: 2 }],
    ['of nothing', [], { drawn: 0, wrong: 2 }],
  ])('are wrong %s', (_, marks, found) => {
    const compared = compareMarks(wanted, marks)
    expect(compared).toMatchObject({ expected: 2, ...found })
  })

  it('say what is wrong', () => {
    expect(compareMarks(wanted, [drawn(a, 'a')]).example).toBe('no curve is a density of the values of b')
    expect(compareMarks(densities(curve(a)), []).example).toBe('no curve is a density of the values')
    const doubled = compareMarks(densities(curve(a)), [drawn(a, null, 2)])
    expect(doubled.example).toBe('the area under a curve must be 1')
  })

  it('must reach from the smallest to the largest value', () => {
    const { x, y } = densityOf(a, 3)
    const half = series('line', { x: x.slice(0, 90), y: y.slice(0, 90) })
    expect(compareMarks(densities(curve(a)), [half]).wrong).toBe(1)
  })

  it('leave marked means and gaps aside, and groups of equal values free', () => {
    const mean = series('line', { x: [50, 50], y: [0, 1] })
    const { x, y } = densityOf(a, 3)
    const gapped = series('line', { x: [null, ...x], y: [1, ...y] })
    expect(compareMarks(densities(curve(a)), [mean, gapped])).toMatchObject({ drawn: 1, wrong: 0 })
    const lone = densities(curve(a, 'a'), curve([5, 5], 'c'))
    expect(compareMarks(lone, [drawn(a, 'a')])).toMatchObject({ expected: 1, drawn: 1, wrong: 0 })
    expect(compareMarks(lone, [drawn(a, 'a'), drawn(b, 'c')])).toMatchObject({
      expected: 1,
      drawn: 1,
      wrong: 0,
    })
  })

  it('are none where a line has no points', () => {
    const empty = series('line', {})
    expect(compareMarks(densities(curve(a)), [empty])).toMatchObject({ drawn: 0, wrong: 1 })
    expect(compareMarks(shares(curve(a)), [empty])).toMatchObject({ drawn: 0 })
    expect(compareMarks(shares(curve(a)), [series('line', { x: [1] })])).toMatchObject({ drawn: 0 })
    expect(compareMarks(violins(curve(a, 'a')), [series('violin', {})])).toMatchObject({ drawn: 0, wrong: 1 })
  })

  it('may be areas, but not bars', () => {
    const masses = TABLE.columns['mass_g'] as number[]
    const kinds = TABLE.columns['kind'] as string[]
    const areas = ['Ant', 'Bee'].map((kind) =>
      series(
        'area',
        densityOf(
          masses.filter((_, row) => kinds[row] === kind),
          5,
        ),
        { series: kind },
      ),
    )
    expect(finding('density', 'chart-type', areas)).toMatchObject({ status: 'passed' })
    expect(finding('density', 'values-right', areas)).toMatchObject({ status: 'passed' })
    expect(finding('density', 'groups-right', areas)).toMatchObject({ status: 'passed' })
    expect(finding('density', 'chart-type', [series('bar', {})])).toMatchObject({
      status: 'failed',
      veto: true,
    })
  })
})

describe('violins', () => {
  const [a, b] = [scattered(120), scattered(80, 3)]
  const wanted = violins(curve(a, 'a'), curve(b, 'b'))
  const violin = (name: string, values: readonly number[]) => series('violin', outlineOf(name, values, 3))
  const raw = (category: string[], value: number[]) => series('violin', { category, value })

  it('are as wide as the values are dense, whatever their size', () => {
    expect(compareMarks(wanted, [violin('a', a), violin('b', b)])).toEqual({
      expected: 2,
      drawn: 2,
      wrong: 0,
      example: null,
    })
  })

  it('are right with the very rows, where the library makes them', () => {
    const names = [...a.map(() => 'a'), ...b.map(() => 'b')]
    expect(compareMarks(wanted, [raw(names, [...a, ...b])])).toMatchObject({
      expected: 2,
      drawn: 2,
      wrong: 0,
    })
    expect(compareMarks(wanted, [raw(names, [...b, ...a])])).toMatchObject({ wrong: 2 })
    expect(compareMarks(wanted, [raw(names.slice(1), [...a, ...b].slice(1))])).toMatchObject({
      wrong: 1,
      example: 'what stands at a is not made of its 120 rows',
    })
  })

  it.each([
    ['of other values', [violin('a', b), violin('b', a)], 2],
    ['with a category missing', [violin('a', a)], 1],
    ['at a category that is none', [violin('a', a), violin('b', b), violin('c', b)], 1],
    ['drawn twice', [violin('a', a), violin('a', a), violin('b', b)], 1],
  ])('are wrong %s', (_, marks, wrong) => {
    expect(compareMarks(wanted, marks)).toMatchObject({ expected: 2, drawn: marks.length, wrong })
  })

  it('may be missing where all values are equal', () => {
    const lone = violins(curve(a, 'a'), curve([5, 5], 'c'))
    expect(compareMarks(lone, [violin('a', a)])).toMatchObject({ expected: 1, drawn: 1, wrong: 0 })
    expect(compareMarks(lone, [violin('a', a), violin('c', b)])).toMatchObject({
      expected: 1,
      drawn: 1,
      wrong: 0,
    })
  })

  it('leave places without a width aside', () => {
    const { category = [], at = [], width = [] } = outlineOf('a', a, 3)
    const gapped = series('violin', {
      category: ['a', ...category],
      at: [60, ...at],
      width: [null, ...width],
    })
    expect(compareMarks(violins(curve(a, 'a')), [gapped]).wrong).toBe(0)
  })

  it('are refused where they leave the axes', () => {
    const far = series('violin', { category: ['Ant'], at: [900], width: [1] })
    expect(finding('violin', 'inside-axes', [far])).toMatchObject({ status: 'failed', veto: true })
  })
})

describe('shares', () => {
  const wanted = shares(curve([1, 2, 2, 4], 'a'))

  it.each([
    ['with a step per value', [1, 2, 4], [0.25, 0.75, 1]],
    ['from zero, with equal values one after another', [1, 1, 2, 2, 4], [0, 0.25, 0.5, 0.75, 1]],
    ['that go down and up at one place', [1, 1, 2, 4], [0.25, 0, 0.75, 1]],
    ['carried on to both edges', [null, -3, 1, 2, 3, 4, 9], [0, 0, 0.25, 0.75, 0.75, 1, 1]],
    ['in per cent', [1, 2, 4], [25, 75, 100]],
    ['in rows', [1, 2, 4], [1, 3, 4]],
  ])('are right %s', (_, x, y) => {
    expect(compareMarks(wanted, [steps(x, y, 'a')])).toEqual({
      expected: 3,
      drawn: 3,
      wrong: 0,
      example: null,
    })
  })

  it.each([
    ['with a wrong height', [1, 2, 4], [0.25, 0.5, 1], 1],
    ['with a value missing', [1, 4], [0.25, 1], 1],
    ['with a value that is none', [1, 2, 3, 4], [0.25, 0.75, 0.9, 1], 1],
    ['that fall', [1, 2, 4], [1, 0.75, 0.25], 2],
    ['of some other scale', [1, 2, 4], [5, 15, 20], 3],
    ['of nothing', [], [], 3],
  ])('are wrong %s', (_, x, y, wrong) => {
    const compared = compareMarks(wanted, [steps(x, y, 'a')])
    expect(compared.wrong).toBe(wrong)
    expect(compared.wrong).toBeGreaterThan(0)
  })

  it('belong to their groups, and none is too many', () => {
    const two = shares(curve([1, 2], 'a'), curve([3, 5], 'b'))
    const [a, b] = [steps([1, 2], [0.5, 1], 'a'), steps([3, 5], [0.5, 1], 'b')]
    expect(compareMarks(two, [b, a]).wrong).toBe(0)
    expect(compareMarks(two, [{ ...a, series: null }, b]).wrong).toBe(0)
    expect(
      compareMarks(two, [
        { ...a, series: 'b' },
        { ...b, series: 'a' },
      ]).wrong,
    ).toBeGreaterThan(0)
    expect(compareMarks(two, [a, b, steps([1, 2], [0.5, 1], 'c')])).toMatchObject({ drawn: 6, wrong: 2 })
    expect(compareMarks(two, [a])).toMatchObject({ drawn: 2, wrong: 2 })
    expect(compareMarks(shares(curve([1, 2])), [a])).toMatchObject({ drawn: 2, wrong: 0 })
    expect(compareMarks(two, [a]).example).toBe('the curve must reach 0.5 at 3')
  })

  it('are right for any values, and one wrong value shows', () => {
    const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(numbers, (values) => {
        const sorted = [...values].sort((x, y) => x - y)
        const heights = sorted.map((_, row) => (row + 1) / sorted.length)
        expect(compareMarks(shares(curve(values)), [steps(sorted, heights)]).wrong).toBe(0)
        const moved = sorted.with(0, (sorted[0] ?? 0) - 1)
        expect(compareMarks(shares(curve(values)), [steps(moved, heights)]).wrong).toBeGreaterThan(0)
      }),
    )
  })
})
