import type { DrawnText, FigureFacts, Marks } from '../domain/review/facts.schema.ts'
import type { PictureBox } from '../domain/review/review.schema.ts'
import { pixelBox } from './pixels.ts'
import type { Picture, PixelBox } from './pixels.ts'

/** CSS pixels around a claimed box that belong to it: blurred edges and strokes. */
const MARK_PAD = 2
const TEXT_PAD = 2

/** CSS pixels outside of a panel's edge where its ticks are, and inside of it where its frame is. */
const TICKS_PAD = 8
const FRAME_PAD = 2

/** Room of a legend around each of its texts, in sizes of the text: handles at its side, frame above and below. */
const LEGEND_SIDE = 4.2
const LEGEND_ABOVE = 1

/** Room of a box around an annotation, in sizes of the text. */
const NOTE_PAD = 0.7

/** More than one series claims a pixel. */
const SHARED = 255

/** For each pixel of a picture, what a figure says about it. */
export interface Masks {
  /** 0: nobody's · 1 and more: the series at that place plus one · 255: several */
  readonly owners: Uint8Array
  /** 1: something is said to be drawn here */
  readonly explained: Uint8Array
  /** 1: a text or a legend is said to lie here, whatever is under it */
  readonly texts: Uint8Array
  /** 1: inside of a panel or on its frame */
  readonly panels: Uint8Array
  /** share of the picture that shapes cover outside of panels */
  readonly shapesShare: number
}

/** Paints what a figure claims over a picture of nothing. */
export function masksOf(picture: Picture, facts: FigureFacts): Masks {
  const size = picture.width * picture.height
  const [owners, explained] = [new Uint8Array(size), new Uint8Array(size)]
  const [texts, panels] = [new Uint8Array(size), new Uint8Array(size)]
  const areas = panelBoxes(facts)
  for (const box of [...areas, ...areas.flatMap(frameOf)]) fill(picture, panels, pixelBox(picture, box))
  for (const box of facts.shapes ?? []) fill(picture, explained, pixelBox(picture, box, MARK_PAD))
  const shapes = countOutside(explained, panels)
  facts.marks.forEach((mark, at) => {
    for (const box of [...strokesOf(mark), ...(mark.around ?? [])]) {
      own(picture, owners, { box: pixelBox(picture, box), owner: Math.min(at + 1, SHARED - 1) })
      fill(picture, explained, pixelBox(picture, box, MARK_PAD))
    }
  })
  for (const box of textBoxes(facts.texts ?? [])) {
    fill(picture, explained, pixelBox(picture, box))
    fill(picture, texts, pixelBox(picture, box))
  }
  for (const box of areas.flatMap(frameOf)) fill(picture, explained, pixelBox(picture, box))
  return { owners, explained, texts, panels, shapesShare: shapes / size }
}

function countOutside(mask: Uint8Array, panels: Uint8Array): number {
  let found = 0
  for (let at = 0; at < mask.length; at += 1) if (mask[at] === 1 && panels[at] === 0) found += 1
  return found
}

/** The areas that marks are drawn in. */
export function panelBoxes({ panels }: FigureFacts): readonly PictureBox[] {
  return (panels ?? []).flatMap(({ box }) => (box === null ? [] : [box]))
}

/** The boxes of marks and, of lines and areas, of what joins them. */
function strokesOf(mark: Marks): readonly PictureBox[] {
  const places = (mark.places ?? []).filter((place) => place !== null)
  if (mark.type === 'step') {
    const way = places.flatMap((place, at) => [place, ...cornerTo(place, places[at + 1])])
    return [...way, ...way.slice(1).flatMap(joinTo(way))]
  }
  if (mark.type === 'area') return [...places, ...places.slice(1).flatMap(fillTo(places))]
  return mark.type === 'line' ? [...places, ...places.slice(1).flatMap(joinTo(places))] : places
}

/** Where a line that stays at its height meets the place of the next one. */
function cornerTo(from: PictureBox, to: PictureBox | undefined): readonly PictureBox[] {
  return to === undefined ? [] : [{ ...to, y: from.y }]
}

