import { inArray } from 'drizzle-orm'

import { Library, PythonVersion } from '../../domain/plot/plot.schema.ts'
import type { Review } from '../../domain/review/review.schema.ts'
import type { RunAttempt, RunLibrary, RunView } from '../../domain/run/run-view.schema.ts'
import type { Session } from '../client.ts'
import { runLibraries } from '../schema/index.ts'
import type { attempts, runs } from '../schema/index.ts'

type RunRow = typeof runs.$inferSelect

/** A run with everything that its row holds. */
export interface StoredRun extends RunView {
  readonly requestKey: string
  readonly input: RunRow['input']
}

/** Rows of runs as runs, each with its libraries in the order they are shown. */
export async function withLibraries(db: Session, rows: readonly RunRow[]): Promise<readonly StoredRun[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const libraries = await db.orm.select().from(runLibraries).where(inArray(runLibraries.runId, ids))
  const order = Library.options
  libraries.sort((a, b) => order.indexOf(a.library) - order.indexOf(b.library))
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    plotId: row.plotId,
    status: row.status,
    reason: row.reason,
    message: row.message,
    libraries: libraries.filter((library) => library.runId === row.id).map(libraryView),
    pythons: 'pythons' in row.input ? [...row.input.pythons] : [],
    budgetMicroUsd: row.budgetMicroUsd,
    costMicroUsd: row.costMicroUsd,
    requestedBy: row.requestedBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    version: row.version,
    requestKey: row.requestKey,
    input: row.input,
  }))
}

/** A row of a library as views show it. */
export function libraryView(row: typeof runLibraries.$inferSelect): RunLibrary {
  const { runId: _run, claimedBy: _by, claimExpiresAt: _until, startedAt, finishedAt, ...view } = row
  return {
    ...view,
    pythons: [...row.pythons],
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

/** An attempt as views show it; of the review only what it refused. */
export function attemptView(
  row: typeof attempts.$inferSelect,
  review: Review | null,
  pictureSha: string | null,
): RunAttempt {
  const { runId: _, createdAt, finishedAt, picturePython, ...view } = row
  return {
    ...view,
    pictureSha,
    picturePython: picturePython === null ? null : PythonVersion.parse(picturePython),
    strength: review?.strength ?? null,
    average: review?.average ?? null,
    panel: review?.panel ?? null,
    findings: review?.findings.filter((finding) => finding.status === 'failed') ?? [],
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}
