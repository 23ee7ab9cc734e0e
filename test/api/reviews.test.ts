import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'

import { recordArtifact } from '../../db/queries/artifact.ts'
import { claimPlace } from '../../db/queries/review-queue.ts'
import { insertReview } from '../../db/queries/review.ts'
import { endRun, getRun } from '../../db/queries/run.ts'
import { insertToken } from '../../db/queries/token.ts'
import type { Library } from '../../domain/plot/plot.schema.ts'
import { ClaimedReview, ReviewQueuePage, ReviewView } from '../../domain/run/review-queue.schema.ts'
import type { QueuedReview } from '../../domain/run/review-queue.schema.ts'
import { StartedRun } from '../../domain/run/run-view.schema.ts'
import { sha256 } from '../../hash.ts'
import { useApi } from '../support/api.ts'
import type { TestApi } from '../support/api.ts'
import { addWaitingRun } from '../support/waiting.ts'
import type { WaitingRun } from '../support/waiting.ts'

const parts = useApi()
let api: TestApi

beforeEach(async () => {
  api = await parts.open({ authRequired: true })
  await parts.endWorkflows()
  for (const name of ['ann', 'bob']) {
    await insertToken(api.db, { name, role: 'operator', sha256: sha256(tokenOf(name)) })
  }
})

function tokenOf(name: string): string {
  return `pyp_operator_${name.repeat(10)}`
}

function as(name: string) {
  const headers = { Authorization: `Bearer ${tokenOf(name)}` }
  const post = (path: string, body: unknown) => api.post(path, body, headers)
  return {
    post,
    get: (path: string) => api.send(path, { headers }),
    async claim(body: object = {}): Promise<QueuedReview | null> {
      const response = await post('/v1/reviews/queue/claim', body)
      expect(response.status).toBe(200)
      return ClaimedReview.parse(await response.json()).item
    },
  }
}

const ann = as('ann')
const bob = as('bob')

async function addWaiting(
  plotId = 'scatter-basic',
  libraries: readonly Library[] = ['plotly'],
): Promise<WaitingRun> {
  const { specSha } = await api.deps.catalogue.loadSpec(plotId)
  return addWaitingRun(api.db, { plotId, specSha, libraries })
}

async function queue(query = ''): Promise<ReviewQueuePage> {
  const response = await ann.get(`/v1/reviews${query}`)
  expect(response.status).toBe(200)
  return ReviewQueuePage.parse(await response.json())
}

/** Edits the spec of a plot, as its author does. */
function editSpec(plotId: string): void {
  const path = join(api.root, 'plots', plotId, 'spec.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^title: .*/m, 'title: Another title'))
}

describe('GET /v1/reviews', () => {
  it('lists what waits for a person, the oldest first', async () => {
    const first = await addWaiting('scatter-basic', ['plotly', 'bokeh'])
    const second = await addWaiting('line-basic')
    const { items, nextCursor } = await queue()
    expect(items).toMatchObject([
      { runId: first.runId, library: 'bokeh', key: first.keyOf('bokeh'), claim: null },
      { runId: first.runId, library: 'plotly', codeSha: first.codeSha, score: 80, message: 'below the bar' },
      { runId: second.runId, plotId: 'line-basic', library: 'plotly' },
    ])
    expect(nextCursor).toBeNull()
  })

  it('pages and filters', async () => {
    const run = await addWaiting('scatter-basic', ['altair', 'bokeh', 'plotly'])
    await addWaiting('line-basic')
    await ann.claim({ key: run.keyOf('bokeh') })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: ReviewQueuePage = await queue(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.items.map(({ plotId, library }) => `${plotId} ${library}`))
      cursor = page.nextCursor
    }
    expect(seen).toEqual([
      'scatter-basic altair',
      'scatter-basic bokeh',
      'scatter-basic plotly',
      'line-basic plotly',
    ])
    expect((await queue('?plotId=line-basic')).items).toHaveLength(1)
    expect((await queue('?library=plotly')).items).toHaveLength(2)
    expect((await queue('?state=claimed')).items).toMatchObject([{ library: 'bokeh', claim: { by: 'ann' } }])
    expect((await queue('?state=free')).items).toHaveLength(3)
  })

  it('leaves out what a newer run has superseded, even when that one was refused', async () => {
    const old = await addWaiting()
    const newer = await addWaiting()
    expect((await queue()).items).toMatchObject([{ runId: newer.runId }])
    const { codeSha } = newer
    await ann.post(`/v1/runs/${newer.runId}/reject`, { library: 'plotly', codeSha })
    expect((await queue()).items).toEqual([])
    const late = await ann.post(`/v1/runs/${old.runId}/approve`, { library: 'plotly', codeSha: old.codeSha })
    expect([late.status, await late.text()]).toEqual([
      409,
      expect.stringContaining(`stale: run ${newer.runId}`),
    ])
  })

  it('keeps what a newer run of another library says nothing about', async () => {
    const old = await addWaiting()
    await addWaiting('scatter-basic', ['bokeh'])
    expect((await queue()).items).toMatchObject([{ runId: old.runId }, { library: 'bokeh' }])
  })

  it('leaves out what an edited or missing spec has made stale', async () => {
    await addWaiting()
    await addWaiting('line-basic')
    await addWaiting('bar-basic')
    editSpec('scatter-basic')
    rmSync(join(api.root, 'plots', 'line-basic', 'spec.yaml'))
    expect((await queue()).items).toMatchObject([{ plotId: 'bar-basic' }])
    expect(await ann.claim()).toMatchObject({ plotId: 'bar-basic' })
    expect(await ann.claim()).toBeNull()
  })
})

