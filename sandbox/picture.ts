import { contrast, hexOf, parseHex } from '../domain/review/color.ts'
import type { DrawnText } from '../domain/review/facts.schema.ts'
import type { PictureFacts } from '../domain/review/measure.schema.ts'
import type { PictureBox } from '../domain/review/review.schema.ts'
import {
  bucket,
  bucketRgb,
  countsOf,
  cut,
  difference,
  highest,
  isEmpty,
  modalColor,
  pixelBox,
  rgbOf,
} from './pixels.ts'
import type { Picture, PixelBox } from './pixels.ts'

/** Difference of a channel from which a pixel counts as another one. */
const CHANNEL_DIFFERENCE = 24

/** CSS pixels of a line at the edge of the plot area, and of the bands inside of it where its background is looked for. */
const EDGE_PX = 2
const BAND_PX = 6

/** Share of those bands that must show the picture's own background for the plot to have none of its own. */
const SAME_GROUND_SHARE = 0.05

/** Share of the plot area that a colour must have to count as one of its shades. */
const SHADE_SHARE = 5e-4

/**
 * Measures a picture by its pixels alone. `texts` are where its texts are said to be, in CSS pixels of a
 * picture 800 wide; the contrast of each is that of its colour to the most frequent colour in its box.
 */
export function measurePicture(
  picture: Picture,
  texts: readonly DrawnText[],
  plotArea: PictureBox | null = null,
): PictureFacts {
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
    plotBackground: plotArea && plotBackground(picture, plotArea, ground),
    shadesContrast: plotArea && shadesContrast(picture, plotArea, ground),
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

/** The colour along the edges of the plot area, where marks leave some free; null where that is outside of the picture. */
function plotBackground(picture: Picture, plotArea: PictureBox, ground: number): string | null {
  const inner = grown(plotArea, -EDGE_PX)
  const { x, y, width, height } = inner
  const bands = [
    { ...inner, height: BAND_PX },
    { ...inner, y: y + height - BAND_PX, height: BAND_PX },
    { ...inner, width: BAND_PX },
    { ...inner, x: x + width - BAND_PX, width: BAND_PX },
  ].map((band) => pixelBox(picture, band))
  const colors = Uint32Array.from(bands.flatMap((band) => (isEmpty(band) ? [] : [...cut(picture, band)])))
  if (colors.length === 0) return null
  const same = colors.filter((color) => bucket(color) === bucket(ground)).length
  return hexOf(rgbOf(same >= SAME_GROUND_SHARE * colors.length ? ground : modalColor(colors)))
}

function grown({ x, y, width, height }: PictureBox, by: number): PictureBox {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

/** Contrast to the background that the strongest shades of the plot area reach. */
function shadesContrast(picture: Picture, plotArea: PictureBox, ground: number): number | null {
  const box = pixelBox(picture, plotArea)
  if (isEmpty(box)) return null
  const colors = cut(picture, box)
  const background = rgbOf(ground)
  const ranked = [...countsOf(colors).entries()]
    .filter(([, count]) => count > 0)
    .map(([at, count]) => ({ count, ratio: contrast(bucketRgb(at), background) }))
    .sort((a, b) => b.ratio - a.ratio)
  let seen = 0
  return ranked.find(({ count }) => (seen += count) >= SHADE_SHARE * colors.length)?.ratio ?? null
}
