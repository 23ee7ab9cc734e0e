import type { PythonVersion } from '../plot/plot.schema.ts'
import { RUNS_PREFIX } from './checks/runs.ts'
import {
  COVERAGE_MIN,
  CRITERION_FLOORS,
  CRITERION_WEIGHTS,
  FAULT_COST,
  JUDGED_FLOOR,
  JUDGED_WEIGHTS,
  QUALITY_BAR,
  REPAIRS_MAX,
  VETO_SCORE_MAX,
} from './limits.ts'
import { CHECKS } from './measure.ts'
import { JudgedCriterion } from './opinion.schema.ts'
import {
  confirmedProblems,
  countedOpinions,
  isQuorate,
  panelReview,
  panelScores,
  plainScores,
  strengthOf,
} from './panel.ts'
import type { Panel } from './panel.ts'
import { remarksOf } from './remarks.ts'
import { Criterion } from './review.schema.ts'
import type { Finding, Review, Verdict } from './review.schema.ts'

/** What a verdict depends on besides the findings. */
export interface Circumstances {
  /** repairs that may still be tried; without any, a person decides */
  readonly repairsLeft?: number
  /** the Pythons it ran on; read from the findings when not given */
  readonly pythons?: readonly PythonVersion[]
  /** what models said; absent: none was asked */
  readonly panel?: Panel
}

type Scores = Readonly<Record<Criterion, number | null>>
type Judged = Readonly<Record<JudgedCriterion, number | null>>

const FLOORS: Readonly<Partial<Record<Criterion, number>>> = CRITERION_FLOORS
const NOT_JUDGED: Judged = byJudged(() => null)
const POINTS: ReadonlyMap<string, number> = new Map(CHECKS.map((check) => [check.name, check.points]))

/** Points of a check that is not in the registry. */
const POINTS_OF_OTHERS = 1

/**
 * Scores findings and opinions, and decides. Pure and total: the order of neither matters, and losing points never
 * raises the score. What was not measured earns nothing, and each point that is not earned costs `FAULT_COST` at least,
 * however many there are. Criteria with nothing measured or judged are null and the weights of the others renormalised
 * to 100. An implementation with a failed veto keeps at most `VETO_SCORE_MAX`; one below a floor, or with a problem that
 * two families see, stays under the bar.
 */
export function judge(findings: readonly Finding[], circumstances: Circumstances = {}): Review {
  const { panel } = circumstances
  const criteria = criteriaOf(findings, panel ? panelScores(panel) : NOT_JUDGED)
  const score = scoreOf(findings, criteria, panel)
  const remarks = panel ? remarksOf(panel) : []
  return {
    score,
    criteria,
    verdict: verdictOf(findings, { score, mendable: remarks.length > 0 }, circumstances),
    strength: strengthOf(panel ?? null),
    pythons: [...(circumstances.pythons ?? pythonsOf(findings))],
    findings: [...findings, ...remarks],
    ...(panel && { average: totalOf(criteriaOf(findings, plainScores(panel))), panel: panelReview(panel) }),
  }
}

/** Whether full marks from every model could still approve: otherwise their opinions are not worth their price. */
export function isWorthJudging(findings: readonly Finding[]): boolean {
  const best = criteriaOf(
    findings,
    byJudged(() => 100),
  )
  return scoreOf(findings, best) >= QUALITY_BAR
}

function byJudged(score: () => number | null): Judged {
  const entries = JudgedCriterion.options.map((criterion) => [criterion, score()] as const)
  return Object.fromEntries(entries) as Judged
}

function criteriaOf(findings: readonly Finding[], judged: Judged): Scores {
  const entries = Criterion.options.map(
    (criterion) => [criterion, combined(criterion, measuredScore(findings, criterion), judged)] as const,
  )
  return Object.fromEntries(entries) as Scores
}

/** Measured and judged parts by their weights; a part that is missing leaves the whole to the other. */
function combined(criterion: Criterion, measured: number | null, judged: Judged): number | null {
  if (!isJudged(criterion)) return measured
  const opinion = judged[criterion]
  if (opinion === null || measured === null) return measured ?? opinion
  const weight = JUDGED_WEIGHTS[criterion]
  const whole = CRITERION_WEIGHTS[criterion]
  return toHundredths((measured * (whole - weight) + opinion * weight) / whole)
}

function isJudged(criterion: Criterion): criterion is JudgedCriterion {
  return criterion in JUDGED_WEIGHTS
}

function scoreOf(findings: readonly Finding[], criteria: Scores, panel?: Panel): number {
  return Math.min(capOf(findings, criteria, panel), totalOf(criteria))
}

