import { and, asc, eq, gt, inArray, notInArray, sql } from 'drizzle-orm'

import { COMMON_FILE } from '../../domain/plot/matrix.ts'
import { Library } from '../../domain/plot/plot.schema.ts'
import type { PlotView, PublishedImplementation } from '../../domain/plot/plot-view.schema.ts'
import type { TagFact } from '../../domain/plot/tags.schema.ts'
import { inTransaction } from '../client.ts'
import type { Database, Session } from '../client.ts'
import { stored } from '../stored.ts'
import { implementations, plots, plotTags, publications } from '../schema/index.ts'
import { appendEvent } from './event.ts'
import { isTagged, replaceTags } from './tag.ts'

/** A plot as the catalogue has it. */
export type NewPlot = Pick<
  typeof plots.$inferInsert,
  'id' | 'title' | 'specVersion' | 'specSha' | 'qualityScore'
>
export type NewImplementation = typeof implementations.$inferInsert
export type Publication = typeof publications.$inferSelect
export type NewPublication = Omit<
  typeof publications.$inferInsert,
  'state' | 'changed' | 'createdAt' | 'doneAt'
>

/** A plot of the catalogue with its published implementations. */
export interface CataloguedPlot {
  readonly plot: NewPlot
  /** what its spec says of it */
  readonly tags: readonly TagFact[]
  readonly implementations: readonly NewImplementation[]
}

/** Writes what the catalogue says of a plot; a row that says so already stays untouched. */
export async function upsertPlot(db: Session, plot: NewPlot): Promise<void> {
  const { title, specVersion, specSha, qualityScore } = plot
  const score = qualityScore === undefined ? {} : { qualityScore }
  await db.orm
    .insert(plots)
    .values(plot)
    .onConflictDoUpdate({
      target: plots.id,
      set: { title, specVersion, specSha, ...score, updatedAt: sql`now()` },
      setWhere: sql`(${plots.title}, ${plots.specVersion}, ${plots.specSha}, ${plots.qualityScore})
        is distinct from (excluded.title, excluded.spec_version, excluded.spec_sha,
          ${qualityScore === undefined ? plots.qualityScore : sql`excluded.quality_score`})`,
    })
}

/** Names the lock under which `_registry.json` is written. */
const REGISTRY_LOCK = 7_041_776_002

/** Runs `work` while no other process of this database does so under the same lock. */
export async function withRegistryLock<Result>(db: Database, work: () => Promise<Result>): Promise<Result> {
  const reserved = await db.sql.reserve()
  try {
    await reserved`select pg_advisory_lock(${REGISTRY_LOCK})`
    return await work()
  } finally {
    await reserved`select pg_advisory_unlock(${REGISTRY_LOCK})`.catch(() => {
      // The connection broke: the server has released the lock with it.
    })
    reserved.release()
  }
}

/** Writes what is published of a plot now, and the plot's score, that of its weakest one, with it. The plot must be there. */
export async function upsertImplementation(db: Session, implementation: NewImplementation): Promise<void> {
  const { plotId: _plot, library: _library, ...values } = implementation
  await inTransaction(db, async (tx) => {
    await tx.orm
      .insert(implementations)
      .values(implementation)
      .onConflictDoUpdate({ target: [implementations.plotId, implementations.library], set: values })
    await refreshScores(tx, [implementation.plotId])
  })
}

/** The entry of the publications' ledger; null when nobody intended it. */
export async function findPublication(db: Session, key: string): Promise<Publication | null> {
  const [row] = await db.orm.select().from(publications).where(eq(publications.key, key))
  return row ?? null
}

/**
 * Records an intent before files are written. An intent that is open stays as it is; one that is done is
 * opened again, as what it published was replaced since. Returns the stored entry.
 */
export async function intendPublication(db: Session, publication: NewPublication): Promise<Publication> {
  const { version, runId } = publication
  await db.orm
    .insert(publications)
    .values({ ...publication, state: 'intended' })
    .onConflictDoUpdate({
      target: publications.key,
      set: { version, runId, state: 'intended', changed: false, doneAt: null },
      setWhere: eq(publications.state, 'done'),
    })
  return stored(await findPublication(db, publication.key), `publication ${publication.key}`)
}

/**
 * Records that the catalogue holds what was intended; a publication that is done stays as it is.
 * @returns whether files of the catalogue changed, as recorded
 */
