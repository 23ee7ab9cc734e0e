import { contrast, hexOf, parseHex } from '../domain/review/color.ts'
import type { Rgb } from '../domain/review/color.ts'
import type { DrawnText } from '../domain/review/facts.schema.ts'
import type { PictureFacts } from '../domain/review/measure.schema.ts'
import { decodePng } from './png.ts'
import type { Pixels } from './png.ts'

/** Width in CSS pixels of every picture that texts are placed in. */
const CSS_WIDTH = 800

/** Bits kept of each channel where colours are counted: nearly equal ones count as one. */
const KEPT_BITS = 5
const SHIFT = 8 - KEPT_BITS
const COLORS = 1 << (3 * KEPT_BITS)

/** Difference of a channel from which a pixel counts as another one. */
const CHANNEL_DIFFERENCE = 24

/**
 * Measures a PNG by its pixels alone. `texts` are where its texts are said to be, in CSS pixels of a
 * picture 800 wide; the contrast of each is that of its colour to the most frequent colour in its box.
 * Throws `invalid` for a PNG that is not sound.
 */
export function measurePicture(png: Uint8Array, texts: readonly DrawnText[]): PictureFacts {
  const pixels = packed(decodePng(png))
  const { width, height, colors } = pixels
  const counts = countsOf(colors)
  const frame = frameOf(pixels)
  const background = modalBucket(countsOf(frame))
  return {
    width,
    height,
    bytes: png.byteLength,
    distinctColors: counts.reduce((found, count) => found + (count > 0 ? 1 : 0), 0),
    background: hexOf(rgbOf(exactColor(frame, background))),
    backgroundShare: highest(counts) / colors.length,
    edgeInkShare: frame.filter((color) => bucket(color) !== background).length / frame.length,
    inkBox: inkOf(pixels, background),
    textContrast: texts.map((text) => textContrast(pixels, text)),
  }
}

/** Share of pixels that differ visibly between two PNGs of one size, 0 to 1; 1 when their sizes differ. */
export function differingPixels(a: Uint8Array, b: Uint8Array): number {
  const [first, second] = [decodePng(a), decodePng(b)]
  if (first.width !== second.width || first.height !== second.height) return 1
  const [left, right] = [viewOf(first), viewOf(second)]
  let different = 0
  for (let at = 0; at < left.byteLength; at += 4) {
    const [one, other] = [left.getUint32(at), right.getUint32(at)]
    if (one !== other && differ(one, other)) different += 1
  }
  return different / (first.width * first.height)
}

/** Whether two pixels differ visibly; how see-through they are does not count. */
function differ(one: number, other: number): boolean {
  const change = (shift: number) => Math.abs(((one >>> shift) & 255) - ((other >>> shift) & 255))
  return Math.max(change(24), change(16), change(8)) >= CHANNEL_DIFFERENCE
}

/** Pixels as numbers: four bytes each, red, green, blue and opacity. */
function viewOf({ data }: Pixels): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength)
}

/** A picture with one number per pixel, 0xRRGGBB, laid on white where it is see-through. */
interface Packed {
  readonly width: number
  readonly height: number
  readonly colors: Uint32Array
}

interface Box {
  readonly left: number
  readonly top: number
  /** exclusive */
  readonly right: number
  readonly bottom: number
}

function packed(pixels: Pixels): Packed {
  const { width, height } = pixels
  const view = viewOf(pixels)
  const colors = new Uint32Array(width * height)
  for (let pixel = 0; pixel < colors.length; pixel += 1) {
    const rgba = view.getUint32(4 * pixel)
    const [color, opacity] = [rgba >>> 8, rgba & 255]
    colors[pixel] = opacity === 255 ? color : onWhite(color, opacity / 255)
  }
  return { width, height, colors }
}

function onWhite(color: number, share: number): number {
  const mix = (shift: number) => Math.round(((color >> shift) & 255) * share + 255 * (1 - share)) << shift
  return mix(16) | mix(8) | mix(0)
}

