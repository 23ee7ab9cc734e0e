import type { FigureFacts } from './facts.schema.ts'
import type { MeasureInput, RenderFacts } from './measure.schema.ts'
import { EVIDENCE_MAX } from './review.schema.ts'
import type { Criterion, Evidence, PictureBox } from './review.schema.ts'

/** What one check saw. `severe` makes a failure a veto where the check itself is none. */
export type Outcome =
  | { readonly status: 'passed'; readonly message: string }
  | {
      readonly status: 'failed'
      readonly message: string
      readonly loss: number
      readonly severe: boolean
      readonly evidence?: Evidence
    }
  | { readonly status: 'not_measured'; readonly message: string }

/** One rule. `points` is its share of its criterion. */
export interface Check {
  readonly name: string
  readonly criterion: Criterion
  readonly points: number
  /** always: a failure refuses · severe: a bad failure refuses · never: it costs points only */
  readonly veto: 'always' | 'severe' | 'never'
  /** it believes what the figure says of itself: where that is a claim, the picture must bear it out first */
  readonly restsOnFigure?: true
  /** null: the check does not apply to this execution */
  readonly measure: (input: MeasureInput) => Outcome | null
}

/** Nothing to object to. */
export function passed(message: string): Outcome {
  return { status: 'passed', message }
}

type Failed = Extract<Outcome, { status: 'failed' }>

/** Something to mend; `loss` is the share of the points that it costs, brought into 0 to 1. */
export function failed(message: string, loss = 1, severe = false): Failed {
  return { status: 'failed', message, loss: Math.min(1, Math.max(0, loss)), severe }
}

/** A number that a failure rests on, and the limit it was held against. */
export function number(name: string, value: number, limit?: number): Evidence['numbers'][number] {
  const rounded = { name, value: Number(value.toPrecision(4)) }
  return limit === undefined ? rounded : { ...rounded, limit }
}

/** A failure with what it rests on: numbers, and boxes in the picture with the worst first. */
export function shown(
  outcome: Failed,
  numbers: Evidence['numbers'],
  boxes: readonly PictureBox[] = [],
): Failed {
  const places = boxes.slice(0, EVIDENCE_MAX).map(({ x, y, width, height }) => ({
    x: Math.round(x),
    y: Math.round(y),
    width: Math.round(width),
    height: Math.round(height),
  }))
  return { ...outcome, evidence: { numbers: numbers.slice(0, EVIDENCE_MAX), boxes: places } }
}

/** What was needed could not be obtained. */
export function notMeasured(message: string): Outcome {
  return { status: 'not_measured', message }
}

/** The execution whose picture is reviewed. */
export function pictureRender(input: MeasureInput): RenderFacts | null {
  return input.renders.find((render) => render.python === input.picturePython) ?? null
}

/** The facts of the reviewed picture, or the reason why a check cannot be made. */
export function factsOf(input: MeasureInput): FigureFacts | Extract<Outcome, { status: 'not_measured' }> {
  return pictureRender(input)?.facts ?? { status: 'not_measured', message: 'there is no figure to look at' }
}

/** Tells the reason why a check cannot be made from the facts it wanted. */
export function isOutcome<T extends object>(value: T | Outcome): value is Outcome {
  return 'status' in value
}

/** At most so many names, and how many more there are. */
export function listed(names: readonly string[], most = 4): string {
  const more = names.length - most
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** A share as a percentage with one decimal at most. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`
}
