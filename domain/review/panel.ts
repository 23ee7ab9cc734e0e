import {
  CONFIRMING_FAMILIES,
  JUDGED_WEIGHTS,
  LEAD_FAMILIES,
  LEAD_SHARE,
  LEVEL_POINTS,
  REVIEW_QUORUM_FAMILIES,
  SPREAD_MAX,
} from './limits.ts'
import { mean, median } from './median.ts'
import { JudgedCriterion, ProblemKind } from './opinion.schema.ts'
import type { Abstention, Level, Opinion, OpinionAnswer, PanelReview } from './opinion.schema.ts'
import type { ModelFamily } from './family.schema.ts'
import type { Strength } from './review.schema.ts'

/** The families that were asked about one implementation, and what came back. */
export interface Panel {
  /** the family that wrote the code; null: no model did. It is heard, and not counted */
  readonly authorFamily: ModelFamily | null
  readonly opinions: readonly Opinion[]
  readonly abstentions: readonly Abstention[]
}

/** Points of an anchored level: 0, 25, 50, 75, 100. */
export function levelPoints(level: Level): number {
  return Number(level) * LEVEL_POINTS
}

/**
 * The criteria a model's answer lacks or names twice; an opinion needs each exactly once. Empty: complete.
 * Kept apart from the schema, because no provider enforces it.
 */
export function faultsOf(answer: OpinionAnswer): readonly string[] {
  return JudgedCriterion.options.flatMap((criterion) => {
    const times = answer.criteria.filter(({ id }) => id === criterion).length
    if (times === 1) return []
    return [
      times === 0
        ? `the criterion ${criterion} is missing`
        : `the criterion ${criterion} is there ${times} times`,
    ]
  })
}

/** The opinions that count: the author's own family is heard and left out. */
export function countedOpinions({ authorFamily, opinions }: Panel): readonly Opinion[] {
  return opinions.filter((opinion) => opinion.family !== authorFamily)
}

/** The opinions that count for one criterion. */
export function judgesOf(panel: Panel, criterion: JudgedCriterion): readonly Opinion[] {
  return countedOpinions(panel).filter((opinion) => !opinion.unfit.includes(criterion))
}

/**
 * How many counted families must answer: two, or the one there is. Fewer leave the decision to a person,
 * so that an outage never lowers what stands behind a verdict.
 */
export function quorumOf(authorFamily: ModelFamily | null, asked: readonly ModelFamily[]): number {
  return Math.min(REVIEW_QUORUM_FAMILIES, asked.filter((family) => family !== authorFamily).length)
}

/** Whether enough of those who were asked have answered. */
export function isQuorate(panel: Panel): boolean {
  const asked = [...panel.opinions, ...panel.abstentions].map(({ family }) => family)
  return countedOpinions(panel).length >= quorumOf(panel.authorFamily, asked)
}

/** How much judgement stands behind a verdict. */
export function strengthOf(panel: Panel | null): Strength {
  const families = panel === null ? 0 : countedOpinions(panel).length
  if (families >= REVIEW_QUORUM_FAMILIES) return 'panel'
  return families === 1 ? 'single-family' : 'measured-only'
}

/**
 * Each criterion's score: the median of the families, pulled by `LEAD_SHARE` towards the one that leads it. No family
 * moves it far from what two others agree on. Null: nobody counts.
 */
export function panelScores(panel: Panel): Readonly<Record<JudgedCriterion, number | null>> {
  return byCriterion((criterion) => {
    const heard = judgesOf(panel, criterion)
    const middle = median(heard.map((opinion) => opinion.scores[criterion]))
    const lead = heard.find((opinion) => opinion.family === LEAD_FAMILIES[criterion])
    if (middle === null || lead === undefined) return middle
    return middle + LEAD_SHARE * (lead.scores[criterion] - middle)
  })
}

/** The plain average of the same opinions, reported beside the score. */
export function plainScores(panel: Panel): Readonly<Record<JudgedCriterion, number | null>> {
  return byCriterion((criterion) =>
    mean(judgesOf(panel, criterion).map((opinion) => opinion.scores[criterion])),
  )
}

/** What at least two counted families object to. */
export function confirmedProblems(panel: Panel): readonly ProblemKind[] {
  const counted = countedOpinions(panel)
  return ProblemKind.options.filter(
    (kind) =>
      counted.filter((opinion) => opinion.problems.some((problem) => problem.kind === kind)).length >=
      CONFIRMING_FAMILIES,
  )
}

/** One judge's total over all judged criteria, 0 to 100. */
export function opinionTotal({ scores }: Opinion): number {
  const points = JudgedCriterion.options.map((criterion) => JUDGED_WEIGHTS[criterion] * scores[criterion])
  return sum(points) / sum(Object.values(JUDGED_WEIGHTS))
}

/** The difference between the kindest and the strictest counted family over all judged criteria; null for fewer than two. */
export function overallSpread(panel: Panel): number | null {
  const totals = countedOpinions(panel).map(opinionTotal)
  return totals.length < 2 ? null : Math.max(...totals) - Math.min(...totals)
}

/** What a review keeps of its panel: every opinion, who abstained and why, and where they disagree. */
export function panelReview(panel: Panel): PanelReview {
  const spreads = byCriterion((criterion) => spreadOf(panel, criterion))
  return {
    authorFamily: panel.authorFamily,
    opinions: [...panel.opinions],
    abstentions: [...panel.abstentions],
    spreads,
    contested: JudgedCriterion.options.filter((criterion) => (spreads[criterion] ?? 0) > SPREAD_MAX),
    spread: overallSpread(panel),
    problems: [...confirmedProblems(panel)],
  }
}

function spreadOf(panel: Panel, criterion: JudgedCriterion): number | null {
  const scores = judgesOf(panel, criterion).map((opinion) => opinion.scores[criterion])
  return scores.length < 2 ? null : Math.max(...scores) - Math.min(...scores)
}

function byCriterion(valueOf: (criterion: JudgedCriterion) => number | null) {
  const entries = JudgedCriterion.options.map((criterion) => [criterion, valueOf(criterion)] as const)
  return Object.fromEntries(entries) as Readonly<Record<JudgedCriterion, number | null>>
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
