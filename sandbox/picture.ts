import { contrast, hexOf, parseHex } from '../domain/review/color.ts'
import type { DrawnText } from '../domain/review/facts.schema.ts'
import type { PictureFacts } from '../domain/review/measure.schema.ts'
import { bucket, countsOf, cut, difference, highest, isEmpty, modalColor, pixelBox, rgbOf } from './pixels.ts'
import type { Picture, PixelBox } from './pixels.ts'

/** Difference of a channel from which a pixel counts as another one. */
const CHANNEL_DIFFERENCE = 24

/**
 * Measures a picture by its pixels alone. `texts` are where its texts are said to be, in CSS pixels of a
 * picture 800 wide; the contrast of each is that of its colour to the most frequent colour in its box.
 */
export function measurePicture(picture: Picture, texts: readonly DrawnText[]): PictureFacts {
  const { width, height, bytes, colors } = picture
  const counts = countsOf(colors)
  const frame = frameOf(picture)
  const ground = modalColor(frame)
  const background = bucket(ground)
  return {
    width,
    height,
    bytes,
    distinctColors: counts.reduce((found, count) => found + (count > 0 ? 1 : 0), 0),
    background: hexOf(rgbOf(ground)),
    backgroundShare: highest(counts) / colors.length,
    edgeInkShare: frame.filter((color) => bucket(color) !== background).length / frame.length,
    inkBox: inkOf(picture, background),
    textContrast: texts.map((text) => textContrast(picture, text)),
  }
}

/** Share of pixels that differ visibly between two pictures, 0 to 1; 1 when their sizes differ. */
export function differingPixels(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) return 1
  let different = 0
  for (let at = 0; at < a.colors.length; at += 1) {
    const [one = 0, other = 0] = [a.colors[at], b.colors[at]]
    if (one !== other && difference(one, other) >= CHANNEL_DIFFERENCE) different += 1
  }
  return different / a.colors.length
}

/** The outermost pixels, each corner twice. */
function frameOf(picture: Picture): Uint32Array {
  const { width, height } = picture
  const sides: readonly PixelBox[] = [
    { left: 0, top: 0, right: width, bottom: 1 },
    { left: 0, top: height - 1, right: width, bottom: height },
    { left: 0, top: 0, right: 1, bottom: height },
    { left: width - 1, top: 0, right: width, bottom: height },
  ]
  const frame = new Uint32Array(2 * (width + height))
  let at = 0
  for (const side of sides) {
    const colors = cut(picture, side)
    frame.set(colors, at)
    at += colors.length
  }
  return frame
}

/** Box of everything that is not background, as shares of width and height; empty for a blank picture. */
function inkOf({ width, height, colors }: Picture, background: number): PictureFacts['inkBox'] {
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

/** Null for a text outside of the picture, or of a colour that is not known. A pixel around it counts: small letters fill their boxes. */
function textContrast(picture: Picture, text: DrawnText): number | null {
  const color = parseHex(text.color)
  const box = pixelBox(picture, text, 1)
  if (color === null || isEmpty(box)) return null
  return contrast(color, rgbOf(modalColor(cut(picture, box))))
}
