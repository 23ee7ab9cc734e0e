import type { FactValue, FigureFacts, Marks, Panel, View } from './facts.schema.ts'
import { CLAIM_TOLERANCE_PX } from './limits.ts'
import type { PictureBox } from './review.schema.ts'
import { placeOf } from './values.ts'

type Dimension = 'x' | 'y'

/** The panels of a figure that tells them. */
export function panelsOf({ panels }: FigureFacts): readonly Panel[] {
  return panels ?? []
}

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
    const panel = panelsOf(facts)[mark.panel ?? 0]
    return panel === undefined || !mark.places ? [] : misplacedIn(mark, panel, mark.places)
  })
}

function misplacedIn(
  mark: Marks,
  panel: Panel,
  places: readonly (PictureBox | null)[],
): readonly PictureBox[] {
  const [upright = [], ...others] =
    READINGS[mark.type]?.map((reading) =>
      places.flatMap((box, at) =>
        box === null || reading.every((part) => stands({ mark, panel, box, at }, part)) ? [] : [box],
      ),
    ) ?? []
  return others.reduce((least, next) => (next.length < least.length ? next : least), upright)
}

/** What the box of a mark stands for along one axis, by keys of its values. */
interface Part {
  readonly dimension: Dimension
  readonly edges?: readonly [string, string]
  readonly middle?: string
  /** what its length stands for, wherever it starts */
  readonly length?: string
}

/** Marks with a place along both axes. */
const PLACED: readonly (readonly Part[])[] = [
  [
    { dimension: 'x', middle: 'x' },
    { dimension: 'y', middle: 'y' },
  ],
]

/** The ways to read a type of marks: upright first, then lying. Types that are not named may stand anywhere. */
const READINGS: Readonly<Partial<Record<Marks['type'], readonly (readonly Part[])[]>>> = {
  bubble: PLACED,
  step: PLACED,
  area: [
    [
      { dimension: 'x', middle: 'x' },
      { dimension: 'y', edges: ['base', 'y'] },
    ],
  ],
  candle: [
    [
      { dimension: 'x', middle: 'x' },
      { dimension: 'y', edges: ['open', 'close'] },
    ],
  ],
  point: PLACED,
  line: PLACED,
  bar: bothWays({ edges: ['base', 'value'] }, { middle: 'category' }),
  box: bothWays({ edges: ['q1', 'q3'] }, { middle: 'category' }),
  // Intervals may stand on each other.
  histogram: bothWays({ length: 'count' }, { edges: ['start', 'end'] }),
}

function bothWays(
  along: Omit<Part, 'dimension'>,
  across: Omit<Part, 'dimension'>,
): readonly (readonly Part[])[] {
  return [
    [
      { dimension: 'x', ...across },
      { dimension: 'y', ...along },
    ],
    [
      { dimension: 'x', ...along },
      { dimension: 'y', ...across },
    ],
  ]
}

interface Standing {
  readonly mark: Marks
  readonly panel: Panel
  readonly box: PictureBox
  readonly at: number
}

function stands({ mark, panel, box, at }: Standing, part: Part): boolean {
  const { dimension, edges = [], middle = '', length = '' } = part
  const value = (key: string) => mark.values[key]?.[at]
  const [start, end] = dimension === 'x' ? [box.x, box.x + box.width] : [box.y, box.y + box.height]
  const spots = edges.map((key) => pixelOf(panel, dimension, value(key)))
  const known = spots.filter((spot) => spot !== null).sort((a, b) => a - b)
  const bounded = known.length < 2 || (isClose(known[0], start) && isClose(known[1], end))
  const center = pixelOf(panel, dimension, value(middle))
  const long = lengthOf(panel, dimension, value(length))
  return bounded && isClose(center, (start + end) / 2) && isClose(long, end - start)
}

/** CSS pixels that an amount takes up on a linear axis. */
function lengthOf(panel: Panel, dimension: Dimension, amount: FactValue | undefined): number | null {
  const { scale, from } = panel[dimension]
  if (scale !== 'linear' || typeof amount !== 'number' || from === null) return null
  const [start, end] = [pixelOf(panel, dimension, from), pixelOf(panel, dimension, from + amount)]
  return start === null || end === null ? null : Math.abs(end - start)
}

/** Whether a place is where it should be; one that is not known may be anywhere. */
function isClose(wanted: number | null | undefined, place: number): boolean {
  return wanted === null || wanted === undefined || Math.abs(wanted - place) <= CLAIM_TOLERANCE_PX
}
