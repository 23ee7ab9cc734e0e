import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'

import type { Session } from '../client.ts'
import { apiTokens } from '../schema/index.ts'

export type ApiToken = typeof apiTokens.$inferSelect

/** The token with this digest; null when there is none. Its last use is noted, at most once a minute. */
export async function useToken(db: Session, sha256: string): Promise<ApiToken | null> {
  const [token] = await db.orm.select().from(apiTokens).where(eq(apiTokens.sha256, sha256))
  if (token === undefined) return null
  const stale = or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, sql`now() - interval '1 minute'`))
  await db.orm
    .update(apiTokens)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(apiTokens.id, token.id), stale))
  return token
}

/**
 * Adds the first token, unless there is one already.
 * @returns whether it was added
 */
export async function insertFirstToken(
  db: Session,
  token: Pick<ApiToken, 'name' | 'role' | 'sha256'>,
): Promise<boolean> {
  return db.orm.transaction(async (tx) => {
    await tx.execute(sql`lock table ${apiTokens} in share row exclusive mode`)
    const [existing] = await tx.select({ id: apiTokens.id }).from(apiTokens).limit(1)
    if (existing) return false
    await tx.insert(apiTokens).values(token)
    return true
  })
}

/** Adds a token; only its digest is kept. */
export async function insertToken(
  db: Session,
  token: Pick<ApiToken, 'name' | 'role' | 'sha256'>,
): Promise<void> {
  await db.orm.insert(apiTokens).values(token)
}
