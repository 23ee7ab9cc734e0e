import { QUALITY_BAR } from '../../domain/review/limits.ts'
import {
  calibration,
  recallOf,
  retestDeviation,
  separation,
  shareOf,
  weightFor,
} from '../../domain/review/golden.ts'
import type { Calibration, Share } from '../../domain/review/golden.ts'
import type { Criterion } from '../../domain/review/review.schema.ts'
import type { Kind } from './defect.ts'
import { LEVEL, offlineJudge } from './judge.ts'
import { KINDS } from './kinds.ts'
import type { Case, Outcome, TwinCase } from './run.ts'

/** How one kind of defect fared. */
export interface KindSummary {
  readonly kind: string
  readonly criterion: string
  readonly twins: number
  /** found of those that could be measured; none at all where no check is made for the kind */
  readonly recall: Share
  readonly notMeasured: number
  /** twins that were not approved, whatever the reason */
  readonly refused: number
  readonly unmeasurable: string | null
}

/** What a judge does for one library or one chart type. */
export interface PartSummary {
  readonly name: string
  readonly recall: Share
  readonly belowBar: Share
}

/** What a judge's points for one criterion are worth. */
export interface CriterionSummary {
  readonly criterion: Criterion
  readonly recall: Share
  /** clean charts from which it takes a level or more */
  readonly alarms: Share
  readonly calibration: Calibration | null
  readonly weight: number
}

/** How good a judge is, by a set whose truth is known by construction. */
export interface Summary {
  readonly judge: string
  readonly seed: string
  readonly half: string
  readonly clean: number
  readonly twins: number
  readonly recall: Share
  readonly notMeasured: number
  readonly belowBar: Share
  /** clean charts on which any check fails, approved or not */
  readonly alarms: readonly { readonly check: string; readonly charts: number }[]
  /** of clean charts from twins whose defect could be measured */
  readonly separation: number | null
  readonly criteria: readonly CriterionSummary[]
  /** deviation of one score from another of the same chart; null: they are always the same, or none was given twice */
  readonly retest: number | null
  /** charts without an opinion */
  readonly silent: number
  readonly kinds: readonly KindSummary[]
  readonly libraries: readonly PartSummary[]
  readonly types: readonly PartSummary[]
  readonly missed: readonly Pick<TwinCase, 'kind' | 'rule' | 'library' | 'chart' | 'score'>[]
  readonly unmeasured: readonly Pick<TwinCase, 'kind' | 'rule' | 'library' | 'type'>[]
  readonly dropped: Outcome['dropped']
  readonly microUsd: number
  readonly meanMs: number
}

/** Counts what a run gave. */
export function summarise(outcome: Outcome): Summary {
  const { wanted, judge, clean, dropped } = outcome
  const measured = outcome.twins.filter((twin) => judge !== offlineJudge.name || hasChecks(twin))
  const judged = [...clean, ...outcome.twins]
  return {
    judge,
    seed: wanted.seed,
    half: wanted.half,
    clean: clean.length,
    twins: outcome.twins.length,
    recall: recallOf(measured.map((twin) => twin.detection)),
    notMeasured: measured.filter((twin) => twin.detection === 'not_measured').length,
    belowBar: belowBar(clean),
    alarms: alarmsOf(clean),
    separation: separation(
      scoresOf(clean),
      scoresOf(measured.filter((twin) => twin.detection !== 'not_measured')),
    ),
    criteria: criteriaOf(outcome),
    retest: retestDeviation(
      clean.flatMap(({ score, again }) =>
        score === null || again === null ? [] : [[score, again] as const],
      ),
    ),
    silent: judged.filter((each) => each.score === null).length,
    kinds: KINDS.map((kind) => kindSummary(kind, outcome)).filter((kind) => kind.twins > 0),
    libraries: parts(outcome, measured, (each) => each.library),
    types: parts(outcome, measured, (each) => each.type),
    missed: measured
      .filter((twin) => twin.detection === 'missed')
      .map(({ kind, rule, library, chart, score }) => ({ kind, rule, library, chart, score })),
    unmeasured: measured
      .filter((twin) => twin.detection === 'not_measured')
      .map(({ kind, rule, library, type }) => ({ kind, rule, library, type })),
    dropped,
    microUsd: judged.reduce((sum, each) => sum + each.microUsd, 0),
    meanMs: judged.reduce((sum, each) => sum + each.elapsedMs, 0) / judged.length,
  }
}

/** Whether checks are made for a twin's defect; what takes judgement says nothing about those who only measure. */
function hasChecks({ kind }: TwinCase): boolean {
  return KINDS.some(({ name, checks }) => name === kind && checks.length > 0)
}

/** Points that a criterion deserves where it has a defect, by our reckoning: two levels of four. */
const DEFECT_POINTS = 50

function criteriaOf({ clean, twins }: Outcome): readonly CriterionSummary[] {
  return [...new Set(twins.map((twin) => twin.criterion))].sort().map((criterion) => {
    const own = twins.filter((twin) => twin.criterion === criterion)
    const recall = recallOf(own.map((twin) => twin.detection))
    const good = pointsOf(clean, criterion)
    const alarms = shareOf(good.filter((points) => points <= 100 - LEVEL).length, good.length)
    const pairs = [
      ...good.map((score) => ({ truth: 100, score })),
      ...pointsOf(own, criterion).map((score) => ({ truth: DEFECT_POINTS, score })),
    ]
    return { criterion, recall, alarms, calibration: calibration(pairs), weight: weightFor(recall, alarms) }
  })
}

function pointsOf(cases: readonly Case[], criterion: Criterion): readonly number[] {
  return cases.flatMap(({ criteria }) => criteria[criterion] ?? [])
}

function kindSummary({ name, criterion, unmeasurable }: Kind, { twins }: Outcome): KindSummary {
  const own = twins.filter((twin) => twin.kind === name)
  return {
    kind: name,
    criterion,
    twins: own.length,
    recall: recallOf(own.map((twin) => twin.detection)),
    notMeasured: own.filter((twin) => twin.detection === 'not_measured').length,
    refused: own.filter((twin) => !twin.approved).length,
    unmeasurable,
  }
}

function parts(
  { clean }: Outcome,
  measured: readonly TwinCase[],
  nameOf: (each: Case) => string,
): readonly PartSummary[] {
  return [...new Set(clean.map(nameOf))].sort().map((name) => ({
    name,
    recall: recallOf(measured.filter((twin) => nameOf(twin) === name).map((twin) => twin.detection)),
    belowBar: belowBar(clean.filter((each) => nameOf(each) === name)),
  }))
}

function belowBar(clean: readonly Case[]): Share {
  const scores = scoresOf(clean)
  return shareOf(scores.filter((score) => score < QUALITY_BAR).length, scores.length)
}

function alarmsOf(clean: readonly Case[]): Summary['alarms'] {
  const checks = [...new Set(clean.flatMap((each) => each.failed))].sort()
  return checks.map((check) => ({
    check,
    charts: clean.filter((each) => each.failed.includes(check)).length,
  }))
}

function scoresOf(cases: readonly Case[]): readonly number[] {
  return cases.flatMap(({ score }) => (score === null ? [] : [score]))
}
