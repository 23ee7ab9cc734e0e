import type { FigureFacts } from './facts.schema.ts'
import type { MeasureInput, RenderFacts } from './measure.schema.ts'
import type { Criterion } from './review.schema.ts'

/** What one check saw. `severe` makes a failure a veto where the check itself is none. */
export type Outcome =
  | { readonly status: 'passed'; readonly message: string }
  | { readonly status: 'failed'; readonly message: string; readonly loss: number; readonly severe: boolean }
  | { readonly status: 'not_measured'; readonly message: string }

/** One rule. `points` is its share of its criterion. */
export interface Check {
  readonly name: string
  readonly criterion: Criterion
  readonly points: number
  /** always: a failure refuses · severe: a bad failure refuses · never: it costs points only */
  readonly veto: 'always' | 'severe' | 'never'
  /** null: the check does not apply to this execution */
  readonly measure: (input: MeasureInput) => Outcome | null
}

/** Nothing to object to. */
export function passed(message: string): Outcome {
  return { status: 'passed', message }
}

/** Something to mend; `loss` is the share of the points that it costs, brought into 0 to 1. */
export function failed(message: string, loss = 1, severe = false): Outcome {
  return { status: 'failed', message, loss: Math.min(1, Math.max(0, loss)), severe }
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
