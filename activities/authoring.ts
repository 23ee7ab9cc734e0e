import type { AuthorRequest } from '../ai/author.ts'
import { findReview } from '../db/queries/review.ts'
import { findAttempt, listCodes, recordAttempt, updateRunLibrary } from '../db/queries/run.ts'
import { AppError } from '../domain/errors.ts'
import { sampleHeader } from '../domain/plot/sample-header.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import { parseTable } from '../sandbox/data-table.ts'
import type { Linter } from '../sandbox/lint.ts'
import type { AttemptRef, WriteRequest, WrittenImplementation } from '../temporal/contracts/plot.ts'
import { readSpec, readText, store } from './material.ts'
import type { Material } from './material.ts'

/** What every author's work passes through. */
export interface AuthoringDeps extends Material {
  readonly linter: Linter
}

/** Who wrote a file, as its attempt remembers it. */
export interface Written {
  readonly author: string
  /** null: no model did */
  readonly authorFamily: ModelFamily | null
}

/** The attempt this activity recorded when it ran before; null on its first run. */
export async function writtenBefore(
  { db }: Material,
  { runId, library, attempt }: AttemptRef,
): Promise<WrittenImplementation | null> {
  await updateRunLibrary(db, { runId, library, stage: 'authoring', attempt })
  const stored = await findAttempt(db, { runId, library, number: attempt })
  return stored && { kind: 'written', codeSha: stored.codeSha }
}

/** What an author may read: no value of the sample is in it. */
export async function authorRequestOf(deps: Material, request: WriteRequest): Promise<AuthorRequest> {
  const spec = await readSpec(deps, request)
  return {
    spec,
    library: request.library,
    sample: sampleHeader(parseTable(await readText(deps, request.dataSha), spec)),
    previous: await previousOf(deps, request),
    ...(await improvementOf(deps, request)),
  }
}

/** Formats, stores and records an author's file, unless this run has tried the same file before. */
export async function keepWritten(
  deps: AuthoringDeps,
  request: WriteRequest,
  { code, ...by }: Written & { readonly code: string },
): Promise<WrittenImplementation> {
  const codeSha = await store(deps, 'code', new TextEncoder().encode(await deps.linter.format(code)))
  const tried = await listCodes(deps.db, request)
  if (tried.includes(codeSha)) return { kind: 'unchanged', codeSha }
  return recorded(deps, request, { codeSha, ...by })
}

/** Records whose code an attempt is about. */
export async function recorded(
  { db }: Material,
  { runId, library, attempt }: AttemptRef,
  written: Written & { readonly codeSha: string },
): Promise<WrittenImplementation> {
  const row = await recordAttempt(db, { runId, library, number: attempt, ...written })
  await updateRunLibrary(db, { runId, library, codeSha: row.codeSha })
  return { kind: 'written', codeSha: row.codeSha }
}

async function previousOf(deps: Material, { previous }: WriteRequest) {
  if (previous === null) return null
  const review = await findReview(deps.db, previous.reviewKey)
  if (!review) throw new AppError('internal', `review ${previous.reviewKey} is not in the database`)
  const findings = review.review.findings.filter((finding) => finding.status === 'failed')
  return { code: await readText(deps, previous.codeSha), findings }
}

async function improvementOf(deps: Material, { improvement }: WriteRequest) {
  if (improvement === undefined) return {}
  const code = await readText(deps, improvement.codeSha)
  return { improvement: { code, request: improvement.request } }
}
