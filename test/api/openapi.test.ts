import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'

import { projectRoot } from '../../config.ts'
import { endRun, openRuns } from '../../db/queries/run.ts'
import { ProblemDocument } from '../../api/problem.ts'
import { Library, PythonVersion } from '../../domain/plot/plot.schema.ts'
import { startDaemon } from '../sandbox/daemon.ts'
import type { Daemon } from '../sandbox/daemon.ts'
import { useApi } from '../support/api.ts'
import type { TestApi } from '../support/api.ts'

const parts = useApi()
const packageFile = readFileSync(join(projectRoot(), 'package.json'), 'utf8')
const { version } = z.object({ version: z.string() }).parse(JSON.parse(packageFile))

const Document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) })),
  ),
})

let api: TestApi
let daemon: Daemon

beforeAll(async () => {
  daemon = await startDaemon()
  api = await parts.open({ version, sandbox: daemon.sandbox })
})
afterAll(() => daemon.stop())

describe('/openapi.json', () => {
  it('is what api/openapi.json holds; `vitest -u` writes the file', async () => {
    const text = `${JSON.stringify(await (await api.send('/openapi.json')).json(), null, 2)}\n`
    await expect(text).toMatchFileSnapshot(join(projectRoot(), 'api', 'openapi.json'))
  })

  it('describes every route with its errors', async () => {
    const { paths } = Document.parse(await (await api.send('/openapi.json')).json())
    expect(Object.keys(paths).sort()).toEqual([
      '/healthz',
      '/readyz',
      '/v1/budgets',
      '/v1/drafts',
      '/v1/drafts/{id}',
      '/v1/events',
      '/v1/plots',
      '/v1/plots/{id}',
      '/v1/plots/{id}/image/{picture}',
      '/v1/plots/{id}/implementations/{library}',
      '/v1/plots/{id}/spec',
      '/v1/reviews',
      '/v1/reviews/queue/claim',
      '/v1/reviews/queue/release',
      '/v1/reviews/queue/verdict',
      '/v1/reviews/{key}',
      '/v1/runs',
      '/v1/runs/{id}',
      '/v1/runs/{id}/approve',
      '/v1/runs/{id}/artifacts/{sha256}',
      '/v1/runs/{id}/attempts',
      '/v1/runs/{id}/calls',
      '/v1/runs/{id}/cancel',
      '/v1/runs/{id}/reject',
      '/v1/sandbox',
    ])
    for (const operations of Object.values(paths)) {
      for (const { responses } of Object.values(operations)) expect(Object.keys(responses)).toContain('500')
    }
  })
})

describe('any request', () => {
  it('gets a documented answer and never makes the engine fail', async () => {
    const document = Document.parse(await (await api.send('/openapi.json')).json())
    await fc.assert(
      fc.asyncProperty(anyRequest(), async (request) => {
        const { template, path, method, body, headers } = request
        const response = await api.send(path, {
          method,
          headers,
          ...(body === undefined ? {} : { body }),
          signal: AbortSignal.timeout(20_000),
        })
        const documented = document.paths[template]?.[method.toLowerCase()]?.responses ?? {}
        expect(Object.keys(documented)).toContain(String(response.status))
        expect(response.status).toBeLessThan(500)
        const status = response.status < 400 ? response.status : await problemStatus(response)
        expect(status).toBe(response.status)
        if (response.status < 400) await response.body?.cancel()
        for (const run of await openRuns(api.db))
          await endRun(api.db, { id: run.id, status: 'failed', message: null })
      }),
      { numRuns: 600 },
    )
  })

  it('of any path and method stays below 500', async () => {
    const methods = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD')
    const segment = fc.oneof(
      fc.webSegment(),
      fc.constantFrom('v1', 'runs', 'plots', 'events', '..', '%00', '%ff', '%2e'),
    )
    await fc.assert(
      fc.asyncProperty(methods, fc.array(segment, { maxLength: 6 }), async (method, segments) => {
        const response = await api.send(`/${segments.join('/')}`, { method })
        expect(response.status).toBeLessThan(500)
        await response.body?.cancel()
      }),
      { numRuns: 600 },
    )
  })
})

/** The status that a problem document states, or what is wrong with the document. */
async function problemStatus(response: Response): Promise<number | string> {
  const type = response.headers.get('Content-Type')
  if (type !== 'application/problem+json') return `Content-Type ${type}`
  return ProblemDocument.parse(await response.json()).status
}

interface AnyRequest {
  readonly template: string
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly headers: Record<string, string>
  readonly body: string | undefined
}

