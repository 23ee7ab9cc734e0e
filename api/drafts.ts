import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'

import { findDraft } from '../db/queries/draft.ts'
import { AppError } from '../domain/errors.ts'
import { DraftView, NewDraft } from '../domain/plot/draft-view.schema.ts'
import type { RunStatus } from '../domain/run/run.schema.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { requestDraft } from './draft-start.ts'
import { onValidated } from './errors.ts'
import { problems } from './problem.ts'
import { json } from './respond.ts'
import { existing } from './verdict.ts'

const Location = z.object({ Location: z.string() })

const start = createRoute({
  method: 'post',
  path: '/v1/drafts',
  summary: 'Draft the spec of a new plot from an idea',
  description:
    'Nothing is written to the catalogue: `POST /v1/runs` with the digest of the draft does that. The same request ' +
    'while a draft is being made, or after a run was started with it, gives that draft (200).',
  request: {
    headers: z.object({ 'idempotency-key': z.string().max(200).optional() }),
    body: { required: true, content: { 'application/json': { schema: NewDraft } } },
  },
  responses: {
    200: json(DraftView, 'The draft of the same request'),
    202: { ...json(DraftView, 'The draft is being made'), headers: Location },
    ...problems(404, 409, 413, 415, 422),
  },
})

const show = createRoute({
  method: 'get',
  path: '/v1/drafts/{id}',
  summary: 'Read a draft',
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: json(DraftView, 'The draft, as far as it is'), ...problems(404, 422) },
})

/** Routes under `/v1/drafts`. */
export function draftRoutes(deps: ApiDeps) {
  return new OpenAPIHono<ApiEnv>({ defaultHook: onValidated })
    .openapi(start, async (c) => {
      const { id, joined } = await requestDraft(deps, c.req.valid('json'), c.get('principal'))
      c.header('Location', `/v1/drafts/${id}`)
      const draft = await viewOf(deps, id)
      return joined ? c.json(draft, 200) : c.json(draft, 202)
    })
    .openapi(show, async (c) => c.json(await viewOf(deps, c.req.valid('param').id), 200))
}

const STATES: Readonly<Record<RunStatus, DraftView['state']>> = {
  queued: 'drafting',
  running: 'drafting',
  approved: 'drafted',
  needs_person: 'drafted',
  failed: 'failed',
  cancelled: 'cancelled',
}

async function viewOf({ db, storage }: ApiDeps, runId: string): Promise<DraftView> {
  const { id, plotId, kind, status, message, costMicroUsd, createdAt, finishedAt } = await existing(db, runId)
  if (kind !== 'draft') throw new AppError('not_found', `run ${id} drafts nothing: see /v1/runs/${id}`)
  const draft = STATES[status] === 'drafted' ? await findDraft(db, id) : null
  return {
    id,
    plotId,
    state: STATES[status],
    message,
    sha256: draft?.sha256 ?? null,
    spec: draft && new TextDecoder().decode(await storage.get(draft.sha256)),
    author: draft?.author ?? null,
    notes: [...(draft?.notes ?? [])],
    costMicroUsd,
    createdAt,
    finishedAt,
  }
}