function bucket(color: number): number {
  const red = (color >> (16 + SHIFT)) & 31
  const green = (color >> (8 + SHIFT)) & 31
  return (red << (2 * KEPT_BITS)) | (green << KEPT_BITS) | ((color >> SHIFT) & 31)
}

function modalBucket(counts: Uint32Array): number {
  return counts.indexOf(highest(counts))
}

function highest(counts: Uint32Array): number {
  return counts.reduce((most, count) => Math.max(most, count), 0)
}

function countsOf(colors: Uint32Array): Uint32Array {
  const counts = new Uint32Array(COLORS)
  for (const color of colors) {
    const place = bucket(color)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

/** The most frequent exact colour among those of one bucket. */
function exactColor(colors: Uint32Array, wanted: number): number {
  const counts = new Map<number, number>()
  for (const color of colors) if (bucket(color) === wanted) counts.set(color, (counts.get(color) ?? 0) + 1)
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0] as const)[0]
}

/** The pixels of a box, row by row. */
function cut({ width, colors }: Packed, { left, top, right, bottom }: Box): Uint32Array {
  const found = new Uint32Array((right - left) * (bottom - top))
  for (let y = top; y < bottom; y += 1) {
    found.set(colors.subarray(y * width + left, y * width + right), (y - top) * (right - left))
  }
  return found
}

/** The outermost pixels, each corner twice. */
function frameOf(pixels: Packed): Uint32Array {
  const { width, height } = pixels
  const sides: readonly Box[] = [
    { left: 0, top: 0, right: width, bottom: 1 },
    { left: 0, top: height - 1, right: width, bottom: height },
    { left: 0, top: 0, right: 1, bottom: height },
    { left: width - 1, top: 0, right: width, bottom: height },
  ]
  const frame = new Uint32Array(2 * (width + height))
  let at = 0
  for (const side of sides) {
    const colors = cut(pixels, side)
    frame.set(colors, at)
    at += colors.length
  }
  return frame
}

/** Box of everything that is not background, as shares of width and height; empty for a blank picture. */
function inkOf({ width, height, colors }: Packed, background: number): PictureFacts['inkBox'] {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let y = 0; y < height; y += 1) {
    const row = colors.subarray(y * width, (y + 1) * width)
    const isInk = (color: number) => bucket(color) !== background
    const first = row.findIndex(isInk)
    if (first < 0) continue
    left = Math.min(left, first)
    right = Math.max(right, row.findLastIndex(isInk) + 1)
    top = Math.min(top, y)
    bottom = y + 1
  }
  if (bottom === 0) return { left: 0, top: 0, right: 0, bottom: 0 }
  return { left: left / width, top: top / height, right: right / width, bottom: bottom / height }
}

/** Null for a text outside of the picture, or of a colour that is not known. */
function textContrast(pixels: Packed, text: DrawnText): number | null {
  const color = parseHex(text.color)
  const box = pixelBox(pixels, text)
  if (color === null || box.right <= box.left || box.bottom <= box.top) return null
  const colors = cut(pixels, box)
  return contrast(color, rgbOf(exactColor(colors, modalBucket(countsOf(colors)))))
}

/** The text's box with a pixel around it: small letters fill theirs. */
function pixelBox({ width, height }: Packed, text: DrawnText): Box {
  const factor = width / CSS_WIDTH
  const within = (value: number, most: number) => Math.min(most, Math.max(0, value))
  return {
    left: within(Math.floor((text.x - 1) * factor), width),
    top: within(Math.floor((text.y - 1) * factor), height),
    right: within(Math.ceil((text.x + text.width + 1) * factor), width),
    bottom: within(Math.ceil((text.y + text.height + 1) * factor), height),
  }
}

function rgbOf(color: number): Rgb {
  return [(color >> 16) & 255, (color >> 8) & 255, color & 255]
}
