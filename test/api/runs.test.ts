import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { projectRoot } from '../../config.ts'
import { recordAttempt } from '../../db/queries/attempt.ts'
import { beginRun, endRun, getRun, updateRunLibrary } from '../../db/queries/run.ts'
import { RunDetail, RunPage, RunView, StartedRun } from '../../domain/run/run-view.schema.ts'
import { useApi } from '../support/api.ts'
import type { TestApi } from '../support/api.ts'
import { startScriptedWorker } from '../support/engine.ts'

const parts = useApi()
let api: TestApi

beforeEach(async () => {
  api = await parts.open()
  await parts.endWorkflows()
})

const SCATTER = { kind: 'plot', plotId: 'scatter-basic' }

/** What altair's implementation of the plot is in this checkout, in the catalogue of the test. */
function publishAltair(): void {
  for (const path of ['implementations/altair/current', 'evaluations/altair.json']) {
    const place = join('plots', SCATTER.plotId, path)
    cpSync(join(projectRoot(), place), join(api.deps.catalogue.root, place), { recursive: true })
  }
}

async function start(body: object = SCATTER): Promise<StartedRun> {
  const response = await api.post('/v1/runs', body)
  expect(response.status).toBe(202)
  return StartedRun.parse(await response.json())
}

describe('POST /v1/runs', () => {
  it('writes the run, starts its Workflow and says where it is', async () => {
    const response = await api.post('/v1/runs', { ...SCATTER, reason: 'why not' })
    expect(response.status).toBe(202)
    const run = StartedRun.parse(await response.json())
    expect(response.headers.get('Location')).toBe(`/v1/runs/${run.id}`)
    expect(run).toMatchObject({
      joined: false,
      status: 'queued',
      reason: 'why not',
      requestedBy: 'local',
      pythons: ['3.11', '3.13'],
    })
    expect(run.libraries.map(({ library }) => library)).toEqual([
      'matplotlib',
      'seaborn',
      'plotly',
      'bokeh',
      'altair',
    ])
    const execution = await parts.temporal().describePlot('scatter-basic')
    expect(execution).toMatchObject({ kind: 'open', runId: run.id })
  })

  it('stores spec and sample under the digests that the Workflow is given', async () => {
    const { id } = await start({ ...SCATTER, libraries: ['plotly'] })
    const stored = await getRun(api.db, id)
    const input = stored?.input
    if (!input || !('specSha' in input)) throw new Error('no input of a plot run')
    expect(input).toMatchObject({
      libraries: ['plotly'],
      publish: true,
      repairsMax: 3,
      implementationSha: null,
    })
    const spec: unknown = JSON.parse(new TextDecoder().decode(await api.deps.storage.get(input.specSha)))
    expect(spec).toMatchObject({ plot_id: 'scatter-basic' })
    expect(spec).not.toHaveProperty('version')
    const artifact = await api.send(`/v1/runs/${id}/artifacts/${input.dataSha}`)
    expect(artifact.status).toBe(200)
    expect(artifact.headers.get('Cache-Control')).toContain('immutable')
    expect(await artifact.text()).toContain('flipper_length_mm')
  })

  it('joins the open run for the same inputs', async () => {
    const first = await start()
    const again = await api.post('/v1/runs', { ...SCATTER, reason: 'another reason' })
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ id: first.id, joined: true })
  })

  it('refuses other inputs while a run of the plot is open and names it', async () => {
    const first = await start()
    const other = await api.post('/v1/runs', { ...SCATTER, libraries: ['bokeh'] })
    expect(other.status).toBe(409)
    expect(other.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await other.json()).toMatchObject({ code: 'conflict', runId: first.id, title: expect.any(String) })
  })

  it('lets exactly one of ten twins start a run', async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => api.post('/v1/runs', SCATTER)))
    const statuses = responses.map((response) => response.status).sort()
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 200, 202])
    const ids = await Promise.all(
      responses.map(async (response) => StartedRun.parse(await response.json()).id),
    )
    expect(new Set(ids).size).toBe(1)
  })

  it('tries an implementation once, for one library, without publishing', async () => {
    const { id } = await start({ ...SCATTER, libraries: ['altair'], implementation: 'print(1)\n' })
    const input = (await getRun(api.db, id))?.input
    expect(input).toMatchObject({
      publish: false,
      repairsMax: 0,
      implementationSha: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('has published implementations improved from what they are now', async () => {
    publishAltair()
    const { id } = await start({ ...SCATTER, libraries: ['altair'], improve: ' fewer lines ' })
    const input = (await getRun(api.db, id))?.input
    if (!input || !('improvement' in input)) throw new Error('no improvement')
    const { request, published } = input.improvement ?? {}
    expect(request).toBe('fewer lines')
    expect(Object.keys(published ?? {})).toEqual(['altair'])
    const code = await api.deps.storage.get(published?.altair?.codeSha ?? '')
    expect(new TextDecoder().decode(code)).toContain('import altair as alt')
  })

  it('improves neither what is not published nor a file that was given', async () => {
    const both = await api.post('/v1/runs', {
      ...SCATTER,
      libraries: ['altair'],
      improve: 'faster',
      implementation: 'print(1)\n',
    })
    expect(both.status).toBe(422)
    expect(await both.json()).toMatchObject({ errors: [{ path: '/improve' }] })
    const nothing = await api.post('/v1/runs', {
      ...SCATTER,
      libraries: ['bokeh', 'plotly'],
      improve: 'faster',
    })
    expect(nothing.status).toBe(422)
    const problem = (await nothing.json()) as { errors: { message: string }[] }
    expect(problem.errors.map(({ message }) => message)).toEqual([
      'nothing of scatter-basic is published for plotly',
      'nothing of scatter-basic is published for bokeh',
    ])
  })

  it.each([
    ['scater-basic', 'scatter-basic'],
    ['Scatter Basic', 'scatter-basic'],
    ['scatterbasic', 'scatter-basic'],
  ])('names near plots for the unknown id %s', async (plotId, near) => {
    const response = await api.post('/v1/runs', { kind: 'plot', plotId })
    expect(response.status).toBe(404)
    const problem = (await response.json()) as { detail: string; errors: { fix: string }[] }
    expect(problem.detail).toContain(near)
    expect(problem.errors.map(({ fix }) => fix)).toContain(near)
  })

  it('refuses an id that leaves the catalogue', async () => {
    expect((await api.post('/v1/runs', { kind: 'plot', plotId: '../../etc' })).status).toBe(404)
  })

  it('lists every problem of a request', async () => {
    const response = await api.post('/v1/runs', {
      kind: 'plot',
      plotId: 'scatter-basic',
      libraries: ['ggplot'],
      colour: 1,
    })
    expect(response.status).toBe(422)
    const problem = (await response.json()) as { errors: { path: string; fix?: string }[] }
    expect(problem.errors).toHaveLength(2)
    expect(problem.errors[0]).toMatchObject({
      in: 'body',
      path: '/libraries/0',
      fix: expect.stringContaining('matplotlib'),
    })
  })

  it('refuses Pythons that this machine lacks and an implementation for several libraries', async () => {
    const body = { ...SCATTER, pythons: ['3.10', '3.13'], implementation: 'x' }
    const response = await api.post('/v1/runs', body)
    expect(response.status).toBe(422)
    const problem = (await response.json()) as { errors: { path: string }[] }
    expect(problem.errors.map(({ path }) => path)).toEqual(['/pythons/0', '/libraries'])
  })

  it('refuses a malformed spec with file, line and fix of each problem', async () => {
    writeFileSync(join(api.root, 'plots/scatter-basic/spec.yaml'), 'plot_id: scatter-basic\ntitle: 1\n')
    const response = await api.post('/v1/runs', SCATTER)
    expect(response.status).toBe(422)
    const problem = (await response.json()) as { errors: { in: string; path: string }[] }
    expect(problem.errors.length).toBeGreaterThan(3)
    expect(problem.errors[0]).toMatchObject({ in: 'file', path: expect.stringContaining('spec.yaml:') })
  })

  it('refuses a plot whose sample is missing', async () => {
    rmSync(join(api.root, 'data/examples/penguins.csv'))
    const response = await api.post('/v1/runs', SCATTER)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('penguins.csv') })
  })
})

