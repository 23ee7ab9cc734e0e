import type { Rgb } from '../domain/review/color.ts'
import type { PictureBox } from '../domain/review/review.schema.ts'
import { decodePng } from './png.ts'

/** Width in CSS pixels of every picture that marks and texts are placed in. */
const CSS_WIDTH = 800

/** Bits kept of each channel where colours are counted: nearly equal ones count as one. */
const KEPT_BITS = 5
const SHIFT = 8 - KEPT_BITS
const COLORS = 1 << (3 * KEPT_BITS)

/** A picture with one number per pixel, 0xRRGGBB, laid on white where it is see-through. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** size of its PNG */
  readonly bytes: number
  readonly colors: Uint32Array
}

/** Whole pixels of a picture; `right` and `bottom` are outside of the box. */
export interface PixelBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Reads a PNG, once for everything that is measured of it; throws `invalid` for one that is not sound. */
export function readPicture(png: Uint8Array): Picture {
  const { width, height, data } = decodePng(png)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const colors = new Uint32Array(width * height)
  for (let pixel = 0; pixel < colors.length; pixel += 1) {
    const rgba = view.getUint32(4 * pixel)
    const [color, opacity] = [rgba >>> 8, rgba & 255]
    colors[pixel] = opacity === 255 ? color : onWhite(color, opacity / 255)
  }
  return { width, height, bytes: png.byteLength, colors }
}

/** A box in CSS pixels as whole pixels within the picture, grown by `pad` CSS pixels; empty when it is outside. */
export function pixelBox({ width, height }: Picture, box: PictureBox, pad = 0): PixelBox {
  const factor = width / CSS_WIDTH
  const within = (value: number, most: number) => Math.min(most, Math.max(0, value))
  return {
    left: within(Math.floor((box.x - pad) * factor), width),
    top: within(Math.floor((box.y - pad) * factor), height),
    right: within(Math.ceil((box.x + box.width + pad) * factor), width),
    bottom: within(Math.ceil((box.y + box.height + pad) * factor), height),
  }
}

/** Whole pixels as a box in CSS pixels. */
export function cssBox({ width }: Picture, { left, top, right, bottom }: PixelBox): PictureBox {
  const factor = CSS_WIDTH / width
  return {
    x: left * factor,
    y: top * factor,
    width: (right - left) * factor,
    height: (bottom - top) * factor,
  }
}

/** Whether a box holds no pixel. */
export function isEmpty({ left, top, right, bottom }: PixelBox): boolean {
  return right <= left || bottom <= top
}

/** The pixels of a box, row by row. */
export function cut({ width, colors }: Picture, { left, top, right, bottom }: PixelBox): Uint32Array {
  const found = new Uint32Array((right - left) * (bottom - top))
  for (let y = top; y < bottom; y += 1) {
    found.set(colors.subarray(y * width + left, y * width + right), (y - top) * (right - left))
  }
  return found
}

/** The place of a colour among those that are counted apart. */
export function bucket(color: number): number {
  const red = (color >> (16 + SHIFT)) & 31
  const green = (color >> (8 + SHIFT)) & 31
  return (red << (2 * KEPT_BITS)) | (green << KEPT_BITS) | ((color >> SHIFT) & 31)
}

/** Red, green and blue in the middle of the colours that one place counts. */
export function bucketRgb(place: number): Rgb {
  const channel = (shift: number) => (((place >> shift) & 31) << SHIFT) | (1 << (SHIFT - 1))
  return [channel(2 * KEPT_BITS), channel(KEPT_BITS), channel(0)]
}

/** How many pixels each colour has. */
export function countsOf(colors: Uint32Array): Uint32Array {
  const counts = new Uint32Array(COLORS)
  for (const color of colors) {
    const place = bucket(color)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

/** The highest count. */
export function highest(counts: Uint32Array): number {
  return counts.reduce((most, count) => Math.max(most, count), 0)
}

/** The most frequent colour, exactly as most of its pixels have it. */
export function modalColor(colors: Uint32Array): number {
  const counts = countsOf(colors)
  return exactColor(colors, counts.indexOf(highest(counts)))
}

/** Red, green and blue of a pixel. */
export function rgbOf(color: number): Rgb {
  return [(color >> 16) & 255, (color >> 8) & 255, color & 255]
}

/** The largest difference of a channel between two pixels, 0 to 255. */
export function difference(one: number, other: number): number {
  const red = Math.abs(((one >>> 16) & 255) - ((other >>> 16) & 255))
  const green = Math.abs(((one >>> 8) & 255) - ((other >>> 8) & 255))
  return Math.max(red, green, Math.abs((one & 255) - (other & 255)))
}

function onWhite(color: number, share: number): number {
  const mix = (shift: number) => Math.round(((color >> shift) & 255) * share + 255 * (1 - share)) << shift
  return mix(16) | mix(8) | mix(0)
}

/** The most frequent exact colour among those of one bucket. */
function exactColor(colors: Uint32Array, wanted: number): number {
  const counts = new Map<number, number>()
  for (const color of colors) if (bucket(color) === wanted) counts.set(color, (counts.get(color) ?? 0) + 1)
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0] as const)[0]
}
