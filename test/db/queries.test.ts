import { v7 as uuidv7 } from 'uuid'
import { beforeEach, describe, expect, it } from 'vitest'

import { createDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { databaseError, sqlState } from '../../db/errors.ts'
import { findRunArtifact, hasArtifact, recordArtifact } from '../../db/queries/artifact.ts'
import { readEvents } from '../../db/queries/event.ts'
import {
  findPublication,
  finishPublication,
  getPlot,
  intendPublication,
  upsertImplementation,
  upsertPlot,
  withRegistryLock,
} from '../../db/queries/plot.ts'
import {
  completeRender,
  findRender,
  findRenders,
  insertRender,
  insertReview,
} from '../../db/queries/review.ts'
import type { NewRender, NewReview } from '../../db/queries/review.ts'
import { finishAttempt, listAttempts, recordAttempt } from '../../db/queries/attempt.ts'
import {
  beginRun,
  endRun,
  getRun,
  insertRun,
  listRuns,
  openRuns,
  updateRunLibrary,
} from '../../db/queries/run.ts'
import type { NewRun } from '../../db/queries/run.ts'
import { freePort } from '../support/temporal.ts'
import { usePostgres } from '../support/postgres.ts'

const postgres = usePostgres()
let db: Database

beforeEach(async () => {
  db = await postgres.open()
})

const CODE = 'c'.repeat(64)

function newRun(plotId = 'scatter-basic', requestKey = 'key'): NewRun {
  const input = {
    runId: uuidv7(),
    plotId,
    specSha: 's'.repeat(64),
    specVersion: '1.0.0',
    dataSha: 'd'.repeat(64),
    libraries: ['plotly', 'matplotlib'],
    pythons: ['3.11', '3.13'],
    implementationSha: null,
    publish: true,
    repairsMax: 3,
  } as const
  return {
    plotId,
    kind: 'plot',
    requestKey,
    input,
    reason: null,
    requestedBy: 'ann',
    libraries: input.libraries,
  }
}

async function eventTypes(): Promise<readonly string[]> {
  const events = await readEvents(db, { after: null, topics: [{ topic: 'runs', entity: null }], limit: 100 })
  return events.map(({ type }) => type)
}

describe('runs', () => {
  it('begin once per plot: the same request joins, another one conflicts, the next one waits for the end', async () => {
    const first = await insertRun(db, newRun())
    expect(first.kind).toBe('created')
    expect(await insertRun(db, newRun())).toEqual({ kind: 'joined', id: first.id })
    expect(await insertRun(db, newRun('scatter-basic', 'other'))).toEqual({
      kind: 'conflict',
      id: first.id,
      requestKey: 'key',
    })
    expect((await insertRun(db, newRun('line-basic'))).kind).toBe('created')
    await endRun(db, { id: first.id, status: 'failed', message: 'as a test' })
    expect((await insertRun(db, newRun('scatter-basic', 'other'))).kind).toBe('created')
  })

  it('are created by exactly one of many writers', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => insertRun(db, newRun())))
    expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1)
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1)
  })

  it('go through their life with one event per change', async () => {
    const { id } = await insertRun(db, newRun())
    expect(await openRuns(db)).toMatchObject([{ id, status: 'queued' }])
    await beginRun(db, id)
    await beginRun(db, id)
    await updateRunLibrary(db, { runId: id, library: 'plotly', stage: 'rendering', attempt: 1 })
    await updateRunLibrary(db, { runId: id, library: 'plotly', stage: 'rendering' })
    const pythons = [{ outcome: 'ok', python: '3.11' as const }]
    await updateRunLibrary(db, { runId: id, library: 'plotly', pythons })
    await updateRunLibrary(db, { runId: id, library: 'plotly', pythons: [{ python: '3.11', outcome: 'ok' }] })
    await updateRunLibrary(db, { runId: id, library: 'plotly', status: 'approved', stage: 'done', score: 95 })
    await endRun(db, { id, status: 'cancelled', message: 'enough\0' })
    await endRun(db, { id, status: 'approved', message: 'too late' })
    expect(await eventTypes()).toEqual([
      'run.created',
      'run.started',
      'run.library',
      'run.library',
      'run.library',
      'run.ended',
    ])
    const run = await getRun(db, id)
    expect(run).toMatchObject({
      status: 'cancelled',
      message: 'enough',
      version: 6,
      pythons: ['3.11', '3.13'],
    })
    expect(run?.libraries).toMatchObject([
      { library: 'matplotlib', status: 'cancelled', stage: 'done' },
      {
        library: 'plotly',
        status: 'approved',
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
      },
    ])
    expect(await openRuns(db)).toEqual([])
  })

  it('refuse a library they do not have', async () => {
    const { id } = await insertRun(db, newRun())
    await expect(updateRunLibrary(db, { runId: id, library: 'altair', stage: 'done' })).rejects.toThrow(
      /no library/,
    )
  })

  it('are found by status and in pages', async () => {
    const ids: string[] = []
    for (const plotId of ['a-a', 'b-b', 'c-c']) ids.push((await insertRun(db, newRun(plotId))).id)
    const first = await listRuns(db, { limit: 2, cursor: null })
    const rest = await listRuns(db, { limit: 2, cursor: first.nextCursor })
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids.reverse())
    expect(rest.nextCursor).toBeNull()
    expect((await listRuns(db, { limit: 9, cursor: null, status: 'failed' })).items).toEqual([])
  })

  it('page by an index, not by sorting everything', async () => {
    await db.sql`insert into runs (id, kind, plot_id, request_key, input, status, requested_by, created_at)
      select gen_random_uuid(), 'plot', 'p-' || n, 'k', '{}', 'failed', 'x', now() - n * interval '1 second'
      from generate_series(1, 5000) n`
    await db.sql`analyze runs`
    const plan = await db.sql`explain select * from runs
      where (created_at, id) < (now() - interval '1 hour', '00000000-0000-0000-0000-000000000000')
      order by created_at desc, id desc limit 51`
    const text = plan.map((row) => String(row['QUERY PLAN'])).join('\n')
    expect(text).toContain('Index Scan Backward using runs_by_age')
    expect(text).not.toContain('Sort')
  })
})

