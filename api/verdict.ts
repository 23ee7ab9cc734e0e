import { v7 as uuidv7 } from 'uuid'

import { inTransaction } from '../db/client.ts'
import type { Session } from '../db/client.ts'
import { getRun, insertRun, lockRun, updateRunLibrary } from '../db/queries/run.ts'
import type { StoredRun } from '../db/queries/run.ts'
import { claimAt, claimPlace, supersedingRun } from '../db/queries/review-queue.ts'
import type { ReviewPlace } from '../db/queries/review-queue.ts'
import { findVerdict, recordVerdict } from '../db/queries/verdict.ts'
import type { VerdictRow } from '../db/queries/verdict.ts'
import { AppError } from '../domain/errors.ts'
import type { NewVerdict } from '../domain/run/run-view.schema.ts'
import { REVIEW_CLAIM_MINUTES } from '../domain/run/limits.ts'
import type { ReviewClaim } from '../domain/run/review-queue.schema.ts'
import { FINAL_STATUSES } from '../domain/run/run.schema.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import type { PublicationInput } from '../temporal/contracts/plot.ts'
import type { ApiDeps, Principal } from './deps.ts'
import { runConflict, startOrLeaveQueued } from './run-start.ts'
import type { Requested } from './run-start.ts'

/** A person's verdict about one run. */
export interface Decision extends NewVerdict {
  readonly runId: string
  readonly principal: Principal
}

type Approved = Requested & { readonly input: PublicationInput }

type DecisionDeps = Pick<ApiDeps, 'db' | 'catalogue'>

/**
 * Publishes exactly the code that a person approved, by a run of its own. The same verdict again gives the
 * same run, unless that run failed.
 * @throws AppError `not_found`, `invalid`, or `conflict` when there is nothing of this kind to decide
 */
export async function approve(deps: ApiDeps, decision: Decision): Promise<Requested> {
  const approved = await inTransaction(deps.db, (tx) => insertApproval(deps, tx, decision))
  if (!approved.joined) {
    await startOrLeaveQueued(deps, () => deps.temporal.startPublication(approved.input))
  }
  return approved
}

/**
 * Records that a person refused the code; the same verdict again changes nothing.
 * @throws AppError `not_found`, `invalid`, or `conflict` when there is nothing of this kind to decide
 */
export async function reject(deps: DecisionDeps, decision: Decision): Promise<StoredRun> {
  await inTransaction(deps.db, async (tx) => {
    const { runId, library, codeSha, principal, reason = null } = decision
    await lockRun(tx, runId)
    const before = await findVerdict(tx, decision)
    if (before?.decision === 'reject') return
    const { reviewKey, ...waiting } = await undecided(tx, decision)
    if (before && (await publicationOf(tx, before))) {
      throw new AppError(
        'conflict',
        `${before.decidedBy} has approved this code: it is published or about to be`,
      )
    }
    await requireFresh(deps, tx, { ...decision, ...waiting })
    await holdClaim(tx, decision)
    const verdict = { runId, library, codeSha, reviewKey, decision: 'reject', reason } as const
    await recordVerdict(tx, { ...verdict, decidedBy: principal.name, publicationRunId: null })
    const message = `refused by ${principal.name}${reason === null ? '' : `: ${reason}`}`
    await updateRunLibrary(tx, { runId, library, status: 'failed', message })
  })
  return existing(deps.db, decision.runId)
}

/** One run. @throws AppError `not_found` */
export async function existing(db: Session, runId: string): Promise<StoredRun> {
  const run = await getRun(db, runId)
  if (run === null) throw new AppError('not_found', `there is no run ${runId}; pyplots runs list shows them`)
  return run
}

