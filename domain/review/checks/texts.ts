import { failed, factsOf, isOutcome, listed, notMeasured, number, passed, shown } from '../check.ts'
import type { Check, Outcome } from '../check.ts'
import type { DrawnText, FigureFacts } from '../facts.schema.ts'
import {
  CLIP_TOLERANCE_PX,
  FONT_SIZE_PX_MIN,
  LARGE_TEXT_CONTRAST_MIN,
  LARGE_TEXT_PX,
  TEXT_CONTRAST_MIN,
  TEXT_OVERLAP_MAX,
  TEXT_OVERLAP_VETO,
  TICK_OVERLAP_VETO,
  TICKS_MAX,
  TICKS_MIN,
} from '../limits.ts'
import type { MeasureInput } from '../measure.schema.ts'

/** Rotations between these have boxes much larger than their letters; those are not compared. */
const SLANTED_FROM = 10
const SLANTED_TO = 80

/** Texts do not lie on each other. */
export const textOverlap: Check = {
  name: 'text-overlap',
  criterion: 'legibility',
  points: 4,
  veto: 'severe',
  restsOnFigure: true,
  measure: (input) => {
    const texts = textsOf(input)
    if (isOutcome(texts)) return texts
    const pairs = overlaps(texts.filter((text) => !isSlanted(text)))
    const [worst] = [...pairs].sort((a, b) => b.share - a.share)
    if (worst === undefined) return passed(`None of ${texts.length} texts lie on each other.`)
    const covered = `${short(worst.a)} and ${short(worst.b)} by ${Math.round(worst.share * 100)} %`
    const severe = pairs.some(isIllegible)
    const outcome = failed(
      `${pairs.length} pairs of texts overlap: ${covered}; rotate, wrap or thin them.`,
      0.25 + pairs.length / 4,
      severe,
    )
    const numbers = [number('covered share', worst.share, TEXT_OVERLAP_MAX), number('pairs', pairs.length, 0)]
    return shown(outcome, numbers, [worst.a, worst.b])
  },
}

/** No text is cut off at the edge. */
export const textClipped: Check = {
  name: 'text-clipped',
  criterion: 'legibility',
  points: 3,
  veto: 'always',
  restsOnFigure: true,
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const texts = textsOf(input)
    if (isOutcome(texts)) return texts
    const cut = texts.filter((text) => reach(text, facts) > CLIP_TOLERANCE_PX)
    if (cut.length === 0) return passed('All texts are inside the picture.')
    const outcome = failed(`Cut off at the edge of the picture: ${listed(cut.map(short))}; leave more room.`)
    const furthest = Math.max(...cut.map((text) => reach(text, facts)))
    return shown(outcome, [number('px over the edge', furthest, CLIP_TOLERANCE_PX)], cut)
  },
}

/** Texts stand out from what is behind them. */
export const textContrast: Check = {
  name: 'text-contrast',
  criterion: 'legibility',
  points: 3,
  veto: 'never',
  measure: (input) => {
    const texts = textsOf(input)
    if (isOutcome(texts)) return texts
    if (input.picture === null) return notMeasured('There is no picture to measure.')
    const measured = texts.flatMap((text, at) => {
      const ratio = input.picture?.textContrast[at]
      return ratio === null || ratio === undefined ? [] : [{ text, ratio }]
    })
    if (measured.length === 0) return notMeasured('The contrast of no text could be measured.')
    const weak = measured.filter(({ text, ratio }) => ratio < contrastMin(text))
    if (weak.length === 0) return passed(`${measured.length} texts stand out.`)
    const named = weak.map(({ text, ratio }) => `${short(text)} (${ratio.toFixed(1)}:1)`)
    const outcome = failed(
      `Too little contrast: ${listed(named)}; it must be ${TEXT_CONTRAST_MIN}:1.`,
      0.3 + weak.length / measured.length,
    )
    const least = Math.min(...weak.map(({ ratio }) => ratio))
    return shown(
      outcome,
      [number('contrast', least, TEXT_CONTRAST_MIN)],
      weak.map(({ text }) => text),
    )
  },
}

