import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  not,
  notInArray,
  or,
  sql,
} from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'

import type { Library } from '../../domain/plot/plot.schema.ts'
import type { QueuedReview, ReviewClaim } from '../../domain/run/review-queue.schema.ts'
import { FINAL_STATUSES } from '../../domain/run/run.schema.ts'
import { inTransaction } from '../client.ts'
import type { Session } from '../client.ts'
import { runLibraries, runs, verdicts } from '../schema/index.ts'

/** A review that waits for a person, with the digest of the spec it was made for. */
export interface WaitingReview extends QueuedReview {
  readonly specSha: string
}

/** A library of a run: what a verdict is about. */
export interface ReviewPlace {
  readonly runId: string
  readonly library: Library
}

/** Who wants a review, and for how long. */
export interface Claimer {
  readonly by: string
  readonly minutes: number
}

const newerRuns = alias(runs, 'newer_runs')
const newerLibraries = alias(runLibraries, 'newer_libraries')
const publicationRuns = alias(runs, 'publication_runs')

/**
 * Reviews that nobody has decided and no newer run has superseded, the oldest first. Whether the spec has changed
 * since is for the catalogue to say.
 */
export async function listWaiting(
  db: Session,
  filter: {
    readonly plotId?: string | undefined
    readonly library?: Library | undefined
    readonly key?: string | undefined
  } = {},
): Promise<readonly WaitingReview[]> {
  const rows = await db.orm
    .select({ library: runLibraries, run: runs, isClaimed: sql<boolean>`${isClaimed()}` })
    .from(runLibraries)
    .innerJoin(runs, eq(runs.id, runLibraries.runId))
    .where(
      and(
        isWaiting(db),
        not(exists(superseding(db))),
        filter.plotId === undefined ? undefined : eq(runs.plotId, filter.plotId),
        filter.library === undefined ? undefined : eq(runLibraries.library, filter.library),
        filter.key === undefined ? undefined : eq(runLibraries.reviewKey, filter.key),
      ),
    )
    .orderBy(asc(runs.id), asc(runLibraries.library))
  return rows.map(({ library, run, isClaimed: claimed }) => ({
    key: library.reviewKey ?? '',
    runId: run.id,
    plotId: run.plotId,
    library: library.library,
    codeSha: library.codeSha ?? '',
    score: library.score,
    message: library.message,
    waitingSince: (run.finishedAt ?? run.createdAt).toISOString(),
    claim: claimed ? claimOf(library) : null,
    specSha: 'specSha' in run.input ? run.input.specSha : '',
  }))
}

/**
 * Gives the first of these reviews that is free to a person; null when none is. Of any number of people who ask at
 * once, no two get the same: a row that another one is about to get is passed over.
 */
export async function claimFirst(
  db: Session,
  places: readonly ReviewPlace[],
  claimer: Claimer,
): Promise<ReviewPlace | null> {
  if (places.length === 0) return null
  return inTransaction(db, async (tx) => {
    const [free] = await tx.orm
      .select({ runId: runLibraries.runId, library: runLibraries.library })
      .from(runLibraries)
      .innerJoin(runs, eq(runs.id, runLibraries.runId))
      .where(and(or(...places.map(isPlace)), isWaiting(tx), not(isClaimed())))
      .orderBy(asc(runs.id), asc(runLibraries.library))
      .limit(1)
      .for('update', { of: runLibraries, skipLocked: true })
    if (free === undefined) return null
    await claimPlace(tx, free, claimer)
    return free
  })
}

/** Gives this review to a person, or lets the one who has it keep it longer; false when it is somebody else's. */
export async function claimPlace(
  db: Session,
  place: ReviewPlace,
  { by, minutes }: Claimer,
): Promise<boolean> {
  const taken = await db.orm
    .update(runLibraries)
    .set({ claimedBy: by, claimExpiresAt: sql`now() + ${minutes} * interval '1 minute'` })
    .where(and(isPlace(place), or(not(isClaimed()), eq(runLibraries.claimedBy, by))))
    .returning({ runId: runLibraries.runId })
  return taken.length > 0
}

