import {
  CancellationScope,
  defineQuery,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow'

import type {
  AiActivities,
  AttemptRef,
  LibraryOutcome,
  LibraryRunInput,
  LiveProgress,
  PlotActivities,
  ReviewedImplementation,
  SandboxActivities,
} from '../temporal/contracts/plot.ts'
import { PROGRESS_QUERY } from '../temporal/messages.ts'
import { AI_PROFILE, CATALOGUE_PROFILE, DATABASE_PROFILE, SANDBOX_PROFILE } from '../temporal/profiles.ts'
import { rootMessage } from './failure.ts'

const { writeImplementation, reviewImplementation } = proxyActivities<AiActivities>(AI_PROFILE)
const { renderImplementation } = proxyActivities<SandboxActivities>(SANDBOX_PROFILE)
const { publishImplementation, keepCandidate } = proxyActivities<PlotActivities>(CATALOGUE_PROFILE)
const { endLibrary } = proxyLocalActivities<PlotActivities>(DATABASE_PROFILE)

type Live = {
  -readonly [Key in keyof LiveProgress['libraries'][number]]: LiveProgress['libraries'][number][Key]
}

/** The last attempt that was reviewed: what a repair starts from and what a person would decide on. */
interface Reviewed {
  readonly codeSha: string
  readonly review: ReviewedImplementation
}

/** Writes, runs, judges and repairs one library's implementation until it is approved or a person must decide. */
export async function libraryImplementation(input: LibraryRunInput): Promise<LibraryOutcome> {
  const live: Live = { library: input.library, stage: 'waiting', attempt: 0, status: 'running', score: null }
  setHandler(defineQuery<LiveProgress>(PROGRESS_QUERY), () => ({ runId: input.runId, libraries: [live] }))
  const outcome = await implement(input, live).catch((error: unknown) => broken(input, live, error))
  live.stage = 'done'
  live.status = outcome.status
  await CancellationScope.nonCancellable(() => endLibrary({ runId: input.runId, outcome }))
  return outcome
}

async function implement(input: LibraryRunInput, live: Live): Promise<LibraryOutcome> {
  let last: Reviewed | null = null
  for (let attempt = 1; attempt <= input.repairsMax + 1; attempt += 1) {
    live.attempt = attempt
    const next = await attemptOnce(input, live, last)
    if (next.kind === 'ended') return next.outcome
    last = next.reviewed
    live.score = last.review.score
    if (last.review.verdict === 'approve') return approved(input, live, last)
    if (last.review.verdict === 'person') break
  }
  return forPerson(input, live, { last, message: reasonOf(last) })
}

type Attempted =
  | { readonly kind: 'reviewed'; readonly reviewed: Reviewed }
  | { readonly kind: 'ended'; readonly outcome: LibraryOutcome }

async function attemptOnce(input: LibraryRunInput, live: Live, last: Reviewed | null): Promise<Attempted> {
  const ref = attemptRef(input, live.attempt)
  live.stage = 'authoring'
  const previous = last && { codeSha: last.codeSha, reviewKey: last.review.reviewKey }
  const written = await writeImplementation({ ...ref, previous, givenSha: input.implementationSha })
  if (written.kind === 'not_expressible') {
    return {
      kind: 'ended',
      outcome: ended(input, live, { status: 'not_expressible', message: written.reason }),
    }
  }
  if (written.kind === 'unchanged') {
    const message = `the repair changed nothing: ${reasonOf(last)}`
    return { kind: 'ended', outcome: await forPerson(input, live, { last, message }) }
  }
  live.stage = 'rendering'
  const renders = await renderImplementation({ ...ref, codeSha: written.codeSha, pythons: input.pythons })
  live.stage = 'reviewing'
  const review = await reviewImplementation({ ...ref, codeSha: written.codeSha, renders })
  return { kind: 'reviewed', reviewed: { codeSha: written.codeSha, review } }
}

async function approved(input: LibraryRunInput, live: Live, last: Reviewed): Promise<LibraryOutcome> {
  const found = {
    status: 'approved',
    codeSha: last.codeSha,
    reviewKey: last.review.reviewKey,
    message: null,
  } as const
  if (!input.publish) return ended(input, live, { ...found, message: 'approved, not published as asked' })
  live.stage = 'publishing'
  const done = await publishImplementation(publicationOf(input, last))
  return ended(input, live, { ...found, version: done.version, published: done.changed })
}

function publicationOf({ runId, plotId, library }: LibraryRunInput, last: Reviewed) {
  const { codeSha, review } = last
  return { runId, plotId, library, codeSha, reviewKey: review.reviewKey, decidedBy: 'rules' }
}

/** The worst finding of a review, as the reason why a person must decide. */
function reasonOf(last: Reviewed | null): string {
  return last?.review.findings[0]?.message ?? 'below the bar'
}

async function forPerson(
  input: LibraryRunInput,
  live: Live,
  { last, message }: { readonly last: Reviewed | null; readonly message: string },
): Promise<LibraryOutcome> {
  if (last && input.publish) await keepCandidate(publicationOf(input, last))
  return ended(input, live, {
    status: 'needs_person',
    codeSha: last?.codeSha ?? null,
    reviewKey: last?.review.reviewKey ?? null,
    message,
  })
}

function broken(input: LibraryRunInput, live: Live, error: unknown): LibraryOutcome {
  if (isCancellation(error)) return ended(input, live, { status: 'cancelled', message: 'cancelled' })
  return ended(input, live, { status: 'failed', message: rootMessage(error) })
}

function ended(
  input: LibraryRunInput,
  live: Live,
  how: Pick<LibraryOutcome, 'status' | 'message'> & Partial<LibraryOutcome>,
): LibraryOutcome {
  return {
    library: input.library,
    attempts: live.attempt,
    codeSha: null,
    reviewKey: null,
    score: live.score,
    version: null,
    published: false,
    ...how,
  }
}

function attemptRef(input: LibraryRunInput, attempt: number): AttemptRef {
  const { runId, plotId, library, specSha, specVersion, dataSha } = input
  return { runId, plotId, library, attempt, specSha, specVersion, dataSha }
}
