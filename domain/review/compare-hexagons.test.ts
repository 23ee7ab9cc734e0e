import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { inputFor, specOf } from '../../test/review/input.ts'
import { series } from '../../test/review/table.ts'
import { compareMarks } from './compare.ts'
import { expectedMarks } from './expected.ts'
import type { Expected } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { measure } from './measure.ts'

type Points = Expected<'hexagons'>['points']

interface Grid {
  readonly across: number
  readonly up: number
  /** true: the hexagons stand on a corner */
  readonly pointy: boolean
}

/** Counts points in hexagons the way plotting libraries do: by the nearer of two shifted grids. */
function hexagons(points: Points, { across, up, pointy }: Grid): Marks {
  const counts = new Map<string, { x: number; y: number; count: number }>()
  for (const point of points) {
    const [u, v] = [point.x / across, point.y / up]
    const distance = (a: number, b: number) =>
      pointy ? (u - a) ** 2 + 3 * (v - b) ** 2 : 3 * (u - a) ** 2 + (v - b) ** 2
    const even = [Math.round(u), Math.round(v)] as const
    const odd = [Math.floor(u) + 0.5, Math.floor(v) + 0.5] as const
    const [a, b] = distance(...even) < distance(...odd) ? even : odd
    const known = counts.get(`${a} ${b}`) ?? { x: a * across, y: b * up, count: 0 }
    known.count += 1
    counts.set(`${a} ${b}`, known)
  }
  const all = [...counts.values()]
  const column = (key: 'x' | 'y' | 'count') => all.map((each) => each[key])
  return series('hexagon', { x: column('x'), y: column('y'), count: column('count') }, { color: null })
}

function moved(mark: Marks, change: (counts: number[]) => number[]): Marks {
  return { ...mark, values: { ...mark.values, count: change(mark.values['count'] as number[]) } }
}

const SCATTERED: Points = Array.from({ length: 400 }, (_, row) => ({
  x: 30 * Math.abs(Math.sin(row * 12.9898)),
  y: 5 + 4 * Math.sin(row * 78.233),
}))
const WANTED: Expected<'hexagons'> = { kind: 'hexagons', points: SCATTERED }
const GRID: Grid = { across: 3, up: 1.5, pointy: true }

describe('the points that hexagons count', () => {
  it('are the rows with both numbers', () => {
    const data = { rows: 3, columns: { length_mm: [1, null, 3], mass_g: [2, 2, 4] } }
    const points = [
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ]
    expect(expectedMarks(specOf('hexbin'), data)).toEqual({ kind: 'hexagons', points })
    expect(expectedMarks(specOf('hexbin'), { rows: 0, columns: { mass_g: [] } })).toBeNull()
  })
})

describe('hexagons', () => {
  it('are right whatever their size is, and whether they stand on a corner or on a side', () => {
    const steps = fc.double({ min: 0.8, max: 6, noNaN: true })
    fc.assert(
      fc.property(steps, steps, fc.boolean(), (across, up, pointy) => {
        const compared = compareMarks(WANTED, [hexagons(SCATTERED, { across, up, pointy })])
        expect(compared).toMatchObject({ expected: 400, drawn: 400, wrong: 0 })
      }),
      { numRuns: 40 },
    )
  })

  it('may give a point on an edge to either side', () => {
    const points = [-1, 0, 1, 2, 3].flatMap((x) =>
      [0, 1, 2].map((y) => ({ x: 2 * x + (y % 2), y: y * Math.sqrt(3) })),
    )
    const full = hexagons(points, { across: 2, up: 2 * Math.sqrt(3), pointy: true })
    const { x = [], y = [] } = full.values
    const wanted = { kind: 'hexagons' as const, points: [...points, { x: 1, y: 0 }] }
    for (const side of [0, 2]) {
      const at = x.findIndex((each, row) => Number(each) === side && Number(y[row]) === 0)
      const drawn = moved(full, (counts) => counts.with(at, (counts[at] ?? 0) + 1))
      expect(compareMarks(wanted, [drawn]).wrong).toBe(0)
    }
  })

  it.each([
    ['with a count off', moved(hexagons(SCATTERED, GRID), (counts) => counts.map((count) => count * 2))],
    ['with the counts turned round', moved(hexagons(SCATTERED, GRID), (counts) => [...counts].reverse())],
    [
      'of other rows',
      hexagons(
        SCATTERED.map(({ x, y }) => ({ x, y: 10 - y })),
        GRID,
      ),
    ],
    ['of half of the rows', hexagons(SCATTERED.slice(0, 200), GRID)],
  ])('are wrong %s', (_, drawn) => {
    const compared = compareMarks(WANTED, [drawn])
    expect(compared.wrong).toBeGreaterThan(40)
    expect(compared.example).toMatch(/^the hexagon at \(.+\) does not hold \d+ rows$/)
  })

  it('are missing where a row lies in none', () => {
    const full = hexagons(SCATTERED, GRID)
    const { x = [], y = [], count = [] } = full.values
    const most = count.indexOf(Math.max(...(count as number[])))
    const without = (values: typeof x) => values.filter((_, at) => at !== most)
    const drawn = series('hexagon', { x: without(x), y: without(y), count: without(count) })
    expect(compareMarks(WANTED, [drawn]).wrong).toBeGreaterThan(0)
    expect(compareMarks(WANTED, [series('hexagon', {})])).toMatchObject({ drawn: 0, wrong: 400 })
  })

  it('may stand in one column, and places without a number are none', () => {
    const points = [0, 0, 1, 2].map((y) => ({ x: 1, y }))
    const drawn = series('hexagon', { x: [1, 1, 1, null], y: [0, 1, 2, 3], count: [2, 1, 1, 5] })
    expect(compareMarks({ kind: 'hexagons', points }, [drawn])).toMatchObject({ drawn: 4, wrong: 0 })
    expect(compareMarks({ kind: 'hexagons', points: [] }, [])).toMatchObject({ expected: 0, wrong: 0 })
  })

  it('are explained by a colour scale whose words are free', () => {
    const titled = (title: string) =>
      measure(inputFor('hexbin', { legend: { title, labels: [] } })).find(({ check }) => check === 'legend')
    expect(titled('Anything')).toMatchObject({ status: 'passed' })
    expect(titled('')).toMatchObject({ status: 'failed' })
  })
})