describe('GET /v1/reviews/{key}', () => {
  it('shows the review with its findings, and how it stands in the queue', async () => {
    const { runId, codeSha, keyOf } = await addWaiting()
    const key = keyOf('plotly')
    await recordArtifact(api.db, { sha256: codeSha, kind: 'code', bytes: 1 })
    await insertReview(api.db, {
      key,
      plotId: 'scatter-basic',
      library: 'plotly',
      specSha: 's',
      codeSha,
      renderKeys: [],
      pictureKey: null,
      rubricDigest: 'r',
      model: 'measured',
      score: 80,
      verdict: 'person',
      strength: 'measured-only',
      review: {
        score: 80,
        criteria: { runs: 100 },
        verdict: 'person',
        strength: 'measured-only',
        pythons: ['3.13'],
        findings: [],
      },
    })
    const response = await ann.get(`/v1/reviews/${key}`)
    expect(ReviewView.parse(await response.json())).toMatchObject({
      key,
      pictureSha: null,
      review: { score: 80 },
      queued: { runId, claim: null },
    })
    editSpec('scatter-basic')
    expect(await (await ann.get(`/v1/reviews/${key}`)).json()).toMatchObject({ queued: null })
  })

  it('is 404 for a review that does not exist', async () => {
    expect((await ann.get('/v1/reviews/none')).status).toBe(404)
  })
})

describe('a claim', () => {
  it('gives each person another review, and nothing when all are taken', async () => {
    await addWaiting('scatter-basic', ['bokeh', 'plotly'])
    expect(await ann.claim()).toMatchObject({ library: 'bokeh', claim: { by: 'ann' } })
    expect(await bob.claim()).toMatchObject({ library: 'plotly', claim: { by: 'bob' } })
    expect(await bob.claim()).toBeNull()
  })

  it('can be for a library or a plot', async () => {
    await addWaiting('scatter-basic', ['bokeh', 'plotly'])
    await addWaiting('line-basic', ['bokeh'])
    expect(await ann.claim({ library: 'plotly' })).toMatchObject({ library: 'plotly' })
    expect(await ann.claim({ plotId: 'line-basic' })).toMatchObject({ plotId: 'line-basic' })
    expect(await ann.claim({ library: 'altair' })).toBeNull()
  })

  it('of a named review is refused while somebody else has it', async () => {
    const key = (await addWaiting()).keyOf('plotly')
    expect(await ann.claim({ key })).toMatchObject({ key })
    expect(await ann.claim({ key })).toMatchObject({ key })
    const refused = await bob.post('/v1/reviews/queue/claim', { key })
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('ann has, until ')])
    const unknown = await bob.post('/v1/reviews/queue/claim', { key: 'f'.repeat(64) })
    expect(unknown.status).toBe(404)
  })

  it('can be given back by its holder alone', async () => {
    const key = (await addWaiting()).keyOf('plotly')
    await ann.claim({ key })
    expect((await bob.post('/v1/reviews/queue/release', { key })).status).toBe(409)
    for (const _ of [1, 2]) expect((await ann.post('/v1/reviews/queue/release', { key })).status).toBe(204)
    expect(await bob.claim()).toMatchObject({ key })
    expect((await ann.post('/v1/reviews/queue/release', { key: 'f'.repeat(64) })).status).toBe(404)
  })
})

