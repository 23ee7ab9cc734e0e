import type { Author } from '../ai/author.ts'
import { findAttempt, finishAttempt } from '../db/queries/attempt.ts'
import { updateRunLibrary } from '../db/queries/run.ts'
import type { ReviewRow } from '../db/queries/review.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import type {
  AiActivities,
  AttemptRef,
  ReviewRequest,
  WriteRequest,
  WrittenImplementation,
} from '../temporal/contracts/plot.ts'
import { authorRequestOf, keepWritten, recorded, writtenBefore } from './authoring.ts'
import { concludeAttempt, familiesToAsk } from './conclusion.ts'
import { translated } from './failures.ts'
import { measureAttempt, reviewedOf } from './review.ts'
import type { ReviewDeps } from './review.ts'

/** What writing and judging needs. */
export interface AiDeps extends ReviewDeps {
  readonly author: Author
  /** the family whose model writes; null: the deterministic author does */
  readonly modelAuthor: ModelFamily | null
  /** families whose models can be asked for an opinion */
  readonly reviewers: readonly ModelFamily[]
}

const NO_REQUESTS =
  'the offline author follows no requests in words, and no model could be asked: give one a key'

/** The activities of queue `ai-offline`: the deterministic author and the measuring reviewers. */
export function createAiActivities(deps: AiDeps): AiActivities {
  return {
    writeImplementation: (request) =>
      translated(async () => {
        const before = await writtenBefore(deps, request)
        if (before !== null) return before
        const { givenSha } = request
        if (givenSha !== null)
          return recorded(deps, request, { codeSha: givenSha, author: 'given', authorFamily: null })
        if (deps.modelAuthor !== null) return { kind: 'by_model', family: deps.modelAuthor }
        return writeOffline(deps, request, authorName(deps))
      }),
    writeInstead: (request) =>
      translated(async () => {
        const { family, reason } = request
        const before = await writtenBefore(deps, request)
        return before ?? writeOffline(deps, request, `${authorName(deps)} instead of ${family} (${reason})`)
      }),
    reviewImplementation: (request) =>
      translated(async () => {
        const { runId, library } = request
        await updateRunLibrary(deps.db, { runId, library, stage: 'reviewing' })
        const measured = await measureAttempt(deps, request)
        if (deps.reviewers.length === 0) return finished(deps, request, measured)
        const judges = familiesToAsk(measured, deps.reviewers, await authorFamilyOf(deps, request))
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

/** The deterministic author writes one file for all Pythons; an attempt that asked for more says so. */
async function writeOffline(
  deps: AiDeps,
  request: WriteRequest,
  author: string,
): Promise<WrittenImplementation> {
  if (request.improvement) return { kind: 'not_expressible', reason: NO_REQUESTS }
  const asked = await authorRequestOf(deps, request)
  const authored = await deps.author.write({ ...asked, variant: null })
  if (authored.kind === 'not_expressible') return authored
  const said = asked.variant === null ? author : `${author}, one file for all Pythons`
  return keepWritten(deps, request, { code: authored.code, pythons: [], author: said, authorFamily: null })
}

function authorName({ author }: AiDeps): string {
  return `${author.name} ${author.version}`
}
