import {
  CancellationScope,
  defineQuery,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow'

import type { ModelFamily } from '../domain/review/family.schema.ts'
import type {
  AiActivities,
  AttemptRef,
  AuthoredByModel,
  LibraryOutcome,
  LibraryRunInput,
  LiveProgress,
  ModelActivities,
  PlotActivities,
  ReviewedImplementation,
  ReviewRequest,
  SandboxActivities,
  WriteRequest,
  WrittenImplementation,
} from '../temporal/contracts/plot.ts'
import { PROGRESS_QUERY } from '../temporal/messages.ts'
import {
  AI_PROFILE,
  CATALOGUE_PROFILE,
  DATABASE_PROFILE,
  MODEL_PROFILE,
  SANDBOX_PROFILE,
} from '../temporal/profiles.ts'
import { QUEUES } from '../temporal/queues.ts'
import { orOutage, rootMessage } from './failure.ts'
import { askPanel } from './panel.ts'
import { startTagging } from './start-tagging.ts'

const { writeImplementation, writeInstead, reviewImplementation, concludeReview } =
  proxyActivities<AiActivities>(AI_PROFILE)
const { renderImplementation } = proxyActivities<SandboxActivities>(SANDBOX_PROFILE)
const { publishImplementation, keepCandidate } = proxyActivities<PlotActivities>(CATALOGUE_PROFILE)
const { endLibrary } = proxyLocalActivities<PlotActivities>(DATABASE_PROFILE)

type Live = {
  -readonly [Key in keyof LiveProgress['libraries'][number]]: LiveProgress['libraries'][number][Key]
}

/** An attempt that was reviewed: what a repair starts from, and the best of them what a person would decide on. */
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
  let best: Reviewed | null = null
  for (let attempt = 1; attempt <= input.repairsMax + 1; attempt += 1) {
    live.attempt = attempt
    const next = await attemptOnce(input, live, last)
    if (next.kind === 'not_expressible')
      return ended(input, live, { status: 'not_expressible', message: next.reason })
    if (next.kind === 'unchanged')
      return forPerson(input, live, { best, message: `the repair changed nothing: ${reasonOf(last)}` })
    last = next.reviewed
    best = better(best, last)
    live.score = last.review.score
    if (last.review.verdict === 'approve') return approved(input, live, last)
    if (last.review.verdict === 'person') break
  }
  return forPerson(input, live, { best, message: reasonOf(best) })
}

/** The one with the higher score; of equals the later one. */
function better(best: Reviewed | null, last: Reviewed): Reviewed {
  return best !== null && best.review.score > last.review.score ? best : last
}

type Attempted =
  | { readonly kind: 'reviewed'; readonly reviewed: Reviewed }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'not_expressible'; readonly reason: string }

async function attemptOnce(input: LibraryRunInput, live: Live, last: Reviewed | null): Promise<Attempted> {
  const ref = attemptRef(input, live.attempt)
  live.stage = 'authoring'
  const previous = last && { codeSha: last.codeSha, reviewKey: last.review.reviewKey }
  const { pythons } = input
  const request = { ...ref, pythons, previous, ...improvementOf(input) }
  const written = await write(request, input.implementationSha)
  if (written.kind === 'not_expressible') return written
  if (written.kind === 'unchanged') return { kind: 'unchanged' }
  live.stage = 'rendering'
  const renders = await renderImplementation({ ...ref, codeSha: written.codeSha, pythons })
  live.stage = 'reviewing'
  const review = await reviewed({ ...ref, codeSha: written.codeSha, renders })
  return { kind: 'reviewed', reviewed: { codeSha: written.codeSha, review } }
}

/** The published code that this run is to improve, if it is. */
function improvementOf({ improvement, library }: LibraryRunInput): Pick<WriteRequest, 'improvement'> {
  const published = improvement?.published[library]
  if (!improvement || !published) return {}
  return { improvement: { codeSha: published.codeSha, request: improvement.request } }
}

/** Writes with a model where one is to; the deterministic author steps in, visibly, when it cannot. */
async function write(request: WriteRequest, givenSha: string | null): Promise<WrittenImplementation> {
  const written = await writeImplementation({ ...request, givenSha })
  if (written.kind !== 'by_model') return written
  const { family } = written
  const said = await askFamily(family, { ...request, family })
  return said.kind === 'abstained' ? writeInstead({ ...request, family, reason: said.reason }) : said
}

async function askFamily(
  family: ModelFamily,
  request: Parameters<ModelActivities['askAuthor']>[0],
): Promise<AuthoredByModel> {
  const { askAuthor } = proxyActivities<ModelActivities>({ ...MODEL_PROFILE, taskQueue: QUEUES[family] })
  return orOutage(askAuthor(request))
}

async function reviewed(request: ReviewRequest): Promise<ReviewedImplementation> {
  const { judges, ...measured } = await reviewImplementation(request)
  if (judges === undefined) return measured
  const { reviewKey: measuredKey } = measured
  return concludeReview({ ...request, measuredKey, opinions: await askPanel(request, measuredKey, judges) })
}

async function approved(input: LibraryRunInput, live: Live, last: Reviewed): Promise<LibraryOutcome> {
  const found = {
    status: 'approved',
    codeSha: last.codeSha,
    reviewKey: last.review.reviewKey,
    message: null,
  } as const
  if (!input.publish) return ended(input, live, { ...found, message: 'approved, not published as asked' })
  const published = input.improvement?.published[input.library]
  if (published && published.score > last.review.score)
    return forPerson(input, live, { best: last, message: worseThan(published.score, last.review.score) })
  live.stage = 'publishing'
  const publication = publicationOf(input, last)
  const done = await publishImplementation(publication)
  await startTagging(publication)
  return ended(input, live, { ...found, version: done.version, published: done.changed })
}

function worseThan(published: number, score: number): string {
  return `it scores ${score}, what is published ${published}: compare them`
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
  { best, message }: { readonly best: Reviewed | null; readonly message: string },
): Promise<LibraryOutcome> {
  if (best && input.publish) await keepCandidate(publicationOf(input, best))
  return ended(input, live, {
    status: 'needs_person',
    codeSha: best?.codeSha ?? null,
    reviewKey: best?.review.reviewKey ?? null,
    score: best?.review.score ?? null,
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
