import { failed, factsOf, isOutcome, notMeasured, number, passed, percent, shown } from '../check.ts'
import type { Check } from '../check.ts'
import { BACKGROUND_SHARE_MAX, CANVAS_USE_MIN, DISTINCT_COLORS_MIN } from '../limits.ts'

const NO_PICTURE = 'There is no picture to measure.'

/** The picture shows something. */
export const notBlank: Check = {
  name: 'not-blank',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'always',
  measure: (input) => {
    const facts = factsOf(input)
    if (!isOutcome(facts) && facts.marks.length === 0)
      return failed('The figure holds no marks; draw the data.')
    if (input.picture === null) return notMeasured(NO_PICTURE)
    const { distinctColors, backgroundShare } = input.picture
    if (distinctColors < DISTINCT_COLORS_MIN || backgroundShare > BACKGROUND_SHARE_MAX) {
      return shown(
        failed(`${percent(backgroundShare)} of the picture is one colour; there is nothing to see.`),
        [
          number('share of one colour', backgroundShare, BACKGROUND_SHARE_MAX),
          number('colours', distinctColors, DISTINCT_COLORS_MIN),
        ],
      )
    }
    return passed(`${distinctColors} colours.`)
  },
}

/** Nothing is drawn over the edge. */
export const edgeInk: Check = {
  name: 'edge-ink',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: ({ picture }) => {
    if (picture === null) return notMeasured(NO_PICTURE)
    if (picture.edgeInkShare === 0) return passed('Nothing touches the edge.')
    return shown(
      failed(`Something touches ${percent(picture.edgeInkShare)} of the picture's edge; leave a margin.`),
      [number('share of the edge', picture.edgeInkShare, 0)],
    )
  },
}

/** The drawing uses the room it has. */
export const canvasUse: Check = {
  name: 'canvas-use',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: ({ picture }) => {
    if (picture === null) return notMeasured(NO_PICTURE)
    const { left, top, right, bottom } = picture.inkBox
    const share = Math.max(0, right - left) * Math.max(0, bottom - top)
    if (share >= CANVAS_USE_MIN) return passed(`The drawing spans ${percent(share)} of the picture.`)
    return shown(
      failed(`The drawing spans ${percent(share)} of the picture; use at least ${percent(CANVAS_USE_MIN)}.`),
      [number('share spanned', share, CANVAS_USE_MIN)],
    )
  },
}
