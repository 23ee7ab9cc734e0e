import type { FactValue, FigureFacts, Marks, Panel, View } from './facts.schema.ts'
import { CLAIM_TOLERANCE_PX } from './limits.ts'
import type { PictureBox } from './review.schema.ts'
import { placeOf } from './values.ts'

type Dimension = 'x' | 'y'

/** The place of a number on an axis in CSS pixels; null where places do not follow from numbers. */
export function pixelOf(panel: Panel, dimension: Dimension, value: FactValue | undefined): number | null {
  const view = panel[dimension]
  const number = placeOf(value)
  const { box } = panel
  if (box === null || number === null || view.scale === 'category') return null
  const share = shareOf(view, number)
  if (share === null) return null
  return dimension === 'x' ? box.x + share * box.width : box.y + (1 - share) * box.height
}

/** Where a number lies between the ends of a view, as a share. */
function shareOf({ scale, from, to }: View, number: number): number | null {
  if (from === null || to === null || from === to) return null
  if (scale !== 'log') return (number - from) / (to - from)
  if (from <= 0 || to <= 0 || number <= 0) return null
  return Math.log(number / from) / Math.log(to / from)
}

/** Boxes of marks that do not stand where their values say; null values and categories have no place to compare. */
export function misplaced(facts: FigureFacts): readonly PictureBox[] {
  return facts.marks.flatMap((mark) => {
    const panel = facts.panels?.[mark.panel ?? 0]
    return panel === undefined || !mark.places ? [] : misplacedIn(mark, panel, mark.places)
  })
}

function misplacedIn(
  mark: Marks,
  panel: Panel,
  places: readonly (PictureBox | null)[],
): readonly PictureBox[] {
  const odd = readings(mark).map((reading) =>
    places.flatMap((box, at) => (box === null || stands(mark, panel, { box, at, reading }) ? [] : [box])),
  )
  return odd.reduce((least, next) => (next.length < least.length ? next : least), odd[0] ?? [])
}

/** Which values an edge or the middle of a box stands for. */
interface Reading {
  readonly dimension: Dimension
  readonly edges: readonly string[]
  readonly middle?: string
}

/** Upright and lying: bars, intervals and boxes do not say which way they grow. */
function readings({ type }: Marks): readonly (readonly Reading[])[] {
  const [x, y] = ['x', 'y'] as const
  const grow = (ends: readonly string[], across: Omit<Reading, 'dimension'>) =>
    ([
      [x, y],
      [y, x],
    ] as const).map(([along, other]) => [
      { dimension: along, edges: ends },
      { dimension: other, ...across },
    ])
  if (type === 'point' || type === 'line') {
    return [
      [
        { dimension: x, edges: [], middle: 'x' },
        { dimension: y, edges: [], middle: 'y' },
      ],
    ]
  }
  if (type === 'bar') return grow(['base', 'value'], { edges: [], middle: 'category' })
  if (type === 'box') return grow(['q1', 'q3'], { edges: [], middle: 'category' })
  // Intervals may stand on each other: how long they are is compared elsewhere.
  return type === 'histogram' ? grow([], { edges: ['start', 'end'] }) : [[]]
}

interface Standing {
  readonly box: PictureBox
  readonly at: number
  readonly reading: readonly Reading[]
}

function stands({ values }: Marks, panel: Panel, { box, at, reading }: Standing): boolean {
  return reading.every(({ dimension, edges, middle }) => {
    const [start, length] = dimension === 'x' ? [box.x, box.width] : [box.y, box.height]
    const spots = edges.map((key) => pixelOf(panel, dimension, values[key]?.[at]))
    const ends = [start, start + length]
    const bounded = spots.every((spot) => spot === null || ends.some((end) => isClose(end, spot)))
    const reached = spots.includes(null) || edges.length === 0 || ends.every((end) => spots.some((spot) => spot !== null && isClose(end, spot)))
    const center = middle === undefined ? null : pixelOf(panel, dimension, values[middle]?.[at])
    return bounded && reached && (center === null || isClose(center, start + length / 2))
  })
}

function isClose(one: number, other: number): boolean {
  return Math.abs(one - other) <= CLAIM_TOLERANCE_PX
}
