import { GlobalFonts, createCanvas } from 'canvas'
import type { Canvas } from 'canvas'

import { PICTURE_HEIGHT, PICTURE_SCALE, PICTURE_WIDTH } from './drawn.ts'
import { FALLBACK_FAMILY, FONT_FAMILY } from './fonts.ts'
import type { FontFile } from './fonts.ts'

/** Registers the shipped fonts and makes every canvas write in them, whatever font it is asked for. */
export function useFonts(files: readonly FontFile[]): void {
  for (const { path, family } of files) GlobalFonts.registerFromPath(path, family)
  const context: object = createCanvas(1, 1).getContext('2d')
  const holder = Object.getPrototypeOf(context) as object
  const font = Object.getOwnPropertyDescriptor(holder, 'font')
  if (!font?.set) throw new Error('this canvas has no font to set')
  const { set } = font
  Object.defineProperty(holder, 'font', {
    ...font,
    set(this: unknown, value: string) {
      set.call(this, value.replace(/(\d+(?:\.\d+)?px)\s.*$/, `$1 ${FONT_FAMILY}, "${FALLBACK_FAMILY}"`))
    },
  })
}

/** Where a chart stands on the picture, and how much smaller than asked for it is drawn. */
export interface Placement {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** In the middle of the picture, as large as it wants to be or as there is room for. */
export function placementOf(width: number, height: number): Placement {
  const scale = Math.min(1, PICTURE_WIDTH / width, PICTURE_HEIGHT / height)
  return { x: (PICTURE_WIDTH - width * scale) / 2, y: (PICTURE_HEIGHT - height * scale) / 2, scale }
}

/** The chart on a white picture. */
export function toPicture(chart: Canvas, place: Placement): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(PICTURE_WIDTH * PICTURE_SCALE, PICTURE_HEIGHT * PICTURE_SCALE)
  const context = canvas.getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(chart, Math.round(place.x * PICTURE_SCALE), Math.round(place.y * PICTURE_SCALE))
  return new Uint8Array(canvas.toBuffer('image/png'))
}
