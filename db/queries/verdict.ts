import { and, eq } from 'drizzle-orm'

import type { Session } from '../client.ts'
import { verdicts } from '../schema/index.ts'

export type VerdictRow = typeof verdicts.$inferSelect
export type NewVerdictRow = Omit<typeof verdicts.$inferInsert, 'createdAt'>

/** What a person decided about this code in this run; null when nobody has. */
export async function findVerdict(
  db: Session,
  { runId, library, codeSha }: Pick<VerdictRow, 'runId' | 'library' | 'codeSha'>,
): Promise<VerdictRow | null> {
  const [row] = await db.orm
    .select()
    .from(verdicts)
    .where(and(eq(verdicts.runId, runId), eq(verdicts.library, library), eq(verdicts.codeSha, codeSha)))
  return row ?? null
}

/** Records a verdict; one on the same code is replaced, which its caller allows only after a failed publication. */
export async function recordVerdict(db: Session, verdict: NewVerdictRow): Promise<void> {
  const { decision, decidedBy, reason, publicationRunId } = verdict
  await db.orm
    .insert(verdicts)
    .values(verdict)
    .onConflictDoUpdate({
      target: [verdicts.runId, verdicts.library, verdicts.codeSha],
      set: { decision, decidedBy, reason, publicationRunId },
    })
}
