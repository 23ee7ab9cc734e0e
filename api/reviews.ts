import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'

import { findRender, findReview } from '../db/queries/review.ts'
import { AppError } from '../domain/errors.ts'
import { Library, PlotId } from '../domain/plot/plot.schema.ts'
import {
  ClaimedReview,
  NewClaim,
  QueueVerdict,
  ReleasedClaim,
  ReviewQueuePage,
  ReviewView,
} from '../domain/run/review-queue.schema.ts'
import type { QueuedReview } from '../domain/run/review-queue.schema.ts'
import { StartedRun } from '../domain/run/run-view.schema.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { onValidated } from './errors.ts'
import { problems } from './problem.ts'
import { json } from './respond.ts'
import { claimedPlace, claimReview, releaseReview, waitingReviews } from './review-queue.ts'
import { viewOf } from './runs.ts'
import { approve, existing, reject } from './verdict.ts'

const ReviewCursor = z.object({ runId: z.uuid(), library: z.string() })
const IdempotencyKey = z.object({ 'idempotency-key': z.string().max(200).optional() })

const list = createRoute({
  method: 'get',
  path: '/v1/reviews',
  summary: 'List the reviews that wait for a person, the oldest first',
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(500).optional(),
      plotId: PlotId.optional(),
      library: Library.optional(),
      state: z.enum(['free', 'claimed']).optional(),
    }),
  },
  responses: { 200: json(ReviewQueuePage, 'A page of the queue'), ...problems(422) },
})

const show = createRoute({
  method: 'get',
  path: '/v1/reviews/{key}',
  summary: 'Show a review with its findings',
  request: { params: z.object({ key: z.string().max(100) }) },
  responses: { 200: json(ReviewView, 'The review'), ...problems(404, 422) },
})

const claim = createRoute({
  method: 'post',
  path: '/v1/reviews/queue/claim',
  summary: 'Claim a review for some time: the next one, or one that is named',
  request: { headers: IdempotencyKey, body: body(NewClaim) },
  responses: {
    200: json(ClaimedReview, 'What was claimed; null when nothing that fits is free'),
    ...problems(404, 409, 413, 415, 422),
  },
})

const release = createRoute({
  method: 'post',
  path: '/v1/reviews/queue/release',
  summary: 'Give a claim back',
  request: { headers: IdempotencyKey, body: body(ReleasedClaim) },
  responses: { 204: { description: 'Nobody has the review now' }, ...problems(404, 409, 413, 415, 422) },
})

const verdict = createRoute({
  method: 'post',
  path: '/v1/reviews/queue/verdict',
  summary: 'Decide about a review that you have claimed',
  request: { headers: IdempotencyKey, body: body(QueueVerdict) },
  responses: {
    200: json(StartedRun, 'The run that was refused, or the one that publishes what was approved before'),
    202: json(StartedRun, 'The run that publishes what was approved'),
    ...problems(404, 409, 413, 415, 422),
  },
})

/** Routes under `/v1/reviews`. */
export function reviewRoutes(deps: ApiDeps) {
  const { db } = deps
  return new OpenAPIHono<ApiEnv>({ defaultHook: onValidated })
    .openapi(list, async (c) => {
      const { limit, cursor, ...filter } = c.req.valid('query')
      const after = cursor === undefined ? null : decodeCursor(cursor, ReviewCursor, filter)
      const items = (await waitingReviews(deps, filter)).filter(
        (item) => isIn(item, filter.state) && (after === null || placeText(item) > placeText(after)),
      )
      const page = items.slice(0, limit)
      const last = items.length > limit ? page.at(-1) : undefined
      const nextCursor = last ? encodeCursor({ runId: last.runId, library: last.library }, filter) : null
      return c.json({ items: page, nextCursor }, 200)
    })
    .openapi(show, async (c) => c.json(await reviewView(deps, c.req.valid('param').key), 200))
    .openapi(claim, async (c) => {
      const item = await claimReview(deps, c.req.valid('json'), c.get('principal'))
      return c.json({ item }, 200)
    })
    .openapi(release, async (c) => {
      await releaseReview(deps, c.req.valid('json').key, c.get('principal'))
      return c.body(null, 204)
    })
    .openapi(verdict, async (c) => {
      const { key, decision, ...about } = c.req.valid('json')
      const principal = c.get('principal')
      const given = { ...(await claimedPlace(deps, key, principal)), ...about, principal }
      if (decision === 'reject') return c.json({ ...viewOf(await reject(deps, given)), joined: false }, 200)
      const { id, joined } = await approve(deps, given)
      const run = { ...viewOf(await existing(db, id)), joined }
      return joined ? c.json(run, 200) : c.json(run, 202)
    })
}

function body<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const
}

async function reviewView(deps: ApiDeps, key: string): Promise<ReviewView> {
  const row = await findReview(deps.db, key)
  if (row === null)
    throw new AppError('not_found', `there is no review ${key}; pyplots reviews list shows them`)
  const { plotId, library, specSha, codeSha, model, review, createdAt } = row
  const picture = row.pictureKey === null ? null : await findRender(deps.db, row.pictureKey)
  const [queued = null] = await waitingReviews(deps, { key })
  return {
    key,
    plotId,
    library,
    specSha,
    codeSha,
    pictureSha: picture?.pictureSha ?? null,
    model,
    review,
    createdAt: createdAt.toISOString(),
    queued,
  }
}

function isIn({ claim: held }: QueuedReview, state: 'free' | 'claimed' | undefined): boolean {
  return state === undefined || (state === 'free') === (held === null)
}

/** Run ids are in the order of time, so this text is in the order of the queue. */
function placeText({ runId, library }: Pick<QueuedReview, 'runId'> & { readonly library: string }): string {
  return `${runId} ${library}`
}