/** Requests to documented routes: mostly meaningful, with noise in every place. */
function anyRequest(): fc.Arbitrary<AnyRequest> {
  const noise = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).map(encodeURIComponentSafe)
  const runId = fc.oneof(fc.uuid(), fc.constant('01a0c0de-0000-7000-8000-000000000000'), noise)
  const plotId = fc.oneof(fc.constantFrom('scatter-basic', 'line-basic', 'no-such', 'Scatter%20Basic'), noise)
  const library = fc.oneof(fc.constantFrom(...Library.options), noise)
  const sha = fc.oneof(fc.constant('a'.repeat(64)), noise)
  const query = fc.oneof(
    fc.constantFrom(
      '',
      '?limit=1',
      '?limit=0',
      '?cursor=abc',
      '?status=queued&plotId=line-basic',
      '?topics=runs',
      '?topics=x',
    ),
    noise.map((text) => `?cursor=${text}&limit=${text}&topics=${text}`),
  )
  const get = (template: string, path: fc.Arbitrary<string>) =>
    fc.tuple(path, query, headers()).map(([at, search, given]): AnyRequest => ({
      template,
      path: `${at}${search}`,
      method: 'GET',
      headers: given,
      body: undefined,
    }))
  const post = (template: string, path: fc.Arbitrary<string>, body: fc.Arbitrary<unknown>) =>
    fc.tuple(path, headers(), text(body)).map(([at, given, content]): AnyRequest => ({
      template,
      path: at,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...given },
      body: content,
    }))
  const newDraft = fc.record({ plotId, idea: fc.string(), budgetUsd: fc.double() }, { requiredKeys: [] })
  const verdict = fc.record({ library, codeSha: sha, reason: fc.string() }, { requiredKeys: [] })
  return fc.oneof(
    get('/v1/runs', fc.constant('/v1/runs')),
    get(
      '/v1/runs/{id}',
      runId.map((id) => `/v1/runs/${id}`),
    ),
    get(
      '/v1/runs/{id}/attempts',
      runId.map((id) => `/v1/runs/${id}/attempts`),
    ),
    get(
      '/v1/runs/{id}/artifacts/{sha256}',
      fc.tuple(runId, sha).map(([id, digest]) => `/v1/runs/${id}/artifacts/${digest}`),
    ),
    get('/v1/plots', fc.constant('/v1/plots')),
    get(
      '/v1/plots/{id}',
      plotId.map((id) => `/v1/plots/${id}`),
    ),
    get(
      '/v1/plots/{id}/spec',
      plotId.map((id) => `/v1/plots/${id}/spec`),
    ),
    get(
      '/v1/plots/{id}/implementations/{library}',
      fc.tuple(plotId, library).map(([id, name]) => `/v1/plots/${id}/implementations/${name}`),
    ),
    get(
      '/v1/plots/{id}/image/{picture}',
      fc.tuple(plotId, library).map(([id, name]) => `/v1/plots/${id}/image/${name}.png`),
    ),
    get('/v1/events', fc.constant('/v1/events')),
    get('/healthz', fc.constant('/healthz')),
    get('/readyz', fc.constant('/readyz')),
    get('/v1/sandbox', fc.constant('/v1/sandbox')),
    post('/v1/runs', fc.constant('/v1/runs'), newRun()),
    post('/v1/drafts', fc.constant('/v1/drafts'), newDraft),
    get(
      '/v1/drafts/{id}',
      runId.map((id) => `/v1/drafts/${id}`),
    ),
    post(
      '/v1/runs/{id}/cancel',
      runId.map((id) => `/v1/runs/${id}/cancel`),
      fc.constant(undefined),
    ),
    post(
      '/v1/runs/{id}/approve',
      runId.map((id) => `/v1/runs/${id}/approve`),
      verdict,
    ),
    post(
      '/v1/runs/{id}/reject',
      runId.map((id) => `/v1/runs/${id}/reject`),
      verdict,
    ),
  )
}

function newRun(): fc.Arbitrary<unknown> {
  const anyText = fc.string({ unit: 'binary', maxLength: 40 })
  return fc.record(
    {
      kind: fc.oneof({ weight: 5, arbitrary: fc.constant('plot') }, anyText),
      plotId: fc.oneof(fc.constantFrom('scatter-basic', 'bar-basic', '../..', ''), anyText),
      libraries: fc.oneof(fc.array(fc.constantFrom(...Library.options), { maxLength: 6 }), fc.anything()),
      pythons: fc.oneof(fc.array(fc.constantFrom(...PythonVersion.options), { maxLength: 5 }), fc.anything()),
      implementation: anyText,
      publish: fc.oneof(fc.boolean(), fc.anything()),
      reason: anyText,
    },
    { requiredKeys: ['kind', 'plotId'] },
  )
}

function headers(): fc.Arbitrary<Record<string, string>> {
  const visible = fc.stringMatching(/^[\x21-\x7e]{0,40}$/)
  return fc.record(
    {
      'Idempotency-Key': visible,
      'If-None-Match': visible,
      'Last-Event-ID': visible,
      'X-Request-Id': visible,
    },
    { requiredKeys: [] },
  )
}

/** JSON of a value, sometimes broken. */
function text(body: fc.Arbitrary<unknown>): fc.Arbitrary<string | undefined> {
  return fc.oneof(
    { weight: 9, arbitrary: body.map((value) => jsonOf(value)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  )
}

function jsonOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
}

/** Single surrogates cannot be part of a URL. */
function encodeURIComponentSafe(value: string): string {
  return encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8'))
}