describe('Idempotency-Key', () => {
  it('gives the same answer to the same request, and none to another', async () => {
    const headers = { 'Idempotency-Key': 'one' }
    const first = await api.post('/v1/runs', SCATTER, headers)
    const again = await api.post('/v1/runs', SCATTER, headers)
    expect(again.status).toBe(202)
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect(again.headers.get('Location')).toBe(first.headers.get('Location'))
    expect(await again.text()).toBe(await first.text())
    const other = await api.post('/v1/runs', { ...SCATTER, reason: 'x' }, headers)
    expect(other.status).toBe(422)
    expect(await other.json()).toMatchObject({ code: 'idempotency_mismatch' })
  })

  it('does the work once for twins that come at once', async () => {
    const headers = { 'Idempotency-Key': 'twins' }
    const statuses = await Promise.all(
      [1, 2, 3, 4].map(async () => (await api.post('/v1/runs', SCATTER, headers)).status),
    )
    expect(statuses.every((status) => status === 202 || status === 409)).toBe(true)
    expect(statuses).toContain(202)
    expect(RunPage.parse(await (await api.send('/v1/runs')).json()).items).toHaveLength(1)
  })
})

describe('GET /v1/runs/{id}', () => {
  it('shows the run and 304 when nothing changed', async () => {
    const { id } = await start()
    await endRun(api.db, { id, status: 'failed', message: 'as a test' })
    const response = await api.send(`/v1/runs/${id}`)
    expect(RunDetail.parse(await response.json())).toMatchObject({
      status: 'failed',
      live: null,
      message: 'as a test',
    })
    const tag = response.headers.get('ETag') ?? ''
    const again = await api.send(`/v1/runs/${id}`, { headers: { 'If-None-Match': tag } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  it('changes its ETag with the row', async () => {
    const { id } = await start()
    const before = (await api.send(`/v1/runs/${id}`)).headers.get('ETag')
    await updateRunLibrary(api.db, { runId: id, library: 'plotly', stage: 'rendering' })
    expect((await api.send(`/v1/runs/${id}`)).headers.get('ETag')).not.toBe(before)
  })

  it('answers 404 for a run that is not there and 422 for no id', async () => {
    expect((await api.send('/v1/runs/01a0c0de-0000-7000-8000-000000000000')).status).toBe(404)
    expect((await api.send('/v1/runs/nonsense')).status).toBe(422)
  })
})

describe('GET /v1/runs', () => {
  it('pages through all runs without gap or repetition, newest first', async () => {
    const ids: string[] = []
    for (const plotId of ['scatter-basic', 'line-basic', 'bar-basic', 'boxplot-basic', 'histogram-basic']) {
      ids.push((await start({ kind: 'plot', plotId })).id)
    }
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page: RunPage = RunPage.parse(await (await api.send(`/v1/runs?limit=2${query}`)).json())
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(ids.reverse())
  })

  it('filters, and refuses a cursor of another filter', async () => {
    await start()
    await start({ kind: 'plot', plotId: 'line-basic' })
    const one = RunPage.parse(await (await api.send('/v1/runs?plotId=line-basic&status=queued')).json())
    expect(one.items.map(({ plotId }) => plotId)).toEqual(['line-basic'])
    const page = RunPage.parse(await (await api.send('/v1/runs?limit=1')).json())
    const wrong = await api.send(`/v1/runs?limit=1&status=failed&cursor=${page.nextCursor}`)
    expect(wrong.status).toBe(422)
    expect((await api.send('/v1/runs?cursor=%00')).status).toBe(422)
  })
})

describe('POST /v1/runs/{id}/cancel', () => {
  it('asks the Workflow to stop', async () => {
    const { id } = await start()
    const response = await api.post(`/v1/runs/${id}/cancel`)
    expect(response.status).toBe(202)
    expect(RunView.parse(await response.json()).id).toBe(id)
  })

  it('ends a run that has no Workflow at once, and twice is the same as once', async () => {
    const { id } = await start()
    const execution = await parts.temporal().describePlot('scatter-basic')
    if (execution.kind === 'unknown') throw new Error('no Workflow')
    await parts.temporal().terminatePlot(execution, 'gone')
    for (const _ of [1, 2]) {
      const response = await api.post(`/v1/runs/${id}/cancel`)
      expect(await response.json()).toMatchObject({ status: 'cancelled', message: 'cancelled by local' })
    }
    const libraries = (await getRun(api.db, id))?.libraries ?? []
    expect(libraries.map(({ status }) => status)).toEqual(Array(5).fill('cancelled'))
  })

  it('refuses to cancel a run that has ended', async () => {
    const { id } = await start()
    await endRun(api.db, { id, status: 'approved', message: null })
    expect((await api.post(`/v1/runs/${id}/cancel`)).status).toBe(409)
  })
})

describe('a verdict', () => {
  const codeSha = 'c'.repeat(64)

  async function waiting(): Promise<string> {
    const { id } = await start({ ...SCATTER, libraries: ['plotly', 'bokeh'] })
    await beginRun(api.db, id)
    const done = { runId: id, stage: 'done', codeSha, reviewKey: 'review', score: 80 } as const
    await updateRunLibrary(api.db, { ...done, library: 'plotly', status: 'needs_person' })
    await updateRunLibrary(api.db, { ...done, library: 'bokeh', status: 'approved' })
    await endRun(api.db, { id, status: 'needs_person', message: null })
    const execution = await parts.temporal().describePlot('scatter-basic')
    if (execution.kind !== 'unknown') await parts.temporal().terminatePlot(execution, 'it has ended')
    return id
  }

  it('of approval starts the publication of exactly that code, once', async () => {
    const id = await waiting()
    const response = await api.post(`/v1/runs/${id}/approve`, { library: 'plotly', codeSha })
    expect(response.status).toBe(202)
    const run = StartedRun.parse(await response.json())
    expect(run).toMatchObject({ kind: 'verdict', joined: false, status: 'queued' })
    expect((await getRun(api.db, run.id))?.input).toMatchObject({
      codeSha,
      reviewKey: 'review',
      decidedBy: 'local',
    })
    expect(await parts.temporal().describePlot('scatter-basic')).toMatchObject({
      kind: 'open',
      runId: run.id,
    })
    const again = await api.post(`/v1/runs/${id}/approve`, { library: 'plotly', codeSha })
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ id: run.id, joined: true })
    expect((await api.post(`/v1/runs/${id}/reject`, { library: 'plotly', codeSha })).status).toBe(409)
  })

  it('can be given again after its publication failed', async () => {
    const id = await waiting()
    const first = StartedRun.parse(
      await (await api.post(`/v1/runs/${id}/approve`, { library: 'plotly', codeSha })).json(),
    )
    await endRun(api.db, { id: first.id, status: 'failed', message: 'disk full' })
    const again = await api.post(`/v1/runs/${id}/approve`, { library: 'plotly', codeSha })
    expect(again.status).toBe(202)
    expect(StartedRun.parse(await again.json()).id).not.toBe(first.id)
  })

  it('of refusal is recorded, and then there is nothing left to approve', async () => {
    const id = await waiting()
    const body = { library: 'plotly', codeSha, reason: 'ugly' }
    for (const _ of [1, 2]) {
      const response = await api.post(`/v1/runs/${id}/reject`, body)
      expect(response.status).toBe(200)
      const libraries = RunView.parse(await response.json()).libraries
      expect(libraries.find(({ library }) => library === 'plotly')).toMatchObject({
        status: 'failed',
        message: 'refused by local: ugly',
      })
    }
    expect((await api.post(`/v1/runs/${id}/approve`, body)).status).toBe(409)
  })

  it.each([
    [{ library: 'plotly', codeSha: 'd'.repeat(64) }, 409],
    [{ library: 'bokeh', codeSha }, 409],
    [{ library: 'altair', codeSha }, 422],
    [{ library: 'plotly', codeSha: 'short' }, 422],
  ])('is refused for %j', async (body, status) => {
    const id = await waiting()
    expect((await api.post(`/v1/runs/${id}/approve`, body)).status).toBe(status)
  })

  it('waits for the end of the run', async () => {
    const { id } = await start()
    expect((await api.post(`/v1/runs/${id}/approve`, { library: 'plotly', codeSha })).status).toBe(409)
  })
})

describe('GET /v1/runs/{id}/attempts', () => {
  it('lists attempts, and their code can be read', async () => {
    const { id } = await start()
    const codeSha = await api.deps.storage.put(new TextEncoder().encode('x = 1\n'))
    await api.db.sql`insert into artifacts (sha256, kind, bytes) values (${codeSha}, 'code', 6)`
    await recordAttempt(api.db, { runId: id, library: 'plotly', number: 1, author: 'test', codeSha })
    const list = (await (await api.send(`/v1/runs/${id}/attempts`)).json()) as { items: object[] }
    expect(list.items).toMatchObject([{ library: 'plotly', number: 1, codeSha, findings: [], score: null }])
    const code = await api.send(`/v1/runs/${id}/artifacts/${codeSha}`)
    expect(await code.text()).toBe('x = 1\n')
    expect(code.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    const tag = code.headers.get('ETag') ?? ''
    expect(
      (await api.send(`/v1/runs/${id}/artifacts/${codeSha}`, { headers: { 'If-None-Match': tag } })).status,
    ).toBe(304)
  })

  it('shows no artefact of another run', async () => {
    const { id } = await start()
    const other = await start({ kind: 'plot', plotId: 'line-basic' })
    const input = (await getRun(api.db, other.id))?.input
    if (!input || !('dataSha' in input)) throw new Error('no input of a plot run')
    expect((await api.send(`/v1/runs/${id}/artifacts/${input.dataSha}`)).status).toBe(404)
  })
})

describe('a request that cannot be served', () => {
  it('names the libraries and Pythons that the plot has', async () => {
    const response = await api.post('/v1/runs', { kind: 'plot', plotId: 'scatter-basic', pythons: ['3.12'] })
    expect(response.status).toBe(422)
    const bare = await parts.open({ pythons: [] })
    const none = await bare.post('/v1/runs', SCATTER)
    expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('is on this machine')])
  })

  it('may be sent again under its key when a part was away', async () => {
    const folder = join(api.root, 'artifacts')
    writeFileSync(folder, 'in the way of a folder')
    const send = () => api.post('/v1/runs', SCATTER, { 'Idempotency-Key': 'a-key-of-mine' })
    const failed = await send()
    expect([failed.status, await failed.text()]).toEqual([503, expect.stringContaining('cannot write')])
    rmSync(folder)
    expect((await send()).status).toBe(202)
  })

  it('tells nothing of a fault of the engine but where to look', async () => {
    const { id } = await start()
    const stored = await getRun(api.db, id)
    if (!stored || !('specSha' in stored.input)) throw new Error('no input of a plot run')
    const { specSha } = stored.input
    writeFileSync(join(api.root, 'artifacts', specSha.slice(0, 2), specSha), 'damaged')
    const response = await api.send(`/v1/runs/${id}/artifacts/${specSha}`)
    const text = await response.text()
    expect([response.status, text]).toEqual([500, expect.stringContaining('this is a fault of the engine')])
    expect(text).not.toContain('damaged')
  })
})

describe('an artefact', () => {
  it('is served as what it is', async () => {
    const { id } = await start()
    const png = await readFile(join(projectRoot(), 'plots/scatter-basic/assets/plotly.png'))
    const sha = await api.deps.storage.put(png)
    await api.db.sql`insert into artifacts (sha256, kind, bytes) values (${sha}, 'picture', ${png.length})`
    await recordAttempt(api.db, { runId: id, library: 'plotly', number: 1, author: 'me', codeSha: sha })
    const stored = await getRun(api.db, id)
    if (!stored || !('specSha' in stored.input)) throw new Error('no input of a plot run')
    const typeOf = async (digest: string) =>
      (await api.send(`/v1/runs/${id}/artifacts/${digest}`)).headers.get('Content-Type')
    expect(await typeOf(sha)).toBe('image/png')
    expect(await typeOf(stored.input.specSha)).toBe('application/json')
    expect(await typeOf(stored.input.dataSha)).toBe('text/plain; charset=utf-8')
  })
})

describe('the live state of an open run', () => {
  it('is what its Workflows say, and is part of the tag', async () => {
    let release = () => {}
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    const scripts = { plotly: { until } }
    const worker = await startScriptedWorker({ db: api.db, address: parts.address(), scripts })
    const { id } = await start({ ...SCATTER, libraries: ['plotly'] })
    const seen: { run: RunDetail | null; tag: string | null } = { run: null, tag: null }
    await vi.waitUntil(
      async () => {
        const response = await api.send(`/v1/runs/${id}`)
        seen.tag = response.headers.get('ETag')
        seen.run = RunDetail.parse(await response.json())
        return seen.run.live?.libraries[0]?.stage === 'rendering'
      },
      { timeout: 30_000, interval: 50 },
    )
    expect(seen.run?.live?.libraries).toMatchObject([{ library: 'plotly', attempt: 1, status: 'running' }])
    expect(seen.tag).toMatch(/^W\/"[0-9a-f]{8}-\d+-[0-9a-f]{8}"$/)
    const other = { plotId: 'scatter-basic', runId: '01a0c0de-0000-7000-8000-000000000000' }
    expect(await parts.temporal().queryProgress(other)).toBeNull()
    release()
    await vi.waitUntil(
      async () => RunDetail.parse(await (await api.send(`/v1/runs/${id}`)).json()).status === 'approved',
      { timeout: 30_000, interval: 50 },
    )
    await worker.stop()
  })
})
