import type { Criterion } from '../../domain/review/review.schema.ts'
import type { Chart, Studio } from './chart.ts'
import { REPORTING } from './halves.ts'
import type { Random } from './random.ts'

/** What a rule may use besides the chart. */
export interface Tools {
  readonly random: Random
  readonly studio: Studio
}

/** One way in which a defect comes about, as a change of the code. */
export interface Rule {
  readonly name: string
  /** whether this chart can have the defect; every chart where it is not given */
  readonly applies?: (chart: Chart) => boolean
  /** the code with the defect; null: there is no such way for this chart's library */
  readonly spoil: (chart: Chart, tools: Tools) => string | null | Promise<string | null>
  /** the code stays as the rule left it, without the formatter's touch */
  readonly unformatted?: boolean
  /** false: nothing of it is seen in the picture */
  readonly visible?: boolean
}

/** A kind of defect. */
export interface Kind {
  readonly name: string
  /** where a reviewer takes points for it */
  readonly criterion: Criterion
  /** the checks that are made to find it; none: it takes judgement */
  readonly checks: readonly string[]
  /** why no check can find it; null where one can */
  readonly unmeasurable: string | null
  readonly rules: readonly Rule[]
}

/** Rules used while checks are made, and rules used only to report how good they are. */
export type Half = 'tuning' | 'reporting'

/** A kind that checks are made to find. */
export function measurable(
  name: string,
  criterion: Criterion,
  { checks, rules }: Pick<Kind, 'checks' | 'rules'>,
): Kind {
  return { name, criterion, checks, unmeasurable: null, rules }
}

/** The rules of one half, which never depends on the other rules: `REPORTING` names those that only report. */
export function rulesOf({ name, rules }: Kind, half: Half): readonly Rule[] {
  const own = REPORTING[name] ?? []
  return rules.filter((rule) => own.includes(rule.name) === (half === 'reporting'))
}
