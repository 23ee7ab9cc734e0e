import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'

import { AppError } from '../../domain/errors.ts'
import type { Library } from '../../domain/plot/plot.schema.ts'
import type { RunStatus } from '../../domain/run/run.schema.ts'
import { inTransaction } from '../client.ts'
import type { Session } from '../client.ts'
import { canonicalJson } from '../../hash.ts'
import { runLibraries, runs } from '../schema/index.ts'
import { withoutNul } from '../text.ts'
import { appendEvent } from './event.ts'
import { libraryView, withLibraries } from './run-view.ts'
import type { StoredRun } from './run-view.ts'

export type { StoredRun }

type RunRow = typeof runs.$inferSelect
type RunInput = RunRow['input']

/** A run that is asked for; its id is `input.runId`. */
export interface NewRun {
  readonly plotId: string
  readonly kind: RunRow['kind']
  readonly requestKey: string
  readonly input: RunInput
  readonly reason: string | null
  readonly requestedBy: string
  readonly libraries: readonly Library[]
  /** what its model calls may cost; absent: nothing */
  readonly budgetMicroUsd?: number
}

/** joined: the same was asked for and is at work · conflict: something else is at work on this plot */
export type InsertedRun =
  | { readonly kind: 'created'; readonly id: string }
  | { readonly kind: 'joined'; readonly id: string }
  | { readonly kind: 'conflict'; readonly id: string; readonly requestKey: string }

/** A run that has not ended, without its libraries. */
export type OpenRun = Pick<
  RunRow,
  'id' | 'kind' | 'plotId' | 'status' | 'input' | 'budgetMicroUsd' | 'createdAt'
>

/** The place of a run in lists. */
export interface RunCursor {
  readonly createdAt: string
  readonly id: string
}

/** What may change about a library within a run; absent keys stay as they are. */
export type RunLibraryChange = Partial<
  Pick<
    typeof runLibraries.$inferSelect,
    | 'status'
    | 'stage'
    | 'attempt'
    | 'pythons'
    | 'score'
    | 'version'
    | 'codeSha'
    | 'reviewKey'
    | 'published'
    | 'message'
  >
>

/** How often an insert may lose against a run that ends at the same moment. */
const INSERT_ROUNDS_MAX = 5

/** Writes a run unless one is open for this plot; the partial unique index decides between twins. */
export async function insertRun(db: Session, run: NewRun): Promise<InsertedRun> {
  for (let round = 0; round < INSERT_ROUNDS_MAX; round += 1) {
    const outcome = await inTransaction(db, (tx) => tryInsert(tx, run))
    if (outcome !== null) return outcome
  }
  throw new AppError('internal', `runs of ${run.plotId} begin and end too fast to insert another`)
}

/** One run with its libraries; null when there is none. */
export async function getRun(db: Session, id: string): Promise<StoredRun | null> {
  const [row] = await db.orm.select().from(runs).where(eq(runs.id, id))
  if (row === undefined) return null
  const [run] = await withLibraries(db, [row])
  return run ?? null
}

/** Holds a run's row until the transaction ends, so that decisions about it are made one after the other. */
export async function lockRun(tx: Session, id: string): Promise<void> {
  await tx.orm.select({ id: runs.id }).from(runs).where(eq(runs.id, id)).for('update')
}

/** Runs, newest first. */
export async function listRuns(
  db: Session,
  request: {
    readonly limit: number
    readonly cursor: RunCursor | null
    readonly plotId?: string | undefined
    readonly status?: RunStatus | undefined
  },
): Promise<{ readonly items: readonly StoredRun[]; readonly nextCursor: RunCursor | null }> {
  const rows = await db.orm
    .select()
    .from(runs)
    .where(
      and(
        request.plotId === undefined ? undefined : eq(runs.plotId, request.plotId),
        request.status === undefined ? undefined : eq(runs.status, request.status),
        request.cursor === null ? undefined : isOlder(request.cursor),
      ),
    )
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(request.limit + 1)
  const items = await withLibraries(db, rows.slice(0, request.limit))
  const last = rows.length > request.limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? { createdAt: last.createdAt, id: last.id } : null }
}

/** Every run that is queued or running, oldest first. */
export async function openRuns(db: Session): Promise<readonly OpenRun[]> {
  const { id, kind, plotId, status, input, budgetMicroUsd, createdAt } = runs
  return db.orm
    .select({ id, kind, plotId, status, input, budgetMicroUsd, createdAt })
    .from(runs)
    .where(isOpen())
    .orderBy(asc(runs.createdAt), asc(runs.id))
}

