import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'

import { listAttempts } from '../db/queries/attempt.ts'
import { listRuns } from '../db/queries/run.ts'
import type { StoredRun } from '../db/queries/run.ts'
import { PlotId } from '../domain/plot/plot.schema.ts'
import {
  NewVerdict,
  RunAttempts,
  RunDetail,
  RunPage,
  RunView,
  StartedRun,
} from '../domain/run/run-view.schema.ts'
import type { RunLive } from '../domain/run/run-view.schema.ts'
import { FINAL_STATUSES, NewPlotRun, RunStatus } from '../domain/run/run.schema.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { onValidated } from './errors.ts'
import { problems } from './problem.ts'
import { json } from './respond.ts'
import { cancelRun } from './run-cancel.ts'
import { requestPlotRun } from './run-start.ts'
import { approve, existing, reject } from './verdict.ts'

const RunId = z.object({ id: z.uuid() })
const RunRequest = NewPlotRun.extend({
  // Any text: an id that cannot exist gets the same answer, with near matches, as one that does not.
  plotId: z.string().min(1).max(100),
}).meta({ id: 'RunRequest' })
const RunCursor = z.object({ createdAt: z.iso.datetime(), id: z.uuid() })
const Location = z.object({ Location: z.string() })
const IdempotencyKey = z.object({ 'idempotency-key': z.string().max(200).optional() })

const start = createRoute({
  method: 'post',
  path: '/v1/runs',
  summary: 'Start a run of the plot pipeline',
  description:
    'The same inputs while a run of this plot is open give that run (200, `joined`); other inputs are refused ' +
    'with 409. While Temporal is away the run stays `queued` and starts by itself later.',
  request: {
    headers: IdempotencyKey,
    body: { required: true, content: { 'application/json': { schema: RunRequest } } },
  },
  responses: {
    200: json(StartedRun, 'The same run is open already'),
    202: { ...json(StartedRun, 'The run was written and starts'), headers: Location },
    ...problems(404, 409, 413, 415, 422),
  },
})

const list = createRoute({
  method: 'get',
  path: '/v1/runs',
  summary: 'List runs, newest first',
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(500).optional(),
      plotId: PlotId.optional(),
      status: RunStatus.optional(),
    }),
  },
  responses: { 200: json(RunPage, 'A page of runs'), ...problems(422) },
})

const show = createRoute({
  method: 'get',
  path: '/v1/runs/{id}',
  summary: 'Show a run with its live state',
  request: { params: RunId, headers: z.object({ 'if-none-match': z.string().optional() }) },
  responses: {
    200: json(RunDetail, 'The run'),
    304: { description: 'Unchanged since the given ETag' },
    ...problems(404, 422),
  },
})

const attempts = createRoute({
  method: 'get',
  path: '/v1/runs/{id}/attempts',
  summary: 'List the attempts of a run with what their reviews refused',
  request: { params: RunId },
  responses: { 200: json(RunAttempts, 'All attempts'), ...problems(404, 422) },
})

const cancel = createRoute({
  method: 'post',
  path: '/v1/runs/{id}/cancel',
  summary: 'Cancel an open run',
  request: { params: RunId, headers: IdempotencyKey },
  responses: { 202: json(RunView, 'The run ends as soon as it can'), ...problems(404, 409, 413, 415, 422) },
})

const verdict = { required: true, content: { 'application/json': { schema: NewVerdict } } } as const

const approveRun = createRoute({
  method: 'post',
  path: '/v1/runs/{id}/approve',
  summary: 'Publish exactly the code that waits for a verdict',
  request: { params: RunId, headers: IdempotencyKey, body: verdict },
  responses: {
    200: json(StartedRun, 'It was approved before: the run that publishes it'),
    202: { ...json(StartedRun, 'The run that publishes it'), headers: Location },
    ...problems(404, 409, 413, 415, 422),
  },
})

const rejectRun = createRoute({
  method: 'post',
  path: '/v1/runs/{id}/reject',
  summary: 'Refuse the code that waits for a verdict',
  request: { params: RunId, headers: IdempotencyKey, body: verdict },
  responses: { 200: json(RunView, 'The run with the verdict'), ...problems(404, 409, 413, 415, 422) },
})

/** Routes under `/v1/runs`. */
export function runRoutes(deps: ApiDeps) {
  const { db } = deps
  return new OpenAPIHono<ApiEnv>({ defaultHook: onValidated })
    .openapi(start, async (c) => {
      const { id, joined } = await requestPlotRun(deps, c.req.valid('json'), c.get('principal'))
      const run = { ...viewOf(await existing(db, id)), joined }
      c.header('Location', `/v1/runs/${id}`)
      return joined ? c.json(run, 200) : c.json(run, 202)
    })
    .openapi(list, async (c) => {
      const { limit, cursor, ...filter } = c.req.valid('query')
      const after = cursor === undefined ? null : decodeCursor(cursor, RunCursor, filter)
      const page = await listRuns(db, { limit, cursor: after, ...filter })
      const next = page.nextCursor && encodeCursor({ ...page.nextCursor }, filter)
      return c.json({ items: page.items.map(viewOf), nextCursor: next }, 200)
    })
    .openapi(show, async (c) => {
      const run = await existing(db, c.req.valid('param').id)
      const live = FINAL_STATUSES.includes(run.status) ? null : await liveOf(deps, run)
      const tag = etagOf(run, live)
      c.header('ETag', tag)
      c.header('Cache-Control', 'no-cache')
      if (c.req.valid('header')['if-none-match'] === tag) return c.body(null, 304)
      return c.json({ ...viewOf(run), live }, 200)
    })
    .openapi(attempts, async (c) => {
      const { id } = await existing(db, c.req.valid('param').id)
      return c.json({ items: [...(await listAttempts(db, id))] }, 200)
    })
    .openapi(cancel, async (c) => {
      const run = await cancelRun(deps, c.req.valid('param').id, c.get('principal'))
      return c.json(viewOf(run), 202)
    })
    .openapi(approveRun, async (c) => {
      const decision = {
        ...c.req.valid('json'),
        runId: c.req.valid('param').id,
        principal: c.get('principal'),
      }
      const { id, joined } = await approve(deps, decision)
      const run = { ...viewOf(await existing(db, id)), joined }
      c.header('Location', `/v1/runs/${id}`)
      return joined ? c.json(run, 200) : c.json(run, 202)
    })
    .openapi(rejectRun, async (c) => {
      const decision = {
        ...c.req.valid('json'),
        runId: c.req.valid('param').id,
        principal: c.get('principal'),
      }
      return c.json(viewOf(await reject(deps, decision)), 200)
    })
}

async function liveOf({ temporal }: ApiDeps, { plotId, id }: StoredRun): Promise<RunLive | null> {
  const progress = await temporal.queryProgress({ plotId, runId: id })
  return progress && { libraries: progress.libraries.map((library) => ({ ...library })) }
}

/** Weak: the row's version, and of an open run also what its Workflow says. */
function etagOf(run: StoredRun, live: RunLive | null): string {
  const state = live === null ? '' : `-${sha256(canonicalJson(live)).slice(0, 8)}`
  return `W/"${run.id.slice(-8)}-${run.version}${state}"`
}

/** What clients see of a row: not the input of its Workflow. */
export function viewOf({ requestKey: _key, input: _input, ...view }: StoredRun): RunView {
  return view
}
