import { and, eq, exists, isNull, or, sql } from 'drizzle-orm'

import type { TagFact } from '../../domain/plot/tags.schema.ts'
import type { TagView } from '../../domain/plot/plot-view.schema.ts'
import { inTransaction } from '../client.ts'
import type { Session } from '../client.ts'
import { implementations, plots, plotTags } from '../schema/index.ts'
import { withoutNul } from '../text.ts'

type TagRow = typeof plotTags.$inferSelect

/** Whose tags they are: those of a plot's spec, or of one implementation's code. */
export type TagOwner = Pick<TagRow, 'plotId' | 'library' | 'codeSha'>

/** Replaces the tags of a spec, or of one code, by these. */
export async function replaceTags(
  db: Session,
  owner: TagOwner & Pick<TagRow, 'basis' | 'environmentDigest'>,
  facts: readonly TagFact[],
): Promise<void> {
  const rows = facts.map((fact) => withoutNul({ ...owner, ...fact }))
  await inTransaction(db, async (tx) => {
    await tx.orm.delete(plotTags).where(ownedBy(owner))
    if (rows.length > 0) await tx.orm.insert(plotTags).values(rows).onConflictDoNothing()
  })
}

/** Whether a code has tags that were found out from exactly this. */
export async function hasTags(db: Session, owner: TagOwner, basis: string): Promise<boolean> {
  const [row] = await db.orm
    .select({ id: plotTags.id })
    .from(plotTags)
    .where(and(ownedBy(owner), eq(plotTags.basis, basis)))
    .limit(1)
  return row !== undefined
}

/** The tags of a plot's spec, and those of the codes that are published now. */
export async function listTags(db: Session, plotId: string): Promise<readonly TagView[]> {
  const rows = await db.orm
    .select()
    .from(plotTags)
    .where(and(eq(plotTags.plotId, plotId), isCurrent(db)))
    .orderBy(plotTags.dimension, plotTags.slug, sql`${plotTags.library} nulls first`)
  return rows.map(({ slug, dimension, source, library, holds, evidence }) => ({
    slug,
    dimension,
    source,
    library,
    holds,
    evidence,
  }))
}

/** Condition on `plots`: the tag holds for its spec or for an implementation that is published now. */
export function isTagged(db: Session, slug: string) {
  return exists(
    db.orm
      .select({ id: plotTags.id })
      .from(plotTags)
      .where(
        and(eq(plotTags.plotId, plots.id), eq(plotTags.slug, slug), eq(plotTags.holds, true), isCurrent(db)),
      ),
  )
}

function ownedBy({ plotId, library, codeSha }: TagOwner) {
  return and(
    eq(plotTags.plotId, plotId),
    library === null ? isNull(plotTags.library) : eq(plotTags.library, library),
    codeSha === null ? isNull(plotTags.codeSha) : eq(plotTags.codeSha, codeSha),
  )
}

function isCurrent(db: Session) {
  const published = db.orm
    .select({ plotId: implementations.plotId })
    .from(implementations)
    .where(
      and(
        eq(implementations.plotId, plotTags.plotId),
        eq(implementations.library, plotTags.library),
        eq(implementations.codeSha, plotTags.codeSha),
      ),
    )
  return or(isNull(plotTags.library), exists(published))
}