describe('a verdict', () => {
  it('of approval starts the publication of what was claimed', async () => {
    const { runId, codeSha, keyOf } = await addWaiting()
    const key = keyOf('plotly')
    await ann.claim()
    const response = await ann.post('/v1/reviews/queue/verdict', { key, decision: 'approve' })
    expect(response.status).toBe(202)
    const run = StartedRun.parse(await response.json())
    expect((await getRun(api.db, run.id))?.input).toMatchObject({ codeSha, reviewKey: key, decidedBy: 'ann' })
    expect((await queue()).items).toEqual([])
    const again = await ann.post('/v1/reviews/queue/verdict', { key, decision: 'approve' })
    expect([again.status, await again.json()]).toMatchObject([200, { id: run.id, joined: true }])
    await endRun(api.db, { id: run.id, status: 'failed', message: 'disk full' })
    expect((await queue()).items).toMatchObject([{ runId, claim: { by: 'ann' } }])
  })

  it('of refusal is recorded with its reason', async () => {
    const { runId, keyOf } = await addWaiting()
    await ann.claim()
    const body = { key: keyOf('plotly'), decision: 'reject', reason: 'ugly' }
    expect((await ann.post('/v1/reviews/queue/verdict', body)).status).toBe(200)
    expect(await getRun(api.db, runId)).toMatchObject({
      libraries: [{ status: 'failed', message: 'refused by ann: ugly' }],
    })
    expect(await bob.claim()).toBeNull()
  })

  it('is refused to whoever has not claimed the review, or not any more', async () => {
    const { runId, keyOf } = await addWaiting()
    const body = { key: keyOf('plotly'), decision: 'approve' }
    const without = await ann.post('/v1/reviews/queue/verdict', body)
    expect([without.status, await without.text()]).toEqual([409, expect.stringContaining('claim it first')])
    await claimPlace(api.db, { runId, library: 'plotly' }, { by: 'ann', minutes: -1 })
    expect((await ann.post('/v1/reviews/queue/verdict', body)).status).toBe(409)
    await bob.claim()
    const other = await ann.post('/v1/reviews/queue/verdict', body)
    expect([other.status, await other.text()]).toEqual([409, expect.stringContaining('bob has, until ')])
  })

  it.each(['approve', 'reject'])('by %s of the run respects the claim of somebody else', async (verb) => {
    const { runId, codeSha } = await addWaiting()
    await bob.claim()
    const body = { library: 'plotly', codeSha }
    expect((await ann.post(`/v1/runs/${runId}/${verb}`, body)).status).toBe(409)
    expect((await bob.post(`/v1/runs/${runId}/${verb}`, body)).ok).toBe(true)
  })

  it.each(['approve', 'reject'])('by %s on a stale review is refused with the reason', async (verb) => {
    const { runId, codeSha, keyOf } = await addWaiting()
    await ann.claim()
    editSpec('scatter-basic')
    const stale = await ann.post(`/v1/runs/${runId}/${verb}`, { library: 'plotly', codeSha })
    const reason = 'stale: the spec of scatter-basic has changed since'
    expect([stale.status, await stale.text()]).toEqual([409, expect.stringContaining(reason)])
    const queued = await ann.post('/v1/reviews/queue/verdict', { key: keyOf('plotly'), decision: verb })
    expect([queued.status, await queued.text()]).toEqual([409, expect.stringContaining(reason)])
    expect(await getRun(api.db, runId)).toMatchObject({ libraries: [{ status: 'needs_person' }] })
  })
})
