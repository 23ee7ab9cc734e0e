import type { Rgb } from '../domain/review/color.ts'
import { difference, rgbOf } from './pixels.ts'

/** Difference of a channel from which a pixel is no longer the background. */
export const INK_DIFFERENCE = 24

/** How far a channel may be from the mixture of a colour and its background. */
const MIXTURE_TOLERANCE = 40

/** Share of its own opacity that a colour must still have: edges are blurred. */
const OPACITY_KEPT = 0.4

/** Colours nearer to the background than this cannot be told from it. */
const PALE = 20

/** Whether a pixel is not the background. */
export function isInk(pixel: number, ground: number): boolean {
  return pixel !== ground && difference(pixel, ground) >= INK_DIFFERENCE
}

/** Tells whether a pixel shows a colour that lies, as opaque as given or more, over a background. */
export function colorTest(color: Rgb, ground: number, opacity: number): (pixel: number) => boolean {
  const under = rgbOf(ground)
  const way = [color[0] - under[0], color[1] - under[1], color[2] - under[2]] as const
  const length = way[0] ** 2 + way[1] ** 2 + way[2] ** 2
  if (Math.sqrt(length) < PALE) return () => true
  return (pixel) => {
    const seen = rgbOf(pixel)
    const from = [seen[0] - under[0], seen[1] - under[1], seen[2] - under[2]] as const
    const share = (from[0] * way[0] + from[1] * way[1] + from[2] * way[2]) / length
    if (share < OPACITY_KEPT * Math.max(0.1, opacity)) return false
    const kept = Math.min(1, share)
    return from.every((change, at) => Math.abs(change - kept * (way[at] ?? 0)) <= MIXTURE_TOLERANCE)
  }
}
