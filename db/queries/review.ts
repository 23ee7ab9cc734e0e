import { and, eq, inArray, isNull } from 'drizzle-orm'

import { opinionTotal } from '../../domain/review/panel.ts'
import { inTransaction } from '../client.ts'
import type { Session } from '../client.ts'
import { stored } from '../stored.ts'
import { evaluations, opinions, renders, reviews } from '../schema/index.ts'
import { withoutNul } from '../text.ts'

export type RenderRow = typeof renders.$inferSelect
export type NewRender = Omit<typeof renders.$inferInsert, 'createdAt'>
export type ReviewRow = typeof reviews.$inferSelect
export type OpinionRow = typeof opinions.$inferSelect
export type NewReview = Omit<typeof reviews.$inferInsert, 'createdAt'>

/** The execution with this key; null when it has not been done. */
export async function findRender(db: Session, key: string): Promise<RenderRow | null> {
  const [row] = await db.orm.select().from(renders).where(eq(renders.key, key))
  return row ?? null
}

/** The executions with these keys, in the order of the keys; those not done are left out. */
export async function findRenders(db: Session, keys: readonly string[]): Promise<readonly RenderRow[]> {
  if (keys.length === 0) return []
  const rows = await db.orm
    .select()
    .from(renders)
    .where(inArray(renders.key, [...keys]))
  return keys.flatMap((key) => rows.filter((row) => row.key === key))
}

/**
 * Records an execution; the one that is recorded already, if any, stays and is returned. Only a timeout gives
 * way: it says as much about the machine as about the code.
 */
export async function insertRender(db: Session, render: NewRender): Promise<RenderRow> {
  const { key: _key, ...result } = withoutNul(render)
  await db.orm
    .insert(renders)
    .values(withoutNul(render))
    .onConflictDoUpdate({ target: renders.key, set: result, setWhere: eq(renders.outcome, 'timeout') })
  return stored(await findRender(db, render.key), `render ${render.key}`)
}

/** Adds the picture that was drawn of an execution's figure; one that is there stays. */
export async function completeRender(
  db: Session,
  key: string,
  drawn: { readonly pictureSha: string; readonly factsSha: string },
): Promise<void> {
  await db.orm
    .update(renders)
    .set(drawn)
    .where(and(eq(renders.key, key), isNull(renders.pictureSha)))
}

/** The review with this key; null when it has not been done. */
export async function findReview(db: Session, key: string): Promise<ReviewRow | null> {
  const [row] = await db.orm.select().from(reviews).where(eq(reviews.key, key))
  return row ?? null
}

/**
 * Records a review and its evaluation together; the one that is recorded already, if any, stays and is
 * returned.
 */
export async function insertReview(db: Session, review: NewReview): Promise<ReviewRow> {
  await inTransaction(db, async (tx) => {
    const [inserted] = await tx.orm
      .insert(reviews)
      .values(withoutNul(review))
      .onConflictDoNothing()
      .returning({ key: reviews.key })
    if (inserted === undefined) return
    await tx.orm.insert(evaluations).values({
      key: review.key,
      plotId: review.plotId,
      aiModel: review.model,
      scores: review.review.criteria,
      overall: review.score,
    })
  })
  return stored(await findReview(db, review.key), `review ${review.key}`)
}

/** The opinions with these keys, in the order of the keys; those not given are left out. */
export async function findOpinions(db: Session, keys: readonly string[]): Promise<readonly OpinionRow[]> {
  if (keys.length === 0) return []
  const rows = await db.orm
    .select()
    .from(opinions)
    .where(inArray(opinions.key, [...keys]))
  return keys.flatMap((key) => rows.filter((row) => row.key === key))
}

/** Records a model's opinion about a plot and its evaluation together; the one recorded already, if any, stays. */
export async function insertOpinion(
  db: Session,
  plotId: string,
  opinion: Omit<OpinionRow, 'createdAt'>,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [inserted] = await tx.orm
      .insert(opinions)
      .values(withoutNul(opinion))
      .onConflictDoNothing()
      .returning({ key: opinions.key })
    if (inserted === undefined) return
    const { key, model, opinion: said } = opinion
    const overall = opinionTotal(said)
    await tx.orm.insert(evaluations).values({ key, plotId, aiModel: model, scores: said.scores, overall })
  })
}
