import { pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { createReconciler } from '../../api/reconcile.ts'
import type { Reconciler } from '../../api/reconcile.ts'
import { createDatabase } from '../../db/client.ts'
import { listCalls } from '../../db/queries/budget-view.ts'
import { reserveCall } from '../../db/queries/budget.ts'
import { endRun, getRun, insertRun } from '../../db/queries/run.ts'
import type { PlotRunInput, PublicationInput } from '../../temporal/contracts/plot.ts'
import type { OpenExecution } from '../../temporal/client.ts'
import { newCall, WIDE } from '../budget/support.ts'
import { quiet, useApi } from '../support/api.ts'
import type { TestApi } from '../support/api.ts'

const parts = useApi()
const PLOT = 'scatter-basic'
let api: TestApi
let reconciler: Reconciler

beforeEach(async () => {
  api = await parts.open()
  await parts.endWorkflows()
  reconciler = createReconciler({ db: api.db, temporal: parts.temporal(), log: quiet })
})

function inputOf(runId = uuidv7()): PlotRunInput {
  return {
    runId,
    plotId: PLOT,
    specSha: 'a',
    specVersion: '1.0.0',
    dataSha: 'b',
    libraries: ['plotly'],
    pythons: ['3.13'],
    implementationSha: null,
    publish: true,
    repairsMax: 3,
  }
}

async function insert(
  input: PlotRunInput | PublicationInput,
  kind: 'plot' | 'verdict' = 'plot',
): Promise<string> {
  const base = {
    plotId: PLOT,
    kind,
    input,
    reason: null,
    requestedBy: 'test',
    libraries: ['plotly'],
  } as const
  const inserted = await insertRun(api.db, { ...base, requestKey: input.runId })
  expect(inserted.kind).toBe('created')
  return inserted.id
}

async function execution(): Promise<OpenExecution> {
  const found = await parts.temporal().describePlot(PLOT)
  if (found.kind === 'unknown') throw new Error('there is no Workflow')
  return found
}

describe('a pass of the reconciler', () => {
  it('starts the Workflow of a run that has none', async () => {
    const id = await insert(inputOf())
    await reconciler.pass()
    expect(await execution()).toMatchObject({ kind: 'open', runId: id })
  })

  it('starts the Workflow of a verdict that has none', async () => {
    const input = {
      runId: uuidv7(),
      plotId: PLOT,
      library: 'plotly',
      codeSha: 'c',
      reviewKey: 'r',
      decidedBy: 'ann',
    } as const
    const id = await insert(input, 'verdict')
    await reconciler.pass()
    expect(await execution()).toMatchObject({ kind: 'open', runId: id })
  })

  it('leaves an open Workflow of an open run alone', async () => {
    await insert(inputOf())
    await reconciler.pass()
    const before = await execution()
    await reconciler.pass()
    expect(await execution()).toEqual(before)
  })

  it('starts a Workflow again that was ended without a word, but not for ever', async () => {
    const id = await insert(inputOf())
    await reconciler.pass()
    for (const _ of [1, 2, 3]) {
      const before = await execution()
      await parts.temporal().terminatePlot(before, 'lost')
      await reconciler.pass()
      expect((await execution()).executionId).not.toBe(before.executionId)
    }
    await parts.temporal().terminatePlot(await execution(), 'lost')
    await reconciler.pass()
    expect(await getRun(api.db, id)).toMatchObject({
      status: 'failed',
      message: 'its Workflow ended as TERMINATED',
      libraries: [{ library: 'plotly', status: 'failed' }],
    })
  })

  it('ends a Workflow of a run that PostgreSQL knows to have ended, and starts the one that is open', async () => {
    const old = await insert(inputOf())
    await reconciler.pass()
    await endRun(api.db, { id: old, status: 'approved', message: null })
    await api.db.sql`update runs set finished_at = now() - interval '1 minute' where id = ${old}`
    const next = await insert(inputOf())
    await reconciler.pass()
    expect(await execution()).toMatchObject({ kind: 'open', runId: next })
    expect((await getRun(api.db, old))?.status).toBe('approved')
  })

  it('gives a Workflow that has just recorded its end the time to close', async () => {
    const id = await insert(inputOf())
    await reconciler.pass()
    await endRun(api.db, { id, status: 'approved', message: null })
    await reconciler.pass()
    expect((await execution()).kind).toBe('open')
  })

  it('leaves Workflows of runs alone that this database does not have', async () => {
    const input = inputOf()
    await parts.temporal().startPlotPipeline(input)
    await reconciler.pass()
    expect(await execution()).toMatchObject({ kind: 'open', runId: input.runId })
  })

  it('waits while the Workflow of a run that it does not know is in the way', async () => {
    const unknown = inputOf()
    await parts.temporal().startPlotPipeline(unknown)
    const id = await insert(inputOf())
    await reconciler.pass()
    expect(await execution()).toMatchObject({ kind: 'open', runId: unknown.runId })
    expect(await getRun(api.db, id)).toMatchObject({ status: 'queued' })
  })

  it('charges model calls whose process died with all that was reserved, and says how many', async () => {
    const runId = await insert(inputOf())
    await endRun(api.db, { id: runId, status: 'failed', message: null })
    const said: string[] = []
    const log = pino({ level: 'warn' }, { write: (line) => void said.push(line) })
    const charging = createReconciler({ db: api.db, temporal: parts.temporal(), log })
    const free = { worstCaseMicroUsd: 0 }
    await reserveCall(api.db, newCall(runId, { ...free, leaseMs: 60_000 }), WIDE)
    await reserveCall(api.db, newCall(runId, { ...free, leaseMs: -1000 }), WIDE)
    await charging.pass()
    await charging.pass()
    expect((await listCalls(api.db, runId)).map(({ state }) => state)).toEqual(['reserved', 'lost'])
    expect(said.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ count: 1 }])
  })

  it('says that runs cannot be compared while the database is away, and ends all the same', async () => {
    const said: string[] = []
    const log = pino({ level: 'warn' }, { write: (line) => void said.push(line) })
    const db = createDatabase('postgres://nobody@127.0.0.1:1/none')
    const cut = createReconciler({ db, temporal: parts.temporal(), log })
    await expect(cut.pass()).rejects.toThrow('Failed query')
    cut.start()
    await vi.waitUntil(() => said.length > 0, { timeout: 20_000, interval: 20 })
    await cut.stop()
    await db.close()
    expect(said[0]).toContain('runs cannot be compared with Temporal just now')
  })

  it('starts by itself, and again when woken', async () => {
    reconciler.start()
    const id = await insert(inputOf())
    reconciler.wake()
    const deadline = Date.now() + 20_000
    while ((await parts.temporal().describePlot(PLOT)).kind !== 'open' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await reconciler.stop()
    expect(await execution()).toMatchObject({ runId: id })
  })
})

describe('the client of Temporal', () => {
  it('says who is in the way of a second Workflow, and counts the same run once', async () => {
    const first = inputOf()
    expect(await parts.temporal().startPlotPipeline(first)).toEqual({ kind: 'started' })
    expect(await parts.temporal().startPlotPipeline(first)).toEqual({ kind: 'started' })
    expect(await parts.temporal().startPlotPipeline(inputOf())).toEqual({ kind: 'busy', runId: first.runId })
  })

  it('cancels only the run it is asked to', async () => {
    const { runId } = inputOf()
    await parts.temporal().startPlotPipeline(inputOf(runId))
    expect(await parts.temporal().cancelPlot({ plotId: PLOT, runId: uuidv7() })).toBe(false)
    expect(await parts.temporal().cancelPlot({ plotId: PLOT, runId })).toBe(true)
  })

  it('has no live state where no worker answers', async () => {
    const { runId } = inputOf()
    await parts.temporal().startPlotPipeline(inputOf(runId))
    expect(await parts.temporal().queryProgress({ plotId: PLOT, runId })).toBeNull()
  })
})