async function insertApproval(deps: DecisionDeps, tx: Session, decision: Decision): Promise<Approved> {
  const { runId, library, codeSha, principal, reason = null } = decision
  await lockRun(tx, runId)
  const { plotId, reviewKey, specSha } = await undecided(tx, decision)
  const input = { runId: uuidv7(), plotId, library, codeSha, reviewKey, decidedBy: principal.name }
  const before = await findVerdict(tx, decision)
  const open = before && (await publicationOf(tx, before))
  if (open) return { id: open.id, joined: true, input }
  await requireFresh(deps, tx, { ...decision, plotId, specSha })
  await holdClaim(tx, decision)
  const { runId: _, ...content } = input
  const inserted = await insertRun(tx, {
    kind: 'verdict',
    plotId,
    requestKey: sha256(canonicalJson({ kind: 'verdict', ...content })),
    input,
    reason,
    requestedBy: principal.name,
    libraries: [library],
  })
  if (inserted.kind !== 'created') throw runConflict(plotId, inserted.id)
  const verdict = { runId, library, codeSha, reviewKey, decision: 'approve', reason } as const
  await recordVerdict(tx, { ...verdict, decidedBy: principal.name, publicationRunId: inserted.id })
  await updateRunLibrary(tx, { runId, library, message: `approved by ${principal.name}: run ${inserted.id}` })
  return { id: inserted.id, joined: false, input }
}

/** @throws AppError `conflict` when a newer run or another spec has made the code at hand a thing of the past */
async function requireFresh(
  { catalogue }: Pick<ApiDeps, 'catalogue'>,
  tx: Session,
  place: ReviewPlace & { readonly plotId: string; readonly specSha: string | null },
): Promise<void> {
  const { plotId, library } = place
  const newer = await supersedingRun(tx, place)
  if (newer !== null) {
    const message = `this review is stale: run ${newer} of the same plot and library ended later`
    throw new AppError('conflict', `${message}; decide about that one: pyplots runs show ${newer}`)
  }
  const { specSha } = await catalogue.loadSpec(plotId)
  if (specSha !== place.specSha) {
    const message = `this review is stale: the spec of ${plotId} has changed since`
    throw new AppError('conflict', `${message}; start a new run: pyplots run plot ${plotId} -l ${library}`)
  }
}

/** Who decides has the claim, so that a person to whom the queue gave it is not overtaken. */
async function holdClaim(tx: Session, decision: Decision): Promise<void> {
  const by = decision.principal.name
  if (await claimPlace(tx, decision, { by, minutes: REVIEW_CLAIM_MINUTES })) return
  throw claimedByOther(await claimAt(tx, decision))
}

/** Says who has a review. */
export function claimedByOther(claim: ReviewClaim | null): AppError {
  const whose = claim === null ? 'somebody else has' : `${claim.by} has, until ${claim.expiresAt},`
  return new AppError('conflict', `${whose} claimed this review: leave it to them, or wait for that time`)
}

/** The run that publishes an approved code, unless it failed; null when there is none. */
async function publicationOf(tx: Session, verdict: VerdictRow): Promise<StoredRun | null> {
  if (verdict.publicationRunId === null) return null
  const run = await getRun(tx, verdict.publicationRunId)
  return run === null || run.status === 'failed' || run.status === 'cancelled' ? null : run
}

/** What a verdict would be about. */
async function undecided(
  tx: Session,
  { runId, library, codeSha }: Decision,
): Promise<{ readonly plotId: string; readonly reviewKey: string; readonly specSha: string | null }> {
  const run = await existing(tx, runId)
  const row = run.libraries.find((candidate) => candidate.library === library)
  if (row === undefined) {
    const fix = `use one of ${run.libraries.map((candidate) => candidate.library).join(', ')}`
    const message = `run ${runId} has no ${library}`
    throw new AppError('invalid', `${message}: ${fix}`, { problems: [{ path: '/library', message, fix }] })
  }
  if (!FINAL_STATUSES.includes(run.status)) {
    throw new AppError('conflict', `run ${runId} is still ${run.status}: decide when it has ended`)
  }
  if (row.status !== 'needs_person' || row.codeSha === null || row.reviewKey === null) {
    throw new AppError('conflict', `${library} ended as ${row.status}: there is nothing to decide`)
  }
  if (row.codeSha !== codeSha) {
    throw new AppError('conflict', `the code that waits for a verdict is ${row.codeSha}, not ${codeSha}`)
  }
  const specSha = 'specSha' in run.input ? run.input.specSha : null
  return { plotId: run.plotId, reviewKey: row.reviewKey, specSha }
}
