import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'

import type { Session } from '../client.ts'
import { idempotencyKeys } from '../schema/index.ts'

type Row = typeof idempotencyKeys.$inferSelect

/** One request of one caller that carries an `Idempotency-Key`. */
export type KeyedRequest = Pick<Row, 'principal' | 'key' | 'fingerprint'>

/** new: do it · busy: being done · other: the key belongs to another request · done: here is the answer */
export type Reservation =
  | { readonly kind: 'new' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'other' }
  | {
      readonly kind: 'done'
      readonly status: number
      readonly headers: Row['headers']
      readonly body: string
    }

/** After this a request without an answer is taken for lost with its process. */
const LOST_AFTER = sql`interval '1 minute'`

/** How long answers can be replayed. */
const KEPT_FOR = sql`interval '72 hours'`

/** Claims a key before the work is done, so that of two twins only one does it. */
export async function reserveKey(db: Session, request: KeyedRequest): Promise<Reservation> {
  const at = and(eq(idempotencyKeys.principal, request.principal), eq(idempotencyKeys.key, request.key))
  const lost = and(isNull(idempotencyKeys.status), lt(idempotencyKeys.createdAt, sql`now() - ${LOST_AFTER}`))
  const old = lt(idempotencyKeys.createdAt, sql`now() - ${KEPT_FOR}`)
  await db.orm.delete(idempotencyKeys).where(and(at, or(lost, old)))
  const [added] = await db.orm
    .insert(idempotencyKeys)
    .values(request)
    .onConflictDoNothing()
    .returning({ id: idempotencyKeys.id })
  if (added) return { kind: 'new' }
  const [row] = await db.orm.select().from(idempotencyKeys).where(at)
  if (row === undefined) return { kind: 'busy' }
  if (row.fingerprint !== request.fingerprint) return { kind: 'other' }
  if (row.status === null) return { kind: 'busy' }
  return { kind: 'done', status: row.status, headers: row.headers, body: row.body ?? '' }
}

/** Keeps the answer to a request. */
export async function keepAnswer(
  db: Session,
  request: KeyedRequest,
  answer: { readonly status: number; readonly headers: Record<string, string>; readonly body: string },
): Promise<void> {
  await db.orm
    .update(idempotencyKeys)
    .set(answer)
    .where(and(eq(idempotencyKeys.principal, request.principal), eq(idempotencyKeys.key, request.key)))
}

/** Forgets a request that failed, so that it can be sent again. */
export async function releaseKey(db: Session, request: KeyedRequest): Promise<void> {
  await db.orm
    .delete(idempotencyKeys)
    .where(and(eq(idempotencyKeys.principal, request.principal), eq(idempotencyKeys.key, request.key)))
}

/** Deletes answers that are too old to be replayed. */
export async function forgetOldKeys(db: Session): Promise<void> {
  await db.orm.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, sql`now() - ${KEPT_FOR}`))
}