export async function finishPublication(
  db: Session,
  key: string,
  { changed }: { readonly changed: boolean },
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const [row] = await tx.orm
      .update(publications)
      .set({ state: 'done', changed, doneAt: sql`now()` })
      .where(and(eq(publications.key, key), eq(publications.state, 'intended')))
      .returning()
    if (row === undefined) return (await findPublication(tx, key))?.changed ?? false
    const { plotId, library, codeSha, version } = row
    const data = { plotId, library, codeSha, version, changed }
    await appendEvent(tx, { topic: 'plots', type: 'plot.published', entity: plotId, data })
    return changed
  })
}

/** Plots by id, with what is published of each. */
export async function listPlots(
  db: Session,
  request: { readonly limit: number; readonly after: string | null; readonly tag?: string | undefined } = {
    limit: 200,
    after: null,
  },
): Promise<{ readonly items: readonly PlotView[]; readonly nextAfter: string | null }> {
  const rows = await db.orm
    .select()
    .from(plots)
    .where(
      and(
        request.after === null ? undefined : gt(plots.id, request.after),
        request.tag === undefined ? undefined : isTagged(db, request.tag),
      ),
    )
    .orderBy(asc(plots.id))
    .limit(request.limit + 1)
  const items = await withImplementations(db, rows.slice(0, request.limit))
  return { items, nextAfter: rows.length > request.limit ? (items.at(-1)?.id ?? null) : null }
}

/** One plot with what is published of it; null when the catalogue has none of this id. */
export async function getPlot(db: Session, id: string): Promise<PlotView | null> {
  const rows = await db.orm.select().from(plots).where(eq(plots.id, id))
  const [plot] = await withImplementations(db, rows)
  return plot ?? null
}

/** Makes the projection equal to the catalogue; counts of views and times of publication survive. */
export async function replacePlots(db: Session, catalogued: readonly CataloguedPlot[]): Promise<void> {
  const ids = catalogued.map(({ plot }) => plot.id)
  const rows = catalogued.flatMap((entry) => entry.implementations)
  await inTransaction(db, async (tx) => {
    await tx.orm.delete(plots).where(ids.length > 0 ? notInArray(plots.id, ids) : undefined)
    await tx.orm.delete(plotTags).where(ids.length > 0 ? notInArray(plotTags.plotId, ids) : undefined)
    for (const { plot, tags } of catalogued) {
      await upsertPlot(tx, plot)
      await replaceSpecTags(tx, plot.id, tags)
    }
    await deleteOthers(tx, rows)
    for (const row of rows) await upsertImplementation(tx, row)
    await refreshScores(tx, ids)
  })
}

/** Replaces what a plot's spec says of it. */
export async function replaceSpecTags(db: Session, plotId: string, tags: readonly TagFact[]): Promise<void> {
  const owner = { plotId, library: null, codeSha: null }
  await replaceTags(db, { ...owner, basis: null, environmentDigest: null }, tags)
}

async function deleteOthers(tx: Session, rows: readonly NewImplementation[]): Promise<void> {
  const kept = rows.map(({ plotId, library }) => sql`(${plotId}, ${library})`)
  const key = sql`(${implementations.plotId}, ${implementations.library})`
  await tx.orm
    .delete(implementations)
    .where(kept.length > 0 ? sql`${key} not in (${sql.join(kept, sql`, `)})` : undefined)
}

async function refreshScores(tx: Session, plotIds: readonly string[]): Promise<void> {
  if (plotIds.length === 0) return
  const lowest = tx.orm
    .select({ score: sql`min(${implementations.qualityScore})` })
    .from(implementations)
    .where(eq(implementations.plotId, plots.id))
  await tx.orm
    .update(plots)
    .set({ qualityScore: sql`(${lowest})` })
    .where(inArray(plots.id, [...plotIds]))
}

async function withImplementations(
  db: Session,
  rows: readonly (typeof plots.$inferSelect)[],
): Promise<readonly PlotView[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const published = await db.orm.select().from(implementations).where(inArray(implementations.plotId, ids))
  const order = Library.options
  published.sort((a, b) => order.indexOf(a.library) - order.indexOf(b.library))
  return rows.map(({ id, title, specVersion, specSha, qualityScore, updatedAt }) => ({
    id,
    title,
    specVersion,
    specSha,
    qualityScore,
    implementations: published.filter((row) => row.plotId === id).map(implementationView),
    updatedAt: updatedAt.toISOString(),
  }))
}

function implementationView(row: typeof implementations.$inferSelect): PublishedImplementation {
  const { plotId: _, publishedAt, files, pythons, ...view } = row
  const served = Object.entries(files ?? { [COMMON_FILE]: pythons }).map(([name, own]) => [name, [...own]])
  return {
    ...view,
    files: Object.fromEntries(served) as PublishedImplementation['files'],
    pythons: [...pythons],
    publishedAt: publishedAt.toISOString(),
  }
}
