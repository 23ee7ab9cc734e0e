import type { StrayInk } from '../domain/review/measure.schema.ts'
import type { Masks } from './claim-masks.ts'
import { isInk } from './ink.ts'
import { cssBox, modalColor } from './pixels.ts'
import type { Picture, PixelBox } from './pixels.ts'

/** Side of the tiles that stray pixels are counted in, to say where they are. */
const TILE_PX = 32
const TILES_SHOWN = 3

/** Share of a row's or column's free pixels from which its ink is a line of the grid. */
const GRID_SHARE = 0.3

/** Largest share of rows or columns that grid lines may be. */
const GRID_LINES_MAX = 0.15

interface Look {
  readonly picture: Picture
  readonly masks: Masks
}

interface Ground {
  readonly box: PixelBox
  readonly ground: number
}

/** Ink inside of panels that neither marks, texts nor grid lines explain. */
export function strayInside(look: Look, panels: readonly Ground[]): StrayInk {
  return strayOf(
    look.picture,
    panels.flatMap((panel) => withoutGrid(look, panel, freeInk(look, panel))),
  )
}

/** Ink outside of panels that no text, legend or shape explains. */
export function strayOutside({ picture, masks }: Look): StrayInk {
  const { width, colors } = picture
  const ground = modalColor(colors.subarray(0, width))
  const found: number[] = []
  for (let at = 0; at < colors.length; at += 1) {
    if (masks.explained[at] === 1 || masks.panels[at] === 1) continue
    if (isInk(colors[at] ?? 0, ground)) found.push(at)
  }
  return strayOf(picture, found)
}

/** The pixels of a panel that show ink and that nothing explains. */
function freeInk({ picture, masks }: Look, { box, ground }: Ground): readonly number[] {
  const { width, colors } = picture
  const found: number[] = []
  for (let y = box.top; y < box.bottom; y += 1) {
    for (let at = y * width + box.left; at < y * width + box.right; at += 1) {
      if (masks.explained[at] === 0 && isInk(colors[at] ?? 0, ground)) found.push(at)
    }
  }
  return found
}

/** Pixels without those on straight lines through the whole panel; a block of lines is none of a grid. */
function withoutGrid(
  { picture, masks }: Look,
  { box }: Ground,
  pixels: readonly number[],
): readonly number[] {
  const { width } = picture
  const rowOf = (at: number) => Math.floor(at / width)
  const columnOf = (at: number) => at % width
  const isFree = (x: number, y: number) => masks.explained[y * width + x] === 0
  const freeInRow = (y: number) => countBetween(box.left, box.right, (x) => isFree(x, y))
  const freeInColumn = (x: number) => countBetween(box.top, box.bottom, (y) => isFree(x, y))
  const rows = linesOf(pixels.map(rowOf), freeInRow, box.bottom - box.top)
  const columns = linesOf(pixels.map(columnOf), freeInColumn, box.right - box.left)
  return pixels.filter((at) => !rows.has(rowOf(at)) && !columns.has(columnOf(at)))
}

function countBetween(from: number, to: number, counts: (place: number) => boolean): number {
  let found = 0
  for (let place = from; place < to; place += 1) if (counts(place)) found += 1
  return found
}

/** Lines, by their place, whose free pixels are mostly ink; `most` is how many lines there are. */
function linesOf(
  places: readonly number[],
  freeIn: (line: number) => number,
  most: number,
): ReadonlySet<number> {
  const counts = new Map<number, number>()
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1)
  const lines = [...counts]
    .filter(([place, pixels]) => pixels >= GRID_SHARE * freeIn(place))
    .map(([place]) => place)
  return new Set(lines.length > GRID_LINES_MAX * most ? [] : lines)
}

function strayOf(picture: Picture, pixels: readonly number[]): StrayInk {
  const tiles = new Map<number, number>()
  const across = Math.ceil(picture.width / TILE_PX)
  for (const at of pixels) {
    const [x, y] = [at % picture.width, Math.floor(at / picture.width)]
    const tile = Math.floor(y / TILE_PX) * across + Math.floor(x / TILE_PX)
    tiles.set(tile, (tiles.get(tile) ?? 0) + 1)
  }
  const worst = [...tiles].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, TILES_SHOWN)
  const boxes = worst.map(([tile]) => {
    const [left, top] = [(tile % across) * TILE_PX, Math.floor(tile / across) * TILE_PX]
    return cssBox(picture, { left, top, right: left + TILE_PX, bottom: top + TILE_PX })
  })
  return { pixels: pixels.length, boxes }
}
