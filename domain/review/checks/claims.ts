import { contradictions, oddAxes } from '../claim-axes.ts'
import { misplaced } from '../claim-geometry.ts'
import { failed, isOutcome, factsOf, listed, notMeasured, number, passed, percent, shown } from '../check.ts'
import type { Check, Outcome } from '../check.ts'
import type { FigureFacts } from '../facts.schema.ts'
import {
  BARE_SHARE_MAX,
  FOREIGN_SHARE_MAX,
  SHAPES_SHARE_MAX,
  STRAY_INSIDE_MAX,
  STRAY_OUTSIDE_MAX,
  UNBOUNDED_SHARE_MAX,
} from '../limits.ts'
import type { ClaimedInk, MarkInk, MeasureInput } from '../measure.schema.ts'
import type { Evidence, PictureBox } from '../review.schema.ts'
import { marksOf } from './data.ts'

/**
 * The picture shows what the figure says of itself. A figure of matplotlib or seaborn is described by the process
 * that ran the author's code, so its description is a claim; the pixels are measured outside of it. What stands in
 * the texts is not read from the pixels, only that they are there.
 */
export const claimsBorneOut: Check = {
  name: 'claims-borne-out',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'always',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    if (facts.source === 'parsed') return null
    const first = borneOut(input, facts, input.claims)
    if (first.status !== 'passed' || !input.changed?.facts) return first
    const second = borneOut(input, input.changed.facts, input.changed.claims)
    return second.status === 'passed' ? first : { ...second, message: `With other data: ${second.message}` }
  },
}

interface Problem {
  readonly words: string
  readonly number: Evidence['numbers'][number]
  readonly boxes: readonly PictureBox[]
}

function borneOut(input: MeasureInput, facts: FigureFacts, claims: ClaimedInk | null): Outcome {
  if (claims === null) return notMeasured('There is no picture that could bear the figure out.')
  const problems = [...saidTwice(facts), ...markProblems(facts, claims), ...strayProblems(claims)]
  if (problems.length > 0) {
    const words = listed(problems.map((problem) => problem.words))
    return shown(
      failed(`The picture is not what the figure says of itself: ${words}; draw what is reported.`, 1, true),
      problems.map((problem) => problem.number),
      problems.flatMap((problem) => problem.boxes),
    )
  }
  return doubtOf(input, facts, claims) ?? passed('The picture shows what the figure says of itself.')
}

function saidTwice(facts: FigureFacts): readonly Problem[] {
  const odd = contradictions(facts)
  const boxes = misplaced(facts)
  return [
    ...odd.map((words) => ({ words, number: number('contradictions', odd.length, 0), boxes: [] })),
    ...(boxes.length === 0
      ? []
      : [
          {
            words: `${boxes.length} marks stand elsewhere than their values`,
            number: number('misplaced marks', boxes.length, 0),
            boxes,
          },
        ]),
  ]
}

const SIGHTS = [
  ['bare', BARE_SHARE_MAX, 'are not there'],
  ['foreign', FOREIGN_SHARE_MAX, 'have another colour or form'],
  ['unbounded', UNBOUNDED_SHARE_MAX, 'go on beyond their ends'],
] as const

function markProblems(facts: FigureFacts, claims: ClaimedInk): readonly Problem[] {
  return facts.marks.flatMap(({ type }, at) => {
    const ink = claims.marks[at]
    return ink ? SIGHTS.flatMap((sight) => sightProblem(ink, sight, type)) : []
  })
}

function sightProblem(
  ink: MarkInk,
  [sight, limit, words]: (typeof SIGHTS)[number],
  type: string,
): readonly Problem[] {
  const share = ink.looked === 0 ? 0 : ink[sight] / ink.looked
  if (share <= limit) return []
  return [
    {
      words: `${percent(share)} of a series of type ${type} ${words}`,
      number: number(`share ${sight}`, share, limit),
      boxes: ink.boxes,
    },
  ]
}

function strayProblems({ emptyTexts, strayInside, strayOutside }: ClaimedInk): readonly Problem[] {
  const empty = emptyTexts.length
  return [
    ...(empty === 0
      ? []
      : [{ words: `${empty} texts are not there`, number: number('texts not there', empty, 0), boxes: [] }]),
    ...(strayInside.pixels <= STRAY_INSIDE_MAX
      ? []
      : [
          {
            words: 'something unreported is drawn among the marks',
            number: number('stray pixels inside', strayInside.pixels, STRAY_INSIDE_MAX),
            boxes: strayInside.boxes,
          },
        ]),
    ...(strayOutside.pixels <= STRAY_OUTSIDE_MAX
      ? []
      : [
          {
            words: 'something unreported is drawn around the plot',
            number: number('stray pixels outside', strayOutside.pixels, STRAY_OUTSIDE_MAX),
            boxes: strayOutside.boxes,
          },
        ]),
  ]
}

/** What leaves it to a person whether the picture bears the figure out; null: nothing does. */
function doubtOf(input: MeasureInput, facts: FigureFacts, claims: ClaimedInk): Outcome | null {
  const placeless = marksOf(facts, input).filter(({ places, around = [] }) => !places && around.length === 0)
  if (placeless.length > 0) return notMeasured(`Where ${placeless.length} series of marks are is not known.`)
  const axes = oddAxes(facts)
  if (axes.length > 0)
    return notMeasured(
      `The labels of the ${axes.join(' and ')} axis are not where their numbers or names belong.`,
    )
  if (claims.shapesShare > SHAPES_SHARE_MAX)
    return notMeasured(
      `Shapes without values take up ${percent(claims.shapesShare)} of the picture around the plot.`,
    )
  return null
}