/** Highest total that vetoes, floors and confirmed problems leave. */
function capOf(findings: readonly Finding[], criteria: Scores, panel?: Panel): number {
  if (findings.some((finding) => finding.veto && finding.status === 'failed')) return VETO_SCORE_MAX
  const floored = Criterion.options.some((name) => (criteria[name] ?? 0) < (FLOORS[name] ?? 0))
  const disliked = JudgedCriterion.options.some((name) => (criteria[name] ?? 100) < JUDGED_FLOOR)
  const refused = panel !== undefined && confirmedProblems(panel).length > 0
  return floored || disliked || refused ? QUALITY_BAR - 1 : 100
}

function verdictOf(
  findings: readonly Finding[],
  { score, mendable }: { readonly score: number; readonly mendable: boolean },
  { panel, repairsLeft = REPAIRS_MAX }: Circumstances,
): Verdict {
  if (score >= QUALITY_BAR) return isCertain(findings, panel) ? 'approve' : 'person'
  const canMend = mendable || findings.some((finding) => finding.status === 'failed')
  return canMend && repairsLeft > 0 ? 'repair' : 'person'
}

/** Enough was measured, enough families answered, and most of them would approve on their own. */
function isCertain(findings: readonly Finding[], panel?: Panel): boolean {
  const unmeasuredVeto = findings.some((finding) => finding.veto && finding.status === 'not_measured')
  if (unmeasuredVeto || coverage(findings) < COVERAGE_MIN) return false
  return panel === undefined || (isQuorate(panel) && isMajority(findings, panel))
}

/** Two families that stand on either side of the bar leave the decision to a person, however kind the kinder one is. */
function isMajority(findings: readonly Finding[], panel: Panel): boolean {
  const alone = countedOpinions(panel).map(({ scores }) => scoreOf(findings, criteriaOf(findings, scores)))
  const kind = alone.filter((score) => score >= QUALITY_BAR)
  return alone.length === 0 || kind.length > alone.length / 2
}

/** Share of the measurable weight that was measured, 0 to 1. */
export function coverage(findings: readonly Finding[]): number {
  const present = Criterion.options.filter((criterion) => pointsOf(findings, criterion) > 0)
  const weight = present.reduce((sum, criterion) => sum + CRITERION_WEIGHTS[criterion], 0)
  const measured = present.reduce((sum, criterion) => {
    const known = findings.filter((finding) => finding.status !== 'not_measured')
    return sum + (CRITERION_WEIGHTS[criterion] * pointsOf(known, criterion)) / pointsOf(findings, criterion)
  }, 0)
  return weight === 0 ? 0 : measured / weight
}

function measuredScore(findings: readonly Finding[], criterion: Criterion): number | null {
  const own = findings.filter((finding) => finding.criterion === criterion)
  const possible = pointsOf(own, criterion)
  if (possible === 0 || own.every((finding) => finding.status === 'not_measured')) return null
  const earned = total(own.map(earnedPoints))
  const share = (100 * earned) / possible
  const left = 100 - FAULT_COST * (possible - earned)
  return toHundredths(Math.max(0, Math.min(share, left)))
}

/** Summed in an order of their own, so that the order of the findings changes nothing. */
function total(points: readonly number[]): number {
  return [...points].sort((a, b) => a - b).reduce((sum, each) => sum + each, 0)
}

function earnedPoints(finding: Finding): number {
  if (finding.status === 'not_measured') return 0
  return checkPoints(finding) * (finding.status === 'passed' ? 1 : 1 - finding.loss)
}

function pointsOf(findings: readonly Finding[], criterion: Criterion): number {
  return findings
    .filter((each) => each.criterion === criterion)
    .reduce((sum, each) => sum + checkPoints(each), 0)
}

function checkPoints({ check }: Finding): number {
  return POINTS.get(check) ?? POINTS_OF_OTHERS
}

function totalOf(criteria: Scores): number {
  const scored = Criterion.options.flatMap((criterion) => {
    const score = criteria[criterion]
    return score === null ? [] : [{ score, weight: CRITERION_WEIGHTS[criterion] }]
  })
  const weight = scored.reduce((sum, each) => sum + each.weight, 0)
  const points = scored.reduce((sum, each) => sum + each.score * each.weight, 0)
  return weight === 0 ? 0 : toHundredths(points / weight)
}

/** Rounded down, so that a score never reads as the bar without reaching it. */
function toHundredths(value: number): number {
  return Math.floor(value * 100 + 1e-6) / 100
}

function pythonsOf(findings: readonly Finding[]): readonly PythonVersion[] {
  return findings.flatMap(({ check, status }) => {
    const python = check.startsWith(RUNS_PREFIX) ? check.slice(RUNS_PREFIX.length) : ''
    return status === 'passed' && isPython(python) ? [python] : []
  })
}

function isPython(text: string): text is PythonVersion {
  return ['3.10', '3.11', '3.12', '3.13'].includes(text)
}