/** Records that a run's Workflow is at work; a run that is no longer queued stays as it is. */
export async function beginRun(db: Session, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [row] = await tx.orm
      .update(runs)
      .set({ status: 'running', startedAt: sql`now()`, version: sql`${runs.version} + 1` })
      .where(and(eq(runs.id, id), eq(runs.status, 'queued')))
      .returning()
    if (row) await announceRun(tx, row, 'run.started')
  })
}

/** Writes how far a library is, with an event; nothing when nothing changes. */
export async function updateRunLibrary(
  db: Session,
  request: { readonly runId: string; readonly library: Library } & RunLibraryChange,
): Promise<void> {
  const { runId, library, ...change } = withoutNul(request)
  await inTransaction(db, async (tx) => {
    await lockRun(tx, runId)
    const at = and(eq(runLibraries.runId, runId), eq(runLibraries.library, library))
    const [before] = await tx.orm.select().from(runLibraries).where(at)
    if (before === undefined) throw new AppError('internal', `run ${runId} has no library ${library}`)
    const after = { ...before, ...change }
    if (canonicalJson(after) === canonicalJson(before)) return
    const [row] = await tx.orm
      .update(runLibraries)
      .set({ ...change, ...timesOf(after) })
      .where(at)
      .returning()
    await tx.orm
      .update(runs)
      .set({ version: sql`${runs.version} + 1` })
      .where(eq(runs.id, runId))
    if (row) {
      await appendEvent(tx, {
        topic: 'runs',
        type: 'run.library',
        entity: runId,
        data: { ...libraryView(row) },
      })
    }
  })
}

/**
 * Records how a run ended; a run that has ended stays as it is. Libraries still at work are closed with it:
 * cancelled when the run was, else failed.
 */
export async function endRun(
  db: Session,
  request: {
    readonly id: string
    readonly status: Exclude<RunStatus, 'queued' | 'running'>
    readonly message: string | null
  },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [row] = await tx.orm
      .update(runs)
      .set({
        status: request.status,
        message: withoutNul(request.message),
        finishedAt: sql`now()`,
        version: sql`${runs.version} + 1`,
      })
      .where(and(eq(runs.id, request.id), isOpen()))
      .returning()
    if (row === undefined) return
    await tx.orm
      .update(runLibraries)
      .set({
        status: request.status === 'cancelled' ? 'cancelled' : 'failed',
        stage: 'done',
        finishedAt: sql`now()`,
      })
      .where(and(eq(runLibraries.runId, request.id), eq(runLibraries.status, 'running')))
    await announceRun(tx, row, 'run.ended')
  })
}

async function tryInsert(tx: Session, run: NewRun): Promise<InsertedRun | null> {
  const { libraries, ...values } = run
  const [row] = await tx.orm
    .insert(runs)
    .values({ ...values, id: run.input.runId, reason: withoutNul(run.reason) })
    .onConflictDoNothing()
    .returning()
  if (row === undefined) return openRunOf(tx, run)
  if (libraries.length > 0) {
    await tx.orm.insert(runLibraries).values(libraries.map((library) => ({ runId: row.id, library })))
  }
  await announceRun(tx, row, 'run.created')
  return { kind: 'created', id: row.id }
}

async function openRunOf(tx: Session, run: NewRun): Promise<InsertedRun | null> {
  const [open] = await tx.orm
    .select({ id: runs.id, requestKey: runs.requestKey })
    .from(runs)
    .where(and(eq(runs.plotId, run.plotId), isOpen()))
  if (open === undefined) return null
  return open.requestKey === run.requestKey
    ? { kind: 'joined', id: open.id }
    : { kind: 'conflict', id: open.id, requestKey: open.requestKey }
}

async function announceRun(tx: Session, row: RunRow, type: string): Promise<void> {
  const { id, plotId, kind, status, message, version } = row
  await appendEvent(tx, {
    topic: 'runs',
    type,
    entity: id,
    data: { id, plotId, kind, status, message, version },
  })
}

function timesOf(after: typeof runLibraries.$inferSelect) {
  return {
    startedAt: after.startedAt ?? (after.stage === 'waiting' ? null : sql`now()`),
    finishedAt: after.status === 'running' ? null : (after.finishedAt ?? sql`now()`),
  }
}

function isOpen(): SQL {
  return inArray(runs.status, ['queued', 'running'])
}

function isOlder(cursor: RunCursor): SQL {
  return sql`(${runs.createdAt}, ${runs.id}) < (${cursor.createdAt}::timestamptz, ${cursor.id}::uuid)`
}
