import type { PythonVersion } from '../plot/plot.schema.ts'
import { RUNS_PREFIX } from './checks/runs.ts'
import {
  COVERAGE_MIN,
  CRITERION_FLOORS,
  CRITERION_WEIGHTS,
  QUALITY_BAR,
  REPAIRS_MAX,
  VETO_SCORE_MAX,
} from './limits.ts'
import { CHECKS } from './measure.ts'
import type { Criterion, Finding, Review, Verdict } from './review.schema.ts'

/** What a verdict depends on besides the findings. */
export interface Circumstances {
  /** repairs that may still be tried; without any, a person decides */
  readonly repairsLeft?: number
  /** the Pythons it ran on; read from the findings when not given */
  readonly pythons?: readonly PythonVersion[]
}

const CRITERIA: readonly Criterion[] = [
  'runs',
  'code_quality',
  'spec_compliance',
  'legibility',
  'visual_aesthetics',
  'user_experience',
  'performance',
  'idiom',
]

const POINTS: ReadonlyMap<string, number> = new Map(CHECKS.map((check) => [check.name, check.points]))

/** Points of a check that is not in the registry. */
const POINTS_OF_OTHERS = 1

/**
 * Scores findings and decides. Pure and total: the order of the findings does not matter, and losing
 * points never raises the score. What was not measured earns nothing; criteria with nothing measured
 * are null and the weights of the others renormalised to 100. An implementation with a failed veto
 * keeps at most `VETO_SCORE_MAX`, one below a floor stays under the bar.
 */
export function judge(findings: readonly Finding[], circumstances: Circumstances = {}): Review {
  const criteria = Object.fromEntries(
    CRITERIA.map((criterion) => [criterion, criterionScore(findings, criterion)]),
  )
  const vetoed = findings.some((finding) => finding.veto && finding.status === 'failed')
  const floored = Object.entries(CRITERION_FLOORS).some(([name, floor]) => (criteria[name] ?? 0) < floor)
  const total = totalOf(criteria)
  const cap = vetoed ? VETO_SCORE_MAX : floored ? QUALITY_BAR - 1 : 100
  const score = Math.min(cap, total)
  return {
    score,
    criteria,
    verdict: verdictOf(findings, score, circumstances.repairsLeft ?? REPAIRS_MAX),
    strength: 'measured-only',
    pythons: [...(circumstances.pythons ?? pythonsOf(findings))],
    findings: [...findings],
  }
}

function verdictOf(findings: readonly Finding[], score: number, repairsLeft: number): Verdict {
  const unmeasuredVeto = findings.some((finding) => finding.veto && finding.status === 'not_measured')
  const covered = !unmeasuredVeto && coverage(findings) >= COVERAGE_MIN
  if (score >= QUALITY_BAR) return covered ? 'approve' : 'person'
  const mendable = findings.some((finding) => finding.status === 'failed')
  return mendable && repairsLeft > 0 ? 'repair' : 'person'
}

/** Share of the measurable weight that was measured, 0 to 1. */
export function coverage(findings: readonly Finding[]): number {
  const present = CRITERIA.filter((criterion) => pointsOf(findings, criterion) > 0)
  const weight = present.reduce((sum, criterion) => sum + CRITERION_WEIGHTS[criterion], 0)
  const measured = present.reduce((sum, criterion) => {
    const known = findings.filter((finding) => finding.status !== 'not_measured')
    return sum + (CRITERION_WEIGHTS[criterion] * pointsOf(known, criterion)) / pointsOf(findings, criterion)
  }, 0)
  return weight === 0 ? 0 : measured / weight
}

function criterionScore(findings: readonly Finding[], criterion: Criterion): number | null {
  const own = findings.filter((finding) => finding.criterion === criterion)
  const possible = pointsOf(own, criterion)
  if (possible === 0 || own.every((finding) => finding.status === 'not_measured')) return null
  // Summed in an order of their own, so that the order of the findings changes nothing.
  const earned = own.map(earnedPoints).sort((a, b) => a - b)
  return toHundredths((100 * earned.reduce((sum, points) => sum + points, 0)) / possible)
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

function totalOf(criteria: Readonly<Record<string, number | null>>): number {
  const scored = CRITERIA.flatMap((criterion) => {
    const score = criteria[criterion] ?? null
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
