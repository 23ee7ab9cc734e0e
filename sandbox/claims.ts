import { parseHex } from '../domain/review/color.ts'
import type { DrawnText, FigureFacts } from '../domain/review/facts.schema.ts'
import type { ClaimedInk } from '../domain/review/measure.schema.ts'
import { masksOf, panelBoxes } from './claim-masks.ts'
import type { Masks } from './claim-masks.ts'
import { markInk } from './claim-marks.ts'
import { strayInside, strayOutside } from './claim-strays.ts'
import { colorTest } from './ink.ts'
import { cut, isEmpty, modalColor, pixelBox } from './pixels.ts'
import type { Picture, PixelBox } from './pixels.ts'

/** Pixels that a text leaves in its box at least: a full stop has as many. */
const TEXT_PIXELS_MIN = 4

/** Share of a panel that must be left over to know its background from. */
const GROUND_SHARE_MIN = 0.01

/** Of so many rows and columns one is looked at for the background. */
const GROUND_STEP = 3

/**
 * Looks whether a picture bears out what its figure says about itself. Null where the figure was read outside of
 * the process that drew it, or says nothing about places.
 */
export function measureClaims(picture: Picture, facts: FigureFacts): ClaimedInk | null {
  if (facts.source !== 'claim' || facts.panels === undefined) return null
  const masks = masksOf(picture, facts)
  const panels = panelBoxes(facts).map((box) => {
    const area = pixelBox(picture, box)
    return { box: area, ground: groundOf(picture, masks, area) }
  })
  const look = { picture, masks }
  return {
    marks: facts.marks.map((mark, at) => {
      const panel = panels[mark.panel ?? 0]
      return (mark.places ?? mark.around?.length) && panel
        ? markInk(look, { mark, at, panel: panel.box, ground: panel.ground })
        : null
    }),
    emptyTexts: (facts.texts ?? []).flatMap((text, at) => (showsText(picture, text) ? [] : [at])),
    strayInside: strayInside(look, panels),
    strayOutside: strayOutside(look),
    shapesShare: masks.shapesShare,
  }
}

/** The colour of a panel where nothing is said to be drawn, from every so many pixels. */
function groundOf(picture: Picture, { explained }: Masks, box: PixelBox): number {
  const free: number[] = []
  for (let y = box.top; y < box.bottom; y += GROUND_STEP) {
    for (let x = box.left; x < box.right; x += GROUND_STEP) {
      const at = y * picture.width + x
      if (explained[at] === 0) free.push(picture.colors[at] ?? 0)
    }
  }
  const looked = ((box.right - box.left) * (box.bottom - box.top)) / GROUND_STEP ** 2
  const isKnown = free.length >= GROUND_SHARE_MIN * looked
  return modalColor(isKnown ? Uint32Array.from(free) : picture.colors.subarray(0, picture.width))
}

/** Whether the box of a text shows its colour; a text outside of the picture cannot, which is a finding of its own. */
function showsText(picture: Picture, text: DrawnText): boolean {
  const color = parseHex(text.color)
  const box = pixelBox(picture, text)
  if (color === null || isEmpty(box)) return true
  const pixels = cut(picture, box)
  const shows = colorTest(color, modalColor(pixels), 1)
  return pixels.filter((pixel) => shows(pixel)).length >= TEXT_PIXELS_MIN
}
