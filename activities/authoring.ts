import type { AuthorRequest } from '../ai/author.ts'
import { findReview } from '../db/queries/review.ts'
import { findAttempt, listCodes, recordAttempt } from '../db/queries/attempt.ts'
import { updateRunLibrary } from '../db/queries/run.ts'
import { AppError } from '../domain/errors.ts'
import { COMMON_FILE, withFile } from '../domain/plot/matrix.ts'
import type { Manifest } from '../domain/plot/matrix.ts'
import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import { sampleHeader } from '../domain/plot/sample-header.ts'
import { findingsOfTheirOwn, pythonsOfTheirOwn } from '../domain/plot/variant.ts'
import type { Tried } from '../domain/plot/variant.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import { parseTable } from '../sandbox/data-table.ts'
import type { Linter } from '../sandbox/lint.ts'
import type { AttemptRef, WriteRequest, WrittenImplementation } from '../temporal/contracts/plot.ts'
import { fileFor, manifestOf, named, readFiles, storeManifest } from './code.ts'
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

/**
 * What an author may read: no value of the sample is in it.
 * @param isUnmended the file before was given back as it was, when it was to be mended for all Pythons
 */
export async function authorRequestOf(
  deps: Material,
  request: WriteRequest,
  { isUnmended = false } = {},
): Promise<AuthorRequest> {
  const spec = await readSpec(deps, request)
  return {
    spec,
    library: request.library,
    sample: sampleHeader(parseTable(await readText(deps, request.dataSha), spec)),
    ...(await repairOf(deps, request, isUnmended)),
    ...(await improvementOf(deps, request)),
  }
}

/**
 * Formats, stores and records an author's file, unless this run has tried the same before. A file for some Pythons
 * is kept together with those it was written beside.
 */
export async function keepWritten(
  deps: AuthoringDeps,
  request: WriteRequest,
  { code, pythons, ...by }: Written & { readonly code: string; readonly pythons: readonly PythonVersion[] },
): Promise<WrittenImplementation> {
  const sha = await store(deps, 'code', new TextEncoder().encode(await deps.linter.format(code)))
  const before = request.previous === null ? {} : await manifestOf(deps, request.previous.codeSha)
  const files = withFile(before, { sha, pythons })
  const codeSha = await storeManifest(deps, files)
  const tried = await listCodes(deps.db, request)
  if (tried.includes(codeSha)) return { kind: 'unchanged', codeSha }
  return recorded(deps, request, { codeSha, ...(codeSha !== sha && { files }), ...by })
}

/** Records whose code an attempt is about. */
export async function recorded(
  { db }: Material,
  { runId, library, attempt }: AttemptRef,
  written: Written & { readonly codeSha: string; readonly files?: Manifest },
): Promise<WrittenImplementation> {
  const row = await recordAttempt(db, { runId, library, number: attempt, ...written })
  await updateRunLibrary(db, { runId, library, codeSha: row.codeSha })
  return { kind: 'written', codeSha: row.codeSha }
}

/** What is to be mended, and for which Pythons. */
async function repairOf(
  deps: Material,
  { runId, library, attempt, previous }: WriteRequest,
  isUnmended: boolean,
): Promise<Pick<AuthorRequest, 'previous' | 'variant'>> {
  if (previous === null) return { previous, variant: null }
  const files = await readFiles(deps, previous.codeSha)
  const last = { files: files.map(({ name }) => name), review: await reviewOf(deps, previous) }
  const earlier = await findAttempt(deps.db, { runId, library, number: attempt - 2 })
  const before = earlier && (await triedOf(deps, earlier))
  const pythons = pythonsOfTheirOwn(last, isUnmended ? last : before)
  const findings = last.review.findings.filter((finding) => finding.status === 'failed')
  const { text: common } = named(files, COMMON_FILE)
  const [lowest] = pythons
  if (lowest === undefined) return { previous: { code: common, findings }, variant: null }
  const own = { code: fileFor(files, lowest).text, findings: findingsOfTheirOwn(findings, pythons) }
  return { previous: own, variant: { pythons, common } }
}

async function triedOf(
  deps: Material,
  { codeSha, reviewKey }: { readonly codeSha: string; readonly reviewKey: string | null },
): Promise<Tried> {
  return {
    files: Object.keys(await manifestOf(deps, codeSha)),
    review: await reviewOf(deps, { reviewKey }),
  }
}

async function reviewOf({ db }: Material, { reviewKey }: { readonly reviewKey: string | null }) {
  const row = reviewKey === null ? null : await findReview(db, reviewKey)
  if (!row) throw new AppError('internal', `review ${reviewKey} is not in the database`)
  return row.review
}

async function improvementOf(deps: Material, { improvement }: WriteRequest) {
  if (improvement === undefined) return {}
  const code = await readText(deps, improvement.codeSha)
  return { improvement: { code, request: improvement.request } }
}