/** Gives a person's claim back; false when that person has none. */
export async function releaseClaim(db: Session, place: ReviewPlace, by: string): Promise<boolean> {
  const released = await db.orm
    .update(runLibraries)
    .set({ claimedBy: null, claimExpiresAt: null })
    .where(and(isPlace(place), isClaimed(), eq(runLibraries.claimedBy, by)))
    .returning({ runId: runLibraries.runId })
  return released.length > 0
}

/** Who has a review at the moment; null when it is free. */
export async function claimAt(db: Session, place: ReviewPlace): Promise<ReviewClaim | null> {
  const [row] = await db.orm
    .select()
    .from(runLibraries)
    .where(and(isPlace(place), isClaimed()))
  return row === undefined ? null : claimOf(row)
}

/** Where a review was last waiting, decided or not; null when it never was. */
export async function placeOf(
  db: Session,
  key: string,
): Promise<(ReviewPlace & { readonly codeSha: string | null }) | null> {
  const { runId, library, codeSha } = runLibraries
  const [row] = await db.orm
    .select({ runId, library, codeSha })
    .from(runLibraries)
    .innerJoin(runs, eq(runs.id, runLibraries.runId))
    .where(and(eq(runLibraries.reviewKey, key), eq(runs.kind, 'plot')))
    .orderBy(desc(runs.id))
    .limit(1)
  return row ?? null
}

/** The run that has superseded a review: a newer one that ended with code for the same plot and library. */
export async function supersedingRun(db: Session, place: ReviewPlace): Promise<string | null> {
  const [row] = await db.orm
    .select({ id: sql<string | null>`(${superseding(db)})` })
    .from(runLibraries)
    .innerJoin(runs, eq(runs.id, runLibraries.runId))
    .where(isPlace(place))
  return row?.id ?? null
}

function isPlace({ runId, library }: ReviewPlace): SQL | undefined {
  return and(eq(runLibraries.runId, runId), eq(runLibraries.library, library))
}

/** Ended, for a person to decide, and not decided yet: a verdict whose publication failed can be given again. */
function isWaiting(db: Session): SQL | undefined {
  const decided = db.orm
    .select({ one: sql`1` })
    .from(verdicts)
    .leftJoin(publicationRuns, eq(publicationRuns.id, verdicts.publicationRunId))
    .where(
      and(
        eq(verdicts.runId, runLibraries.runId),
        eq(verdicts.library, runLibraries.library),
        eq(verdicts.codeSha, runLibraries.codeSha),
        or(isNull(publicationRuns.status), notInArray(publicationRuns.status, ['failed', 'cancelled'])),
      ),
    )
  return and(
    eq(runs.kind, 'plot'),
    inArray(runs.status, [...FINAL_STATUSES]),
    eq(runLibraries.status, 'needs_person'),
    isNotNull(runLibraries.codeSha),
    isNotNull(runLibraries.reviewKey),
    not(exists(decided)),
  )
}

/** The newest run after the one at hand that has ended with code for its plot and library. */
function superseding(db: Session) {
  return db.orm
    .select({ id: newerRuns.id })
    .from(newerRuns)
    .innerJoin(newerLibraries, eq(newerLibraries.runId, newerRuns.id))
    .where(
      and(
        eq(newerRuns.kind, 'plot'),
        eq(newerRuns.plotId, runs.plotId),
        ne(newerRuns.id, runs.id),
        gt(newerRuns.createdAt, runs.createdAt),
        eq(newerLibraries.library, runLibraries.library),
        inArray(newerLibraries.status, ['approved', 'needs_person', 'failed']),
        isNotNull(newerLibraries.codeSha),
      ),
    )
    .orderBy(desc(newerRuns.createdAt))
    .limit(1)
}

function isClaimed(): SQL {
  return sql`(${runLibraries.claimExpiresAt} is not null and not ${lte(runLibraries.claimExpiresAt, sql`now()`)})`
}

function claimOf(row: typeof runLibraries.$inferSelect): ReviewClaim | null {
  const { claimedBy, claimExpiresAt } = row
  return claimedBy === null || claimExpiresAt === null
    ? null
    : { by: claimedBy, expiresAt: claimExpiresAt.toISOString() }
}
