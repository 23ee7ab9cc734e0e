import { and, desc, eq, sql } from 'drizzle-orm'

import type { Session } from '../client.ts'
import { drafts, runs } from '../schema/index.ts'
import { stored } from '../stored.ts'
import { withoutNul } from '../text.ts'

/** A draft as it was written. */
export type DraftRow = typeof drafts.$inferSelect

/** Records a draft; the one that this run recorded already, if any, stays and is returned. */
export async function recordDraft(db: Session, draft: Omit<DraftRow, 'createdAt'>): Promise<DraftRow> {
  await db.orm.insert(drafts).values(withoutNul(draft)).onConflictDoNothing()
  return stored(await findDraft(db, draft.runId), `draft of run ${draft.runId}`)
}

/** What a run drafted; null when it has not, or drafts nothing. */
export async function findDraft(db: Session, runId: string): Promise<DraftRow | null> {
  const [row] = await db.orm.select().from(drafts).where(eq(drafts.runId, runId))
  return row ?? null
}

/** True when this text was drafted for this plot. */
export async function isDraftOf(
  db: Session,
  { plotId, sha256 }: { readonly plotId: string; readonly sha256: string },
): Promise<boolean> {
  const rows = await db.orm
    .select({ id: runs.id })
    .from(drafts)
    .innerJoin(runs, eq(runs.id, drafts.runId))
    .where(and(eq(runs.plotId, plotId), eq(drafts.sha256, sha256)))
    .limit(1)
  return rows.length > 0
}

/**
 * The run whose draft, asked for by this key, a later run was told to take for the plot; null when none was.
 * @param isThere whether the plot is in the catalogue; if not, only a run that is still open counts
 */
export async function findConfirmedDraft(
  db: Session,
  {
    plotId,
    requestKey,
    isThere,
  }: { readonly plotId: string; readonly requestKey: string; readonly isThere: boolean },
): Promise<string | null> {
  const confirmed = sql`exists (
    select 1 from ${runs} as later
    where later.plot_id = ${plotId} and later.input ->> 'draftSha' = ${drafts.sha256}
      and (${isThere} or later.status in ('queued', 'running')))`
  const [row] = await db.orm
    .select({ id: runs.id })
    .from(drafts)
    .innerJoin(runs, eq(runs.id, drafts.runId))
    .where(and(eq(runs.plotId, plotId), eq(runs.requestKey, requestKey), confirmed))
    .orderBy(desc(runs.createdAt))
    .limit(1)
  return row?.id ?? null
}
