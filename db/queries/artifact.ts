import { and, eq, exists, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'

import type { Session } from '../client.ts'
import { artifacts, attempts, renders, runs } from '../schema/index.ts'

/** What `artifacts` takes: the digest of bytes that storage holds, what they are, how many. */
export type NewArtifact = Omit<typeof artifacts.$inferInsert, 'createdAt'>

export type Artifact = typeof artifacts.$inferSelect
export type ArtifactKind = Artifact['kind']

/** Records that storage holds these bytes; recording them again changes nothing. */
export async function recordArtifact(db: Session, artifact: NewArtifact): Promise<void> {
  await db.orm.insert(artifacts).values(artifact).onConflictDoNothing()
}

/** True when the artefact was recorded. */
export async function hasArtifact(db: Session, sha256: string): Promise<boolean> {
  return (await findArtifact(db, sha256)) !== null
}

/** The artefact's row; null when it was never recorded. */
export async function findArtifact(db: Session, sha256: string): Promise<Artifact | null> {
  const [row] = await db.orm.select().from(artifacts).where(eq(artifacts.sha256, sha256))
  return row ?? null
}

/** An artefact that belongs to a run: its inputs, its codes and what came of their executions; null for others. */
export async function findRunArtifact(
  db: Session,
  { runId, sha256 }: { readonly runId: string; readonly sha256: string },
): Promise<Artifact | null> {
  const input = ['specSha', 'dataSha', 'implementationSha', 'codeSha', 'ideaSha', 'draftSha'].map(
    (key) => sql`${runs.input} ->> ${key} = ${sha256}`,
  )
  const isInput = db.orm
    .select({ one: sql`1` })
    .from(runs)
    .where(and(eq(runs.id, runId), or(...input)))
  const isCode = db.orm
    .select({ one: sql`1` })
    .from(attempts)
    .where(and(eq(attempts.runId, runId), or(eq(attempts.codeSha, sha256), isFile(sql`${sha256}`))))
  const isResult = db.orm
    .select({ one: sql`1` })
    .from(renders)
    .innerJoin(
      attempts,
      and(
        eq(attempts.runId, runId),
        or(eq(attempts.codeSha, renders.codeSha), isFile(sql`${renders.codeSha}`)),
      ),
    )
    .where(or(eq(renders.figureSha, sha256), eq(renders.pictureSha, sha256), eq(renders.factsSha, sha256)))
  const [row] = await db.orm
    .select()
    .from(artifacts)
    .where(and(eq(artifacts.sha256, sha256), or(exists(isInput), exists(isCode), exists(isResult))))
  return row ?? null
}

/** Whether an attempt's implementation has this file among several. */
function isFile(sha256: SQL): SQL {
  return sql`exists (select 1 from jsonb_each_text(${attempts.files}) as file where file.value = ${sha256})`
}
