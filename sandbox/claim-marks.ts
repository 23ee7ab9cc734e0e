import { parseHex } from '../domain/review/color.ts'
import type { Marks } from '../domain/review/facts.schema.ts'
import type { MarkInk } from '../domain/review/measure.schema.ts'
import type { PictureBox } from '../domain/review/review.schema.ts'
import type { Masks } from './claim-masks.ts'
import { colorTest, isInk } from './ink.ts'
import { isEmpty, pixelBox } from './pixels.ts'
import type { Picture, PixelBox } from './pixels.ts'

/** Places of one series that are looked at, spread evenly over all. */
const PLACES_MAX = 400

/** Pixels of one place that are looked at, about. */
const PIXELS_MAX = 600

/** Share of a filled mark's own pixels that must show its colour, and of a hollow one's. */
const FILLED_SHARE = 0.5
const HOLLOW_SHARE = 0.02

/** Pixels from a mark's edge to where it must have ended, and how far on that is looked at. */
const EDGE_GAP_PX = 3
const EDGE_DEPTH_PX = 2

/** Share of the pixels beyond an edge that show the mark's colour from which it does not end there. */
const BEYOND_SHARE = 0.6

/** Free pixels beyond an edge that can say anything. */
const BEYOND_MIN = 4

/** Some of the places that do not fit are told. */
const BOXES_SHOWN = 3

interface Look {
  readonly picture: Picture
  readonly masks: Masks
}

interface Subject {
  readonly mark: Marks
  /** its place among all series */
  readonly at: number
  /** colour of the panel behind it */
  readonly ground: number
}

type Sight = 'fits' | 'bare' | 'foreign' | 'unbounded' | 'covered'

/** What the pixels show at the places of one series. */
export function markInk(look: Look, subject: Subject): MarkInk {
  const { mark } = subject
  const places = spread([...(mark.places ?? []).filter((place) => place !== null), ...waysOf(mark)])
  const seen = places.map((place) => ({ place, sight: sightOf(look, subject, place) }))
  const count = (sight: Sight) => seen.filter((each) => each.sight === sight).length
  const odd = seen.filter(({ sight }) => sight !== 'fits' && sight !== 'covered')
  return {
    looked: seen.length - count('covered'),
    bare: count('bare'),
    foreign: count('foreign'),
    unbounded: count('unbounded'),
    boxes: odd.slice(0, BOXES_SHOWN).map(({ place }) => place),
  }
}

/** The middles between the vertices of a line: there it must be drawn too. */
function waysOf({ type, places, around }: Marks): readonly PictureBox[] {
  if (type !== 'line' || (around ?? []).length > 0) return []
  return (places ?? []).flatMap((to, at) => {
    const from = at === 0 ? null : places?.[at - 1]
    return from && to ? [{ ...from, x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }] : []
  })
}

function spread<Item>(items: readonly Item[]): readonly Item[] {
  const step = Math.max(1, items.length / PLACES_MAX)
  return Array.from(
    { length: Math.min(items.length, PLACES_MAX) },
    (_, at) => items[Math.floor(at * step)],
  ).flatMap((item) => (item === undefined ? [] : [item]))
}

function sightOf({ picture, masks }: Look, { mark, at, ground }: Subject, place: PictureBox): Sight {
  const box = pixelBox(picture, place)
  const own = pixelsOf(picture, box, (pixel) => masks.owners[pixel] === at + 1)
  if (isEmpty(box) || own.length === 0) return 'covered'
  const color = parseHex(mark.color ?? '')
  const shows =
    color === null ? (pixel: number) => isInk(pixel, ground) : colorTest(color, ground, mark.opacity)
  if (!own.some((pixel) => isInk(pixel, ground))) return isPale(mark, ground) ? 'fits' : 'bare'
  const share = own.filter(shows).length / own.length
  const round = mark.type === 'point' || mark.type === 'line'
  const hollow = !round && share < FILLED_SHARE
  if (share < HOLLOW_SHARE) return 'foreign'
  if (hollow && mark.type !== 'box') return 'foreign'
  return color !== null && goesOn({ picture, masks }, { box, shows, round }) ? 'unbounded' : 'fits'
}

/** A mark in the colour of its background cannot be seen, which is a finding of its own. */
function isPale(mark: Marks, ground: number): boolean {
  const color = parseHex(mark.color ?? '')
  if (color === null) return false
  const seen = color.map((channel, at) => {
    const under = (ground >> (16 - 8 * at)) & 255
    return Math.abs(channel - under) * mark.opacity
  })
  return Math.max(...seen) < 2 * 24
}

interface Edge {
  readonly box: PixelBox
  readonly shows: (pixel: number) => boolean
  /** the mark is looked at all around, not side by side */
  readonly round: boolean
}

/** Whether a colour goes on beyond a mark where nothing else is said to be. */
function goesOn({ picture, masks }: Look, { box, shows, round }: Edge): boolean {
  const free = (at: number) => masks.explained[at] === 0 && masks.panels[at] === 1
  const sides = sidesOf(box).map((side) => pixelsOf(picture, within(picture, side), free))
  const looked = round ? [sides.flat()] : sides
  return looked.some(
    (pixels) => pixels.length >= BEYOND_MIN && pixels.filter(shows).length > BEYOND_SHARE * pixels.length,
  )
}

function sidesOf({ left, top, right, bottom }: PixelBox): readonly PixelBox[] {
  const [near, far] = [EDGE_GAP_PX + 1, EDGE_GAP_PX + 1 + EDGE_DEPTH_PX]
  return [
    { left, right, top: top - far, bottom: top - near },
    { left, right, top: bottom + near, bottom: bottom + far },
    { left: left - far, right: left - near, top, bottom },
    { left: right + near, right: right + far, top, bottom },
  ]
}

function within({ width, height }: Picture, box: PixelBox): PixelBox {
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value))
  return {
    left: clamp(box.left, width),
    right: clamp(box.right, width),
    top: clamp(box.top, height),
    bottom: clamp(box.bottom, height),
  }
}

/** The pixels of a box at places that count, thinned out evenly where there are many. */
function pixelsOf(
  { width, colors }: Picture,
  box: PixelBox,
  counts: (at: number) => boolean,
): readonly number[] {
  const size = (box.right - box.left) * (box.bottom - box.top)
  const step = Math.max(1, Math.floor(Math.sqrt(size / PIXELS_MAX)))
  const found: number[] = []
  for (let y = box.top; y < box.bottom; y += step) {
    for (let x = box.left; x < box.right; x += step) {
      const at = y * width + x
      if (counts(at)) found.push(colors[at] ?? 0)
    }
  }
  return found
}
