import { measure } from '../../domain/review/measure.ts'
import type { Criterion, Finding } from '../../domain/review/review.schema.ts'
import { judge as verdictOn } from '../../domain/review/verdict.ts'
import type { Detection } from '../../domain/review/golden.ts'
import type { Kind } from './defect.ts'
import type { Specimen } from './lab.ts'

/** What a judge says about one chart. */
export interface Judgement {
  /** 0 to 100; null: it gave no opinion */
  readonly score: number | null
  readonly approves: boolean
  readonly criteria: Readonly<Partial<Record<Criterion, number | null>>>
  /** what its checks found; none for judges that only give points */
  readonly findings: readonly Finding[]
  readonly microUsd: number
  readonly elapsedMs: number
}

/** Whoever scores charts: the offline reviewers, or a model behind a provider and a prompt. */
export interface Judge {
  readonly name: string
  /** whether the same chart always gets the same judgement */
  readonly isSteady: boolean
  judge(specimen: Specimen): Promise<Judgement>
}

/** Points of 100 by which a criterion must fall below the clean twin's before a defect counts as seen: one level. */
export const LEVEL = 25

/** The reviewers that measure and need no key. */
export const offlineJudge: Judge = {
  name: 'offline',
  isSteady: true,
  judge: ({ input }) => {
    const begin = performance.now()
    const review = verdictOn(measure(input))
    return Promise.resolve({
      score: review.score,
      approves: review.verdict === 'approve',
      criteria: review.criteria,
      findings: review.findings,
      microUsd: 0,
      elapsedMs: performance.now() - begin,
    })
  },
}

/**
 * Whether a judge saw a defect: one of the checks made for it fails that passes on the clean twin, or, for judges
 * without checks, the criterion loses a level. A check that was not made counts for nothing.
 */
export function detection(kind: Kind, twin: Judgement, clean: Judgement): Detection {
  if (twin.findings.length === 0) return detectionByPoints(kind, twin, clean)
  const wrongAnyway = new Set(failedChecks(clean))
  const own = twin.findings.filter(({ check }) => kind.checks.includes(check) && !wrongAnyway.has(check))
  if (own.some((finding) => finding.status === 'failed')) return 'found'
  return own.some((finding) => finding.status === 'passed') ? 'missed' : 'not_measured'
}

/** Where a model, which is not asked about every criterion, takes points for what belongs to another one. */
const ASKED_AS: Readonly<Partial<Record<Criterion, Criterion>>> = {
  legibility: 'visual_aesthetics',
  runs: 'code_quality',
}

/** The criterion under which a judge would take points for a kind of defect. */
export function criterionFor({ criterion }: Kind, { criteria }: Pick<Judgement, 'criteria'>): Criterion {
  return criterion in criteria ? criterion : (ASKED_AS[criterion] ?? criterion)
}

function detectionByPoints(kind: Kind, twin: Judgement, clean: Judgement): Detection {
  const criterion = criterionFor(kind, clean)
  const [before, after] = [clean.criteria[criterion] ?? null, twin.criteria[criterion] ?? null]
  if (before === null || after === null) return 'not_measured'
  return after <= before - LEVEL ? 'found' : 'missed'
}

/** Names of the checks that fail. */
export function failedChecks({ findings }: Judgement): readonly string[] {
  return findings.filter((finding) => finding.status === 'failed').map((finding) => finding.check)
}
