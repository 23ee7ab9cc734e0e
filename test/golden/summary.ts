import { QUALITY_BAR } from '../../domain/review/limits.ts'
import { recallOf, separation, shareOf } from '../../domain/review/golden.ts'
import type { Share } from '../../domain/review/golden.ts'
import type { Kind } from './defect.ts'
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
  const byChecks = new Set(KINDS.filter((kind) => kind.unmeasurable === null).map((kind) => kind.name))
  const measured = outcome.twins.filter((twin) => byChecks.has(twin.kind))
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
