import { parseHex } from '../domain/review/color.ts'
import type { Marks } from '../domain/review/facts.schema.ts'
import type { MarkInk } from '../domain/review/measure.schema.ts'
import type { PictureBox } from '../domain/review/review.schema.ts'
import { filledCuts } from './claim-cuts.ts'
import type { Masks } from './claim-masks.ts'
import { INK_DIFFERENCE, colorTest, isInk } from './ink.ts'
import { pixelBox } from './pixels.ts'
import type { Picture, PixelBox } from './pixels.ts'

/** Places of one series that are looked at, spread evenly over all. */
const PLACES_MAX = 400

/** Pixels of one place that are looked at, about. */
const PIXELS_MAX = 600

/** Share of what is claimed of a mark's box that no other series must claim for it to be looked at. */
const OWN_SHARE_MIN = 0.3

/** CSS pixels around a place of a line within which it must show: its dashes leave gaps. */
const DASH_PX = 6
const DASHED: readonly Marks['type'][] = ['line', 'step']

/** Share of a filled mark's own pixels that must show its colour, and of a hollow one's. */
const FILLED_SHARE = 0.5
const HOLLOW_SHARE = 0.02

/** Pixels from a mark's edge to where it must have ended, and how far on that is looked at: further than a grid line is wide. */
const EDGE_GAP_PX = 5
const EDGE_DEPTH_PX = 8

/** Pixels inside of an edge, and the share of them that must show the colour: bars may have a rim. */
const EDGE_INSIDE_PX = 8
const EDGE_SHARE = 0.35
const LINE_SHARE = 0.1

/** Marks that fill their boxes; all others are looked at as a whole. */
const SIDED: readonly Marks['type'][] = ['bar', 'histogram', 'box', 'area', 'candle']

/** A box as thin as this, in CSS pixels, holds nothing to look at: bars of zero. */
const FLAT_PX = 1

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
  /** the panel it is drawn in, beyond which nothing shows, and its colour */
  readonly panel: PixelBox
  readonly ground: number
}

type Sight = 'fits' | 'bare' | 'foreign' | 'unbounded' | 'covered'

/** What the pixels show at the places of one series. */
export function markInk(look: Look, subject: Subject): MarkInk {
  const { mark } = subject
  const boxes = (mark.places ?? mark.around ?? []).filter((place) => place !== null)
  const places = spread([...(mark.type === 'area' ? filledCuts(boxes) : boxes), ...waysOf(mark)])
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

function sightOf(look: Look, subject: Subject, place: PictureBox): Sight {
  const { picture } = look
  const { mark, panel, ground } = subject
  const box = overlap(pixelBox(picture, place), panel)
  const own = ownPixels(look, subject, { place, box })
  if (own === null) return 'covered'
  if (!own.some((pixel) => isInk(pixel, ground))) return isPale(mark, ground) ? 'fits' : 'bare'
  const color = parseHex(mark.color ?? '')
  if (color === null) return 'fits'
  const form = { box, panel, shows: colorTest(color, ground, mark.opacity), isRound: isRound(mark) }
  if (own.filter(form.shows).length < HOLLOW_SHARE * own.length) return 'foreign'
  if (!form.isRound && !reaches(look, form, isOwnOf(look, subject))) return 'foreign'
  return goesOn(look, form) ? 'unbounded' : 'fits'
}

function isRound({ type }: Marks): boolean {
  return !SIDED.includes(type)
}

function isOwnOf({ masks }: Look, { at }: Subject): (pixel: number) => boolean {
  return (pixel) => masks.owners[pixel] === at + 1 && masks.texts[pixel] === 0
}

/** The pixels at a place that are this series' alone; null where there are too few, or nothing has to be. */
function ownPixels(
  look: Look,
  subject: Subject,
  { place, box }: { readonly place: PictureBox; readonly box: PixelBox },
): readonly number[] | null {
  const { picture, masks } = look
  const { mark, panel } = subject
  if (!isRound(mark) && Math.min(place.width, place.height) < FLAT_PX) return null
  const room = DASHED.includes(mark.type) ? overlap(pixelBox(picture, place, DASH_PX), panel) : box
  const own = pixelsOf(picture, room, isOwnOf(look, subject))
  const claimed = pixelsOf(picture, room, (pixel) => masks.owners[pixel] !== 0)
  return own.length <= OWN_SHARE_MIN * claimed.length ? null : own
}

/** A mark in the colour of its background cannot be seen, which is a finding of its own. */
function isPale(mark: Marks, ground: number): boolean {
  const color = parseHex(mark.color ?? '')
  if (color === null) return false
  const seen = color.map((channel, at) => {
    const under = (ground >> (16 - 8 * at)) & 255
    return Math.abs(channel - under) * mark.opacity
  })
  return Math.max(...seen) < 2 * INK_DIFFERENCE
}

interface Form {
  readonly box: PixelBox
  readonly panel: PixelBox
  readonly shows: (pixel: number) => boolean
  /** it is looked at all around, not side by side */
  readonly isRound: boolean
}

/** Whether a mark fills its box to each edge, or has a line on one of them at least where it is a frame. */
function reaches({ picture }: Look, { box, shows }: Form, isOwn: (at: number) => boolean): boolean {
  const inner = pixelsOf(picture, box, isOwn)
  const sides = sidesOf(box, -EDGE_INSIDE_PX, 0)
    .map((side) => pixelsOf(picture, overlap(side, box), isOwn))
    .filter((pixels) => pixels.length > 0)
  const isFilled = inner.filter(shows).length >= FILLED_SHARE * inner.length
  const least = isFilled ? EDGE_SHARE : LINE_SHARE
  const there = sides.filter((pixels) => pixels.filter(shows).length >= least * pixels.length)
  return isFilled ? there.length === sides.length : there.length > 0
}

/** Whether a colour goes on beyond a mark where nothing else is said to be. */
function goesOn({ picture, masks }: Look, { box, panel, shows, isRound }: Form): boolean {
  const free = (at: number) => masks.explained[at] === 0 && masks.panels[at] === 1
  const sides = sidesOf(box, EDGE_GAP_PX, EDGE_GAP_PX + EDGE_DEPTH_PX).map((side) =>
    pixelsOf(picture, overlap(side, panel), free),
  )
  const looked = isRound ? [sides.flat()] : sides
  return looked.some(
    (pixels) => pixels.length >= BEYOND_MIN && pixels.filter(shows).length > BEYOND_SHARE * pixels.length,
  )
}

/** The strips along the four sides of a box, from so many pixels outside of it to so many. */
function sidesOf({ left, top, right, bottom }: PixelBox, from: number, to: number): readonly PixelBox[] {
  return [
    { left, right, top: top - to, bottom: top - from },
    { left, right, top: bottom + from, bottom: bottom + to },
    { left: left - to, right: left - from, top, bottom },
    { left: right + from, right: right + to, top, bottom },
  ]
}

function overlap(a: PixelBox, b: PixelBox): PixelBox {
  return {
    left: Math.max(a.left, b.left),
    right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top),
    bottom: Math.min(a.bottom, b.bottom),
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
