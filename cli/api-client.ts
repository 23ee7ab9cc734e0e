import * as z from 'zod'

import { Budgets } from '../domain/budget/budget.schema.ts'
import type { Library } from '../domain/plot/plot.schema.ts'
import { DraftView } from '../domain/plot/draft-view.schema.ts'
import type { NewDraft } from '../domain/plot/draft-view.schema.ts'
import { PlotDetail, PlotPage } from '../domain/plot/plot-view.schema.ts'
import { ClaimedReview, ReviewQueuePage, ReviewView } from '../domain/run/review-queue.schema.ts'
import type { NewClaim } from '../domain/run/review-queue.schema.ts'
import { RunAttempts, RunDetail, RunPage, RunView, StartedRun } from '../domain/run/run-view.schema.ts'
import type { NewVerdict } from '../domain/run/run-view.schema.ts'
import type { NewPlotRun, RunStatus } from '../domain/run/run.schema.ts'
import { SandboxStatus } from '../domain/sandbox/sandbox.schema.ts'
import { CliError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'

/** The API as the commands use it; every answer is checked against its schema. */
export interface ApiClient {
  readonly url: string
  startRun(request: NewPlotRun): Promise<StartedRun>
  listRuns(filter: RunFilter): Promise<RunPage>
  getRun(id: string): Promise<RunDetail>
  listAttempts(id: string): Promise<RunAttempts>
  cancelRun(id: string): Promise<RunView>
  approve(id: string, verdict: NewVerdict): Promise<StartedRun>
  reject(id: string, verdict: NewVerdict): Promise<RunView>
  startDraft(request: NewDraft): Promise<DraftView>
  getDraft(id: string): Promise<DraftView>
  listReviews(filter: ReviewFilter): Promise<ReviewQueuePage>
  getReview(key: string): Promise<ReviewView>
  claimReview(wanted: NewClaim): Promise<ClaimedReview>
  releaseReview(key: string): Promise<void>
  listPlots(limit: number, tag?: string): Promise<PlotPage>
  getPlot(id: string): Promise<PlotDetail>
  health(): Promise<Health>
  readiness(): Promise<Readiness>
  sandbox(): Promise<SandboxStatus>
  budgets(): Promise<Budgets>
  /** The live stream of one run; its body ends when the server stops. */
  follow(id: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

export interface RunFilter {
  readonly limit: number
  readonly plotId?: string | undefined
  readonly status?: RunStatus | undefined
}

export interface ReviewFilter {
  readonly limit: number
  readonly plotId?: string | undefined
  readonly library?: Library | undefined
}

const Health = z.object({ status: z.literal('ok'), version: z.string(), home: z.string() })
export type Health = z.infer<typeof Health>

const Check = z.object({ ok: z.boolean(), latencyMs: z.number(), message: z.string() })
const Readiness = z.object({ status: z.enum(['ready', 'not_ready']), checks: z.record(z.string(), Check) })
export type Readiness = z.infer<typeof Readiness>

const Problem = z.object({
  detail: z.string(),
  requestId: z.string(),
  runId: z.string().optional(),
  errors: z.array(
    z.object({ in: z.string(), path: z.string(), message: z.string(), fix: z.string().optional() }),
  ),
})
type Problem = z.infer<typeof Problem>

/** Parts of a request: a fault in one of them is a fault of the command line. */
const REQUEST_PARTS: readonly string[] = ['path', 'query', 'body', 'header']

interface Sent {
  readonly method?: 'POST'
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** A client of the API at `url`. @throws CliError from each call, with the exit code that fits */
export function createApiClient({
  url,
  token,
}: {
  readonly url: string
  readonly token: string | null
}): ApiClient {
  const send = (path: string, sent: Sent = {}) => request({ url, token }, path, sent)
  const json = async <Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    sent?: Sent,
  ): Promise<z.infer<Schema>> => parse(schema, path, await okay(await send(path, sent)))
  const post = <Schema extends z.ZodType>(schema: Schema, path: string, body?: unknown) =>
    json(schema, path, { method: 'POST', body })
  const run = (id: string) => `/v1/runs/${encodeURIComponent(id)}`
  return {
    url,
    startRun: (body) => post(StartedRun, '/v1/runs', body),
    listRuns: (filter) => json(RunPage, `/v1/runs?${query(filter)}`),
    getRun: (id) => json(RunDetail, run(id)),
    listAttempts: (id) => json(RunAttempts, `${run(id)}/attempts`),
    cancelRun: (id) => post(RunView, `${run(id)}/cancel`),
    approve: (id, verdict) => post(StartedRun, `${run(id)}/approve`, verdict),
    reject: (id, verdict) => post(RunView, `${run(id)}/reject`, verdict),
    startDraft: (body) => post(DraftView, '/v1/drafts', body),
    getDraft: (id) => json(DraftView, `/v1/drafts/${encodeURIComponent(id)}`),
    listReviews: (filter) => json(ReviewQueuePage, `/v1/reviews?${query(filter)}`),
    getReview: (key) => json(ReviewView, `/v1/reviews/${encodeURIComponent(key)}`),
    claimReview: (wanted) => post(ClaimedReview, '/v1/reviews/queue/claim', wanted),
    async releaseReview(key) {
      await okay(await send('/v1/reviews/queue/release', { method: 'POST', body: { key } }))
    },
    listPlots: (limit, tag) =>
      json(PlotPage, `/v1/plots?limit=${limit}${tag === undefined ? '' : `&tag=${encodeURIComponent(tag)}`}`),
    getPlot: (id) => json(PlotDetail, `/v1/plots/${encodeURIComponent(id)}`),
    health: () => json(Health, '/healthz'),
    readiness: async () => parse(Readiness, '/readyz', await send('/readyz')),
    sandbox: () => json(SandboxStatus, '/v1/sandbox'),
    budgets: () => json(Budgets, '/v1/budgets'),
    async follow(id, signal) {
      const response = await okay(await send(`/v1/events?topics=run:${encodeURIComponent(id)}`, { signal }))
      if (response.body === null) throw new CliError(EXIT.failed, 'the live stream has no body')
      return response.body
    },
  }
}

async function request(
  { url, token }: { readonly url: string; readonly token: string | null },
  path: string,
  { method, body, signal }: Sent,
): Promise<Response> {
  const headers = {
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  }
  try {
    return await fetch(new URL(path, url), {
      headers,
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (cause) {
    throw new CliError(EXIT.unreachable, `no engine answers at ${url}`, {
      cause,
      next: 'Start one with `make serve`, or name another one with PYPLOTS_URL.',
    })
  }
}

async function okay(response: Response): Promise<Response> {
  if (response.ok) return response
  const problem = Problem.safeParse(await response.json().catch(() => null))
  if (!problem.success) {
    throw new CliError(EXIT.failed, `${response.url} answered ${response.status}: is it a pyplots engine?`)
  }
  throw new CliError(exitCodeOf(response.status, problem.data), problem.data.detail, {
    faults: problem.data.errors,
    next: nextStep(response.status, problem.data),
    isPassing: response.status === 503,
  })
}

function exitCodeOf(status: number, problem: Problem): ExitCode {
  if (status === 401 || status === 403) return EXIT.refused
  if (status === 404) return EXIT.notFound
  if (status === 409) return EXIT.conflict
  const isUsage =
    problem.errors.length > 0 && problem.errors.every((error) => REQUEST_PARTS.includes(error.in))
  return status === 422 && isUsage ? EXIT.usage : EXIT.failed
}

function nextStep(status: number, problem: Problem): string | null {
  if (problem.runId !== undefined) return `Watch it with: pyplots runs watch ${problem.runId}`
  if (status === 401) return 'Set PYPLOTS_TOKEN to a token of this engine.'
  if (status >= 500) return `\`pyplots status\` shows which part is away (request ${problem.requestId}).`
  return null
}

async function parse<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  response: Response,
): Promise<z.infer<Schema>> {
  const parsed = schema.safeParse(await response.json().catch(() => null))
  if (parsed.success) return parsed.data
  throw new CliError(EXIT.failed, `the answer to ${path} is not what this version of pyplots knows`, {
    next: 'Use the pyplots command of the same checkout as the engine.',
    cause: parsed.error,
  })
}

function query(filter: RunFilter | ReviewFilter): string {
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined)
  return new URLSearchParams(entries.map(([key, value]): [string, string] => [key, String(value)])).toString()
}