describe('attempts', () => {
  it('are recorded once, and finished with what the review said', async () => {
    const { id: runId } = await insertRun(db, newRun())
    const attempt = { runId, library: 'plotly', number: 1, author: 'one', codeSha: CODE } as const
    await recordAttempt(db, attempt)
    const again = await recordAttempt(db, { ...attempt, author: 'two', codeSha: 'e'.repeat(64) })
    expect(again).toMatchObject({ author: 'one', codeSha: CODE })
    await insertReviewed()
    const done = { runId, library: 'plotly', number: 1, reviewKey: 'review', score: 70 } as const
    await finishAttempt(db, { ...done, verdict: 'repair', picturePython: '3.13' })
    const before = await listAttempts(db, runId)
    await finishAttempt(db, { ...done, verdict: 'repair', picturePython: '3.13' })
    expect(await listAttempts(db, runId)).toEqual(before)
    expect(before).toMatchObject([
      { verdict: 'repair', pictureSha: 'p'.repeat(64), findings: [{ check: 'overlap', status: 'failed' }] },
    ])
    expect(await findRunArtifact(db, { runId, sha256: 'p'.repeat(64) })).toMatchObject({ kind: 'picture' })
    expect(await findRunArtifact(db, { runId: uuidv7(), sha256: 'p'.repeat(64) })).toBeNull()
  })

  it('of several files have each of them, and what came of executing it', async () => {
    const { id: runId } = await insertRun(db, newRun())
    const own = 'f'.repeat(64)
    await recordArtifact(db, { sha256: own, kind: 'code', bytes: 1 })
    await insertReviewed()
    const attempt = { runId, library: 'plotly', number: 1, author: 'one', codeSha: own } as const
    await recordAttempt(db, attempt)
    expect(await findRunArtifact(db, { runId, sha256: CODE })).toBeNull()
    const files = { 'plot.py': CODE, 'plot_py310.py': own }
    await recordAttempt(db, { ...attempt, number: 2, codeSha: 'e'.repeat(64), files })
    expect(await listAttempts(db, runId)).toMatchObject([{ files: null }, { files }])
    for (const sha256 of [CODE, own, 'p'.repeat(64)])
      expect(await findRunArtifact(db, { runId, sha256 })).toMatchObject({ sha256 })
  })
})

