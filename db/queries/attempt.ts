import { and, asc, eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'

import type { RunAttempt } from '../../domain/run/run-view.schema.ts'
import type { Session } from '../client.ts'
import { attempts, renders, reviews } from '../schema/index.ts'
import { stored } from '../stored.ts'
import { attemptView } from './run-view.ts'

type AttemptRow = typeof attempts.$inferSelect
type AttemptKey = Pick<AttemptRow, 'runId' | 'library' | 'number'>

/** Records an attempt; the one that is recorded already, if any, stays and is returned. */
export async function recordAttempt(
  db: Session,
  attempt: Pick<AttemptRow, 'runId' | 'library' | 'number' | 'author' | 'codeSha'> &
    Partial<Pick<AttemptRow, 'authorFamily' | 'files'>>,
): Promise<AttemptRow> {
  await db.orm.insert(attempts).values(attempt).onConflictDoNothing()
  const [row] = await db.orm.select().from(attempts).where(isAttempt(attempt))
  return stored(row, `attempt ${attempt.number} of ${attempt.library}`)
}

/** One attempt; null when it has not been written. */
export async function findAttempt(db: Session, key: AttemptKey): Promise<AttemptRow | null> {
  const [row] = await db.orm.select().from(attempts).where(isAttempt(key))
  return row ?? null
}

/** The codes that a run has tried for a library. */
export async function listCodes(
  db: Session,
  { runId, library }: Pick<AttemptRow, 'runId' | 'library'>,
): Promise<readonly string[]> {
  const rows = await db.orm
    .select({ codeSha: attempts.codeSha })
    .from(attempts)
    .where(and(eq(attempts.runId, runId), eq(attempts.library, library)))
  return rows.map(({ codeSha }) => codeSha)
}

/** Records what the review of an attempt decided; the time of the first such record stays. */
export async function finishAttempt(
  db: Session,
  finished: AttemptKey & Pick<AttemptRow, 'reviewKey' | 'score' | 'verdict' | 'picturePython'>,
): Promise<void> {
  const { reviewKey, score, verdict, picturePython } = finished
  await db.orm
    .update(attempts)
    .set({
      reviewKey,
      score,
      verdict,
      picturePython,
      finishedAt: sql`coalesce(${attempts.finishedAt}, now())`,
    })
    .where(isAttempt(finished))
}

/** All attempts of a run with what their reviews refused, by library and number. */
export async function listAttempts(db: Session, runId: string): Promise<readonly RunAttempt[]> {
  const rows = await db.orm
    .select({ attempt: attempts, review: reviews.review, pictureSha: renders.pictureSha })
    .from(attempts)
    .leftJoin(reviews, eq(reviews.key, attempts.reviewKey))
    .leftJoin(renders, eq(renders.key, reviews.pictureKey))
    .where(eq(attempts.runId, runId))
    .orderBy(asc(attempts.library), asc(attempts.number))
  return rows.map(({ attempt, review, pictureSha }) => attemptView(attempt, review, pictureSha))
}

function isAttempt({ runId, library, number }: AttemptKey): SQL | undefined {
  return and(eq(attempts.runId, runId), eq(attempts.library, library), eq(attempts.number, number))
}