/** Strips along the way from one cut through an area to the next, near enough to leave no gap. */
function fillTo(places: readonly PictureBox[]): (to: PictureBox, at: number) => readonly PictureBox[] {
  return (to, at) => {
    const from = places[at] ?? to
    const count = Math.ceil(Math.abs(to.x - from.x))
    const between = (a: number, b: number, share: number) => a + (b - a) * share
    return Array.from({ length: Math.max(0, count - 1) }, (_, index) => {
      const share = (index + 1) / count
      return {
        ...from,
        x: between(from.x, to.x, share),
        y: between(from.y, to.y, share),
        height: between(from.height, to.height, share),
      }
    })
  }
}

/** Boxes along the way from each place to the next, near enough to leave no gap. */
function joinTo(places: readonly PictureBox[]): (to: PictureBox, at: number) => readonly PictureBox[] {
  return (to, at) => {
    const from = places[at] ?? to
    const step = Math.max(1, Math.min(from.width, from.height))
    const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step)
    return Array.from({ length: Math.max(0, count - 1) }, (_, index) => {
      const share = (index + 1) / count
      const x = from.x + (to.x - from.x) * share
      const y = from.y + (to.y - from.y) * share
      return { ...from, x, y }
    })
  }
}

function textBoxes(texts: readonly DrawnText[]): readonly PictureBox[] {
  const plain = texts.map((text) =>
    grown(text, text.role === 'annotation' ? Math.max(TEXT_PAD, NOTE_PAD * text.sizePx) : TEXT_PAD),
  )
  const legends = texts
    .filter(({ role }) => role === 'legend')
    .map((text) => grown(text, LEGEND_SIDE * text.sizePx, LEGEND_ABOVE * text.sizePx))
  return [...plain, ...joined(legends)]
}

/** Boxes that touch become one: the legends of a figure from the room of their texts. */
function joined(boxes: readonly PictureBox[]): readonly PictureBox[] {
  return boxes.reduce<readonly PictureBox[]>((known, box) => {
    const near = known.filter((other) => touch(other, box))
    const apart = known.filter((other) => !near.includes(other))
    return [...apart, near.reduce(union, box)]
  }, [])
}

function touch(a: PictureBox, b: PictureBox): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
}

function union(a: PictureBox, b: PictureBox): PictureBox {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  const right = Math.max(a.x + a.width, b.x + b.width)
  const bottom = Math.max(a.y + a.height, b.y + b.height)
  return { x, y, width: right - x, height: bottom - y }
}

function grown({ x, y, width, height }: PictureBox, side: number, above = side): PictureBox {
  return { x: x - side, y: y - above, width: width + 2 * side, height: height + 2 * above }
}

/** The four strips along a panel's edge. */
function frameOf({ x, y, width, height }: PictureBox): readonly PictureBox[] {
  const [left, top] = [x - TICKS_PAD, y - TICKS_PAD]
  const [wide, high] = [width + 2 * TICKS_PAD, height + 2 * TICKS_PAD]
  const thick = TICKS_PAD + FRAME_PAD
  return [
    { x: left, y: top, width: wide, height: thick },
    { x: left, y: y + height - FRAME_PAD, width: wide, height: thick },
    { x: left, y: top, width: thick, height: high },
    { x: x + width - FRAME_PAD, y: top, width: thick, height: high },
  ]
}

interface Owned {
  readonly box: PixelBox
  readonly owner: number
}

function fill({ width }: Picture, mask: Uint8Array, { left, top, right, bottom }: PixelBox): void {
  for (let y = top; y < bottom; y += 1) mask.fill(1, y * width + left, y * width + right)
}

function own({ width }: Picture, owners: Uint8Array, { box, owner }: Owned): void {
  for (let y = box.top; y < box.bottom; y += 1) {
    for (let at = y * width + box.left; at < y * width + box.right; at += 1) {
      owners[at] = owners[at] === 0 || owners[at] === owner ? owner : SHARED
    }
  }
}
