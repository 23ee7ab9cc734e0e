/** Red, green and blue, 0 to 255 each. */
export type Rgb = readonly [number, number, number]

type Matrix = readonly [Rgb, Rgb, Rgb]

/** Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB. */
const DEFICIENCIES: Readonly<Record<string, Matrix>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** Reads `#rgb` or `#rrggbb`; null for anything else. */
export function parseHex(color: string): Rgb | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color.trim())?.[1]
  if (digits === undefined) return null
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const value = Number.parseInt(full, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** Writes a colour as `#rrggbb`. */
export function hexOf([red, green, blue]: Rgb): string {
  const digits = ((Math.round(red) << 16) | (Math.round(green) << 8) | Math.round(blue)).toString(16)
  return `#${digits.padStart(6, '0')}`
}

/** WCAG 2 contrast of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [first, second] = [luminance(a), luminance(b)]
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05)
}

/** WCAG relative luminance, 0 to 1. */
export function luminance(color: Rgb): number {
  const [red, green, blue] = linear(color)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** A colour seen through: `opacity` 0 to 1 of it over a background. */
export function blend(color: Rgb, background: Rgb, opacity: number): Rgb {
  const mix = (over: number, under: number) => over * opacity + under * (1 - opacity)
  return [mix(color[0], background[0]), mix(color[1], background[1]), mix(color[2], background[2])]
}

/** How far two colours are apart for the eyes that tell them least: the CIEDE2000 distance and whose eyes those are. */
export function smallestDistance(a: Rgb, b: Rgb): { readonly distance: number; readonly vision: string } {
  const seen = [
    { distance: ciede2000(labOf(linear(a)), labOf(linear(b))), vision: 'full colour vision' },
    ...Object.entries(DEFICIENCIES).map(([vision, matrix]) => ({
      distance: ciede2000(labOf(apply(matrix, linear(a))), labOf(apply(matrix, linear(b)))),
      vision,
    })),
  ]
  return seen.reduce((least, next) => (next.distance < least.distance ? next : least))
}

function linear([red, green, blue]: Rgb): Rgb {
  return [linearChannel(red), linearChannel(green), linearChannel(blue)]
}

function linearChannel(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function apply([red, green, blue]: Matrix, color: Rgb): Rgb {
  return [clamp(dot(red, color)), clamp(dot(green, color)), clamp(dot(blue, color))]
}

function dot(row: Rgb, color: Rgb): number {
  return row[0] * color[0] + row[1] * color[1] + row[2] * color[2]
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** Linear RGB to CIELAB under D65. */
function labOf(color: Rgb): Rgb {
  const x = labCurve(dot([0.4124564, 0.3575761, 0.1804375], color) / 0.95047)
  const y = labCurve(dot([0.2126729, 0.7151522, 0.072175], color))
  const z = labCurve(dot([0.0193339, 0.119192, 0.9503041], color) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function labCurve(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116
}

/** Sharma, Wu & Dalal 2005. */
export function ciede2000([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2
  const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)))
  const first = { c: Math.hypot(a1 * (1 + g), b1), h: hue(a1 * (1 + g), b1) }
  const second = { c: Math.hypot(a2 * (1 + g), b2), h: hue(a2 * (1 + g), b2) }
  const c = (first.c + second.c) / 2
  const { difference, mean } = hues(first, second)
  const l = (l1 + l2) / 2
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2)
  const sc = 1 + 0.045 * c
  const sh = 1 + 0.015 * c * hueWeight(mean)
  const dl = (l2 - l1) / sl
  const dc = (second.c - first.c) / sc
  const dh = (2 * Math.sqrt(first.c * second.c) * sine(difference / 2)) / sh
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation(c, mean) * dc * dh)
}

interface Chroma {
  readonly c: number
  readonly h: number
}

/** Difference and mean of two hue angles in degrees, over the shorter way. */
function hues(first: Chroma, second: Chroma): { readonly difference: number; readonly mean: number } {
  if (first.c * second.c === 0) return { difference: 0, mean: first.h + second.h }
  const direct = second.h - first.h
  const sum = first.h + second.h
  if (Math.abs(direct) <= 180) return { difference: direct, mean: sum / 2 }
  return { difference: direct - Math.sign(direct) * 360, mean: (sum + (sum < 360 ? 360 : -360)) / 2 }
}

function hueWeight(mean: number): number {
  return (
    1 -
    0.17 * cosine(mean - 30) +
    0.24 * cosine(2 * mean) +
    0.32 * cosine(3 * mean + 6) -
    0.2 * cosine(4 * mean - 63)
  )
}

function rotation(c: number, mean: number): number {
  const angle = 30 * Math.exp(-(((mean - 275) / 25) ** 2))
  return -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * sine(2 * angle)
}

function hue(a: number, b: number): number {
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180)
}

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180)
}