describe('artefacts', () => {
  it('are recorded once', async () => {
    expect(await hasArtifact(db, CODE)).toBe(false)
    await recordArtifact(db, { sha256: CODE, kind: 'code', bytes: 1 })
    await recordArtifact(db, { sha256: CODE, kind: 'code', bytes: 1 })
    expect(await hasArtifact(db, CODE)).toBe(true)
  })
})

describe('renders and reviews', () => {
  it('keep the first of two, without NUL characters', async () => {
    await recordArtifact(db, { sha256: CODE, kind: 'code', bytes: 1 })
    const first = await insertRender(db, newRender('one'))
    expect(first.report.stdout).toBe('ab')
    expect(await insertRender(db, { ...newRender('one'), outcome: 'timeout' })).toEqual(first)
    await insertRender(db, newRender('two'))
    expect((await findRenders(db, ['two', 'missing', 'one'])).map(({ key }) => key)).toEqual(['two', 'one'])
    expect(await findRenders(db, [])).toEqual([])
  })

  it('get their picture once', async () => {
    await insertReviewed()
    await recordArtifact(db, { sha256: 'q'.repeat(64), kind: 'picture', bytes: 1 })
    await completeRender(db, 'render', { pictureSha: 'q'.repeat(64), factsSha: 'q'.repeat(64) })
    expect((await findRender(db, 'render'))?.pictureSha).toBe('p'.repeat(64))
    await insertRender(db, newRender('bare'))
    await completeRender(db, 'bare', { pictureSha: 'q'.repeat(64), factsSha: 'q'.repeat(64) })
    expect(await findRender(db, 'bare')).toMatchObject({
      pictureSha: 'q'.repeat(64),
      factsSha: 'q'.repeat(64),
    })
  })

  it('write one evaluation per review', async () => {
    const stored = await insertReviewed()
    expect(await insertReview(db, { ...newReview(), score: 1 })).toEqual(stored)
    const rows = await db.sql`select ai_model, overall, scores from evaluations`
    expect(rows).toEqual([{ ai_model: 'measured', overall: 70, scores: { runs: 100 } }])
  })
})

describe('publications', () => {
  const intent = {
    key: 'publication',
    plotId: 'scatter-basic',
    library: 'plotly',
    codeSha: CODE,
    reviewKey: 'review',
    decidedBy: 'rules',
    version: '1.0.0',
  } as const

  it('are intended, done once, announced once, and opened again with a new version', async () => {
    await insertReviewed()
    const runId = uuidv7()
    await intendPublication(db, { ...intent, runId })
    const again = await intendPublication(db, { ...intent, runId: uuidv7(), version: '9.9.9' })
    expect(again).toMatchObject({ state: 'intended', version: '1.0.0', runId })
    expect(await finishPublication(db, intent.key, { changed: true })).toBe(true)
    expect(await finishPublication(db, intent.key, { changed: false })).toBe(true)
    expect(await intendPublication(db, { ...intent, runId, version: '1.0.1' })).toMatchObject({
      state: 'intended',
      version: '1.0.1',
      changed: false,
      doneAt: null,
    })
    expect(await finishPublication(db, 'unknown', { changed: true })).toBe(false)
    expect((await findPublication(db, intent.key))?.state).toBe('intended')
    const events = await readEvents(db, {
      after: null,
      topics: [{ topic: 'plots', entity: 'scatter-basic' }],
      limit: 9,
    })
    expect(events).toMatchObject([{ type: 'plot.published', data: { version: '1.0.0', changed: true } }])
  })
})