/** No text is too small. */
export const fontSize: Check = {
  name: 'font-size',
  criterion: 'legibility',
  points: 3,
  veto: 'never',
  measure: (input) => {
    const texts = textsOf(input)
    if (isOutcome(texts)) return texts
    const small = texts.filter((text) => text.sizePx < FONT_SIZE_PX_MIN - 0.05)
    if (small.length === 0) return passed(`No text is smaller than ${FONT_SIZE_PX_MIN} px.`)
    const least = Math.min(...small.map((text) => text.sizePx)).toFixed(1)
    const message = `${small.length} texts are as small as ${least} px on a picture 800 px wide`
    const outcome = failed(`${message}; use at least ${FONT_SIZE_PX_MIN}.`, 0.3 + small.length / texts.length)
    return shown(outcome, [number('px', Number(least), FONT_SIZE_PX_MIN)], small)
  },
}

/** Each axis has enough labelled ticks to be read, and not too many. */
export const ticks: Check = {
  name: 'ticks',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const texts = textsOf(input)
    if (isOutcome(texts)) return texts
    const { plotArea } = facts
    if (plotArea === null) return notMeasured('The area of the plot is not known.')
    const labels = texts.filter((text) => text.role === 'tick' && text.text.trim() !== '')
    const wrong = (['x', 'y'] as const).flatMap((dimension) => {
      const axes = facts.axes.filter((axis) => axis.dimension === dimension)
      const count = labels.filter((label) => sideOf(label, plotArea) === dimension).length
      const named = axes.some((axis) => axis.scale === 'category')
      const fits =
        count >= TICKS_MIN && count <= TICKS_MAX * Math.max(1, axes.length, facts.panels?.length ?? 0)
      return named || fits ? [] : [`the ${dimension} axis has ${count}`]
    })
    if (wrong.length === 0) return passed('The axes have enough labels.')
    return shown(
      failed(
        `Labelled ticks: ${wrong.join(', ')}; ${TICKS_MIN} to ${TICKS_MAX} are easy to read.`,
        wrong.length / 2,
      ),
      [number('labels', labels.length)],
    )
  },
}

function textsOf(input: MeasureInput): readonly DrawnText[] | Extract<Outcome, { status: 'not_measured' }> {
  const facts = factsOf(input)
  if (isOutcome(facts)) return facts
  return (
    facts.texts ?? {
      status: 'not_measured',
      message: 'The figure was not drawn, so its texts have no places.',
    }
  )
}

interface Pair {
  readonly a: DrawnText
  readonly b: DrawnText
  readonly share: number
}

function overlaps(texts: readonly DrawnText[]): readonly Pair[] {
  return texts.flatMap((a, at) =>
    texts.slice(at + 1).flatMap((b) => {
      const share = coveredShare(a, b)
      return share > TEXT_OVERLAP_MAX ? [{ a, b, share }] : []
    }),
  )
}

function coveredShare(a: DrawnText, b: DrawnText): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  const smaller = Math.min(a.width * a.height, b.width * b.height)
  return width <= 0 || height <= 0 || smaller <= 0 ? 0 : (width * height) / smaller
}

function isIllegible({ a, b, share }: Pair): boolean {
  if (a.role === 'annotation' || b.role === 'annotation') return false
  return share > (a.role === 'tick' && b.role === 'tick' ? TICK_OVERLAP_VETO : TEXT_OVERLAP_VETO)
}

function isSlanted({ rotation }: DrawnText): boolean {
  const angle = Math.abs(rotation) % 90
  return angle > SLANTED_FROM && angle < SLANTED_TO
}

/** CSS pixels by which a text reaches over the edge. */
function reach(text: DrawnText, { width, height }: FigureFacts): number {
  return Math.max(-text.x, -text.y, text.x + text.width - width, text.y + text.height - height)
}

function contrastMin(text: DrawnText): number {
  return text.sizePx >= LARGE_TEXT_PX ? LARGE_TEXT_CONTRAST_MIN : TEXT_CONTRAST_MIN
}

/** Labels beside the plot belong to the vertical axis, those above and below it to the horizontal one. */
export function sideOf(label: DrawnText, plotArea: NonNullable<FigureFacts['plotArea']>): 'x' | 'y' | null {
  const [x, y] = [label.x + label.width / 2, label.y + label.height / 2]
  if (y < plotArea.y || y > plotArea.y + plotArea.height) return 'x'
  return x < plotArea.x || x > plotArea.x + plotArea.width ? 'y' : null
}

function short({ text }: DrawnText): string {
  return `"${text.replace(/\s+/g, ' ').slice(0, 24)}"`
}
