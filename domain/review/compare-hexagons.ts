import { short } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { Expected } from './expectation.ts'
import type { Place } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { ascending } from './source.ts'
import { numberAt, placeOf, spanOf } from './values.ts'

interface Hexagon extends Place {
  readonly count: number
}

/** How far apart the middles of neighbours are on either axis, in halves of a step between equal ones. */
interface Lattice {
  readonly across: number
  readonly up: number
}

/** A corner of a hexagon whose neighbours are two units away, with a little to spare for rows on an edge. */
const REACH = (2 / Math.sqrt(3)) * 1.02

/** Distances that differ by less than this are the same: the row lies on an edge and may belong to either side. */
const TIE = 1e-6

/**
 * Counts the rows of each drawn hexagon again. A row belongs to the hexagon whose middle is nearest, measured in steps
 * between middles; whether the hexagons stand on a corner or on a side is found by trying.
 */
export function compareHexagons({ points }: Expected<'hexagons'>, marks: readonly Marks[]): Comparison {
  const hexagons = marks.flatMap(hexagonsOf)
  const drawn = hexagons.reduce((sum, { count }) => sum + count, 0)
  const results = latticesOf(hexagons).map((lattice) => recounted(points, hexagons, lattice))
  const best = results.reduce((a, b) => (b.wrong < a.wrong ? b : a))
  const { worst } = best
  return {
    expected: points.length,
    drawn: Math.round(drawn),
    wrong: Math.min(Math.max(points.length, 1), Math.ceil(best.wrong)),
    example:
      worst === null
        ? null
        : `the hexagon at (${short(worst.x)}, ${short(worst.y)}) does not hold ${short(worst.count)} rows`,
  }
}

function hexagonsOf({ values }: Marks): readonly Hexagon[] {
  const { x = [], y = [], count = [] } = values
  return count.flatMap((value, row) => {
    const [left, up, rows] = [placeOf(x[row]), placeOf(y[row]), placeOf(value)]
    return left === null || up === null || rows === null ? [] : [{ x: left, y: up, count: rows }]
  })
}

/** Hexagons on a corner and on a side; where only every other row or column of them is drawn, steps are half as long. */
function latticesOf(hexagons: readonly Hexagon[]): readonly Lattice[] {
  const across = stepOf(hexagons.map(({ x }) => x))
  const up = stepOf(hexagons.map(({ y }) => y))
  const root = Math.sqrt(3)
  return [1, 2].flatMap((thinX) =>
    [1, 2].flatMap((thinY) => [
      { across: across / thinX, up: up / thinY / root },
      { across: across / thinX / root, up: up / thinY },
    ]),
  )
}

/** The smallest distance between different numbers; Infinity where all are equal. */
function stepOf(values: readonly number[]): number {
  const sorted = [...values].sort(ascending)
  const noise = 1e-6 * spanOf(values)
  const gaps = sorted.slice(1).map((value, at) => value - numberAt(sorted, at))
  return gaps.filter((gap) => gap > noise).reduce((a, b) => Math.min(a, b), Infinity)
}

interface Recount {
  readonly wrong: number
  readonly worst: Hexagon | null
}

function recounted(points: readonly Place[], hexagons: readonly Hexagon[], lattice: Lattice): Recount {
  const sure = hexagons.map(() => 0)
  const possible = hexagons.map(() => 0)
  const grid = gridOf(hexagons, lattice)
  let outside = 0
  for (const point of points) {
    const nearest = nearestOf(point, grid, lattice)
    if (nearest.length === 0) outside += 1
    for (const at of nearest) {
      possible[at] = numberAt(possible, at) + 1
      if (nearest.length === 1) sure[at] = numberAt(sure, at) + 1
    }
  }
  const off = hexagons.map(({ count }, at) =>
    Math.max(0, numberAt(sure, at) - count, count - numberAt(possible, at)),
  )
  const worst = off.reduce((most, each) => Math.max(most, each), 0)
  return {
    // A row in the wrong hexagon is missing in another one too.
    wrong: Math.max(outside, (off.reduce((sum, each) => sum + each, 0) + outside) / 2, worst),
    worst: hexagons.find((_, at) => worst > 0 && off[at] === worst) ?? null,
  }
}

/** Middles by the squares of side `REACH` in which they lie, so that a row is compared with its neighbours only. */
type Grid = ReadonlyMap<string, readonly (Place & { readonly at: number })[]>

function gridOf(hexagons: readonly Place[], lattice: Lattice): Grid {
  const grid = new Map<string, (Place & { readonly at: number })[]>()
  for (const [at, { x, y }] of hexagons.entries()) {
    const key = squareOf({ x, y }, lattice).join(' ')
    const there = grid.get(key)
    if (there === undefined) grid.set(key, [{ x, y, at }])
    else there.push({ x, y, at })
  }
  return grid
}

function squareOf({ x, y }: Place, { across, up }: Lattice): readonly [number, number] {
  return [Math.floor(x / across / REACH), Math.floor(y / up / REACH)]
}

const AROUND = [-1, 0, 1]

/** The hexagons that a point can belong to. */
function nearestOf(point: Place, grid: Grid, lattice: Lattice): readonly number[] {
  const [column, row] = squareOf(point, lattice)
  const near = AROUND.flatMap((right) =>
    AROUND.flatMap((up) => grid.get(`${column + right} ${row + up}`) ?? []),
  )
  let least = REACH
  let found: number[] = []
  for (const { x, y, at } of near) {
    const distance = Math.hypot((point.x - x) / lattice.across, (point.y - y) / lattice.up)
    if (distance > least + TIE) continue
    if (distance < least - TIE) found = []
    least = Math.min(least, distance)
    found.push(at)
  }
  return found
}