describe('plots', () => {
  it('carry the score of their weakest implementation', async () => {
    await upsertPlot(db, { id: 'a-a', title: 'A', specVersion: '1.0.0', specSha: 's' })
    const base = {
      plotId: 'a-a',
      version: '1.0.0',
      codeSha: CODE,
      pictureSha: 'p',
      pythons: ['3.13'],
    } as const
    await upsertImplementation(db, { ...base, library: 'plotly', qualityScore: 95 })
    await upsertImplementation(db, { ...base, library: 'bokeh', qualityScore: 88 })
    expect(await getPlot(db, 'a-a')).toMatchObject({ qualityScore: 88 })
    const before = await getPlot(db, 'a-a')
    await upsertPlot(db, { id: 'a-a', title: 'A', specVersion: '1.0.0', specSha: 's', qualityScore: 88 })
    expect(await getPlot(db, 'a-a')).toEqual(before)
    await upsertPlot(db, { id: 'a-a', title: 'B', specVersion: '1.0.0', specSha: 's', qualityScore: null })
    expect(await getPlot(db, 'a-a')).toMatchObject({ title: 'B', qualityScore: null })
  })
})

describe('withRegistryLock', () => {
  it('lets one in at a time, and the next one also after a failure', async () => {
    let inside = 0
    let most = 0
    const work = async () => {
      inside += 1
      most = Math.max(most, inside)
      await db.sql`select pg_sleep(0.01)`
      inside -= 1
    }
    await expect(withRegistryLock(db, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const other = createDatabase(await postgres.createUrl())
    await Promise.all([1, 2].map(() => withRegistryLock(other, work)))
    await other.close()
    expect(most).toBe(1)
  })
})

describe('databaseError', () => {
  it('tells a value that is refused from a server that is away, without the query', async () => {
    await recordArtifact(db, { sha256: CODE, kind: 'code', bytes: 1 })
    const twice = await db.sql`insert into artifacts (sha256, kind, bytes) values (${CODE}, 'code', 1)`.catch(
      databaseError,
    )
    expect(twice).toMatchObject({ code: 'conflict' })
    const orphan = await insertRender(db, { ...newRender('x'), codeSha: 'z'.repeat(64) }).catch(
      (error: unknown) => error,
    )
    expect(sqlState(orphan)).toBe('23503')
    expect(databaseError(orphan)?.message).not.toContain('insert')
    const away = createDatabase(`postgres://postgres@127.0.0.1:${await freePort()}/none`)
    const error = await hasArtifact(away, CODE).catch((reason: unknown) => reason)
    expect(databaseError(error)).toMatchObject({ code: 'unavailable' })
    await away.close()
    expect(databaseError(new Error('else'))).toBeNull()
    expect(sqlState(new Error('else'))).toBeNull()
  })
})

function newRender(key: string): NewRender {
  return {
    key,
    specSha: 's'.repeat(64),
    codeSha: CODE,
    dataSha: 'd',
    environmentDigest: 'e',
    library: 'plotly',
    python: '3.13',
    variant: 'sample',
    outcome: 'ok',
    report: { stdout: 'a\0b' } as never,
    run: null,
  }
}

function newReview(): NewReview {
  const finding = { criterion: 'legibility', veto: false, message: 'm', loss: 1 } as const
  return {
    key: 'review',
    plotId: 'scatter-basic',
    library: 'plotly',
    specSha: 's'.repeat(64),
    codeSha: CODE,
    renderKeys: ['render'],
    pictureKey: 'render',
    rubricDigest: 'r',
    model: 'measured',
    score: 70,
    verdict: 'repair',
    strength: 'measured-only',
    review: {
      score: 70,
      criteria: { runs: 100 },
      verdict: 'repair',
      strength: 'measured-only',
      pythons: ['3.13'],
      findings: [
        { ...finding, check: 'overlap', status: 'failed' },
        { ...finding, check: 'contrast', status: 'passed' },
      ],
    },
  }
}

async function insertReviewed() {
  await recordArtifact(db, { sha256: CODE, kind: 'code', bytes: 1 })
  await recordArtifact(db, { sha256: 'p'.repeat(64), kind: 'picture', bytes: 1 })
  await insertRender(db, { ...newRender('render'), pictureSha: 'p'.repeat(64) })
  return insertReview(db, newReview())
}
