import type { Author } from '../ai/author.ts'
import { findAttempt, finishAttempt, recordAttempt, updateRunLibrary } from '../db/queries/run.ts'
import { findReview } from '../db/queries/review.ts'
import type { ReviewRow } from '../db/queries/review.ts'
import { AppError } from '../domain/errors.ts'
import { sampleHeader } from '../domain/plot/sample-header.ts'
import { parseTable } from '../sandbox/data-table.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import type {
  AiActivities,
  AttemptRef,
  ReviewRequest,
  WrittenImplementation,
} from '../temporal/contracts/plot.ts'
import { concludeAttempt, judgesOf } from './conclusion.ts'
import { translated } from './failures.ts'
import { readSpec, readText, store } from './material.ts'
import { measureAttempt, reviewedOf } from './review.ts'
import type { ReviewDeps } from './review.ts'

/** What writing and judging needs. */
export interface AiDeps extends ReviewDeps {
  readonly author: Author
  /** families whose models can be asked for an opinion */
  readonly reviewers: readonly ModelFamily[]
}

type WriteRequest = Parameters<AiActivities['writeImplementation']>[0]

/** The activities of queue `ai-offline`: the deterministic author and the measuring reviewers. */
export function createAiActivities(deps: AiDeps): AiActivities {
  return {
    writeImplementation: (request) => translated(() => writeAttempt(deps, request)),
    reviewImplementation: (request) =>
      translated(async () => {
        const { runId, library } = request
        await updateRunLibrary(deps.db, { runId, library, stage: 'reviewing' })
        const measured = await measureAttempt(deps, request)
        const judges = judgesOf(measured, deps.reviewers, await authorFamilyOf(deps, request))
        if (judges === undefined) return finished(deps, request, measured)
        return { ...reviewedOf(measured), judges }
      }),
    concludeReview: (request) =>
      translated(async () => {
        const authorFamily = await authorFamilyOf(deps, request)
        return finished(deps, request, await concludeAttempt(deps.db, request, authorFamily))
      }),
  }
}

/** Records how an attempt's review ended. */
async function finished(deps: AiDeps, request: ReviewRequest, row: ReviewRow) {
  const { runId, library, attempt, renders } = request
  const { key: reviewKey, score, verdict } = row
  const { picturePython } = renders
  const number = attempt
  await finishAttempt(deps.db, { runId, library, number, reviewKey, score, verdict, picturePython })
  await updateRunLibrary(deps.db, { runId, library, score, reviewKey })
  return reviewedOf(row)
}

async function authorFamilyOf(deps: AiDeps, { runId, library, attempt }: AttemptRef) {
  const row = await findAttempt(deps.db, { runId, library, number: attempt })
  return row?.authorFamily ?? null
}

async function writeAttempt(deps: AiDeps, request: WriteRequest): Promise<WrittenImplementation> {
  const { runId, library, attempt } = request
  await updateRunLibrary(deps.db, { runId, library, stage: 'authoring', attempt })
  const stored = await findAttempt(deps.db, { runId, library, number: attempt })
  if (stored) return { kind: 'written', codeSha: stored.codeSha }
  if (request.givenSha !== null)
    return recorded(deps, request, { codeSha: request.givenSha, author: 'given' })
  const spec = await readSpec(deps, request)
  const authored = await deps.author.write({
    spec,
    library,
    sample: sampleHeader(parseTable(await readText(deps, request.dataSha), spec)),
    previous: await previousOf(deps, request),
  })
  if (authored.kind === 'not_expressible') return authored
  const code = await deps.linter.format(authored.code)
  const codeSha = await store(deps, 'code', new TextEncoder().encode(code))
  if (codeSha === request.previous?.codeSha) return { kind: 'unchanged', codeSha }
  return recorded(deps, request, { codeSha, author: `${deps.author.name} ${deps.author.version}` })
}

async function recorded(
  deps: AiDeps,
  { runId, library, attempt }: AttemptRef,
  written: { readonly codeSha: string; readonly author: string },
): Promise<WrittenImplementation> {
  const row = await recordAttempt(deps.db, { runId, library, number: attempt, ...written })
  await updateRunLibrary(deps.db, { runId, library, codeSha: row.codeSha })
  return { kind: 'written', codeSha: row.codeSha }
}

async function previousOf(deps: AiDeps, { previous }: WriteRequest) {
  if (previous === null) return null
  const review = await findReview(deps.db, previous.reviewKey)
  if (!review) throw new AppError('internal', `review ${previous.reviewKey} is not in the database`)
  const findings = review.review.findings.filter((finding) => finding.status === 'failed')
  return { code: await readText(deps, previous.codeSha), findings }
}
