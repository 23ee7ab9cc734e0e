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
    backgroundShare: (counts[modalBucket(counts)] ?? 0) / colors.length,
    edgeInkShare: frame.filter((color) => bucket(color) !== background).length / frame.length,
    inkBox: inkOf(pixels, background),
    textContrast: texts.map((text) => textContrast(pixels, text)),
  }
}

/** Share of pixels that differ visibly between two PNGs of one size, 0 to 1; 1 when their sizes differ. */
export function differingPixels(a: Uint8Array, b: Uint8Array): number {
  const [first, second] = [decodePng(a), decodePng(b)]
  if (first.width !== second.width || first.height !== second.height) return 1
  const [left, right] = [first.data, second.data]
  let different = 0
  for (let at = 0; at < left.length; at += 4) {
    const change = Math.max(
      Math.abs((left[at] ?? 0) - (right[at] ?? 0)),
      Math.abs((left[at + 1] ?? 0) - (right[at + 1] ?? 0)),
      Math.abs((left[at + 2] ?? 0) - (right[at + 2] ?? 0)),
    )
    if (change >= CHANNEL_DIFFERENCE) different += 1
  }
  return different / (first.width * first.height)
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

function packed({ width, height, data }: Pixels): Packed {
  const colors = new Uint32Array(width * height)
  for (let at = 0, pixel = 0; pixel < colors.length; at += 4, pixel += 1) {
    const opacity = data[at + 3] ?? 255
    const color = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
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
  let best = 0
  for (let at = 1; at < counts.length; at += 1) if ((counts[at] ?? 0) > (counts[best] ?? 0)) best = at
  return best
}

function countsOf(colors: Uint32Array): Uint32Array {
  const counts = new Uint32Array(COLORS)
  for (let at = 0; at < colors.length; at += 1) {
    const place = bucket(colors[at] ?? 0)
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
    const start = y * width
    let first = 0
    while (first < width && bucket(colors[start + first] ?? 0) === background) first += 1
    if (first === width) continue
    let last = width - 1
    while (bucket(colors[start + last] ?? 0) === background) last -= 1
    left = Math.min(left, first)
    right = Math.max(right, last + 1)
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
