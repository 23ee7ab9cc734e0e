import { beforeEach, describe, expect, it } from 'vitest'

import { reserveCall, settleCall } from '../../db/queries/budget.ts'
import { getRun } from '../../db/queries/run.ts'
import { Budgets, ModelCalls } from '../../domain/budget/budget.schema.ts'
import { StartedRun } from '../../domain/run/run-view.schema.ts'
import { useApi } from '../support/api.ts'
import type { TestApi } from '../support/api.ts'
import { ended, newCall } from './support.ts'

const parts = useApi()
let api: TestApi

beforeEach(async () => {
  api = await parts.open()
  await parts.endWorkflows()
})

async function start(body: object = {}): Promise<StartedRun> {
  const response = await api.post('/v1/runs', { kind: 'plot', plotId: 'scatter-basic', ...body })
  expect(response.status).toBe(202)
  return StartedRun.parse(await response.json())
}

async function spend(runId: string): Promise<void> {
  const { caps } = api.deps
  const call = await reserveCall(api.db, newCall(runId, { worstCaseMicroUsd: 90_000 }), caps)
  if (call.kind === 'reserved') await settleCall(api.db, call.callId, ended(40_000))
  await reserveCall(api.db, newCall(runId, { worstCaseMicroUsd: 60_000 }), caps)
}

describe('the budget of a run', () => {
  it('is that of the settings unless one is asked for', async () => {
    expect(await start()).toMatchObject({ budgetMicroUsd: 1_000_000, costMicroUsd: 0 })
  })

  it('can be asked for, and decides what its calls may cost', async () => {
    const { id, budgetMicroUsd } = await start({ budgetUsd: 0.05 })
    expect(budgetMicroUsd).toBe(50_000)
    const call = newCall(id, { worstCaseMicroUsd: 50_001 })
    expect(await reserveCall(api.db, call, api.deps.caps)).toMatchObject({
      kind: 'refused',
      scope: `run:${id}`,
    })
  })

  it('is part of what was asked for: the same run with another budget is another run', async () => {
    const { id } = await start({ budgetUsd: 0.5 })
    const same = await api.post('/v1/runs', { kind: 'plot', plotId: 'scatter-basic', budgetUsd: 0.5 })
    expect([same.status, await same.json()]).toMatchObject([200, { id, joined: true }])
    expect((await api.post('/v1/runs', { kind: 'plot', plotId: 'scatter-basic' })).status).toBe(409)
  })

  it.each([-1, 10_001, 'much'])('cannot be %s', async (budgetUsd) => {
    const response = await api.post('/v1/runs', { kind: 'plot', plotId: 'scatter-basic', budgetUsd })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ path: '/budgetUsd' }] })
  })
})

describe('GET /v1/budgets', () => {
  it('shows what is spent and reserved, today, per provider and per open run', async () => {
    const { id } = await start()
    await spend(id)
    const response = await api.send('/v1/budgets')
    expect(response.status).toBe(200)
    const { date, day, providers, runs } = Budgets.parse(await response.json())
    const used = { spentMicroUsd: 40_000, reservedMicroUsd: 60_000 }
    expect(date).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(day).toEqual({ capMicroUsd: 20_000_000, ...used })
    expect(providers).toContainEqual({ family: 'anthropic', capMicroUsd: 10_000_000, ...used })
    expect(providers).toHaveLength(4)
    expect(runs).toEqual([{ runId: id, plotId: 'scatter-basic', capMicroUsd: 1_000_000, ...used }])
  })
})

describe('GET /v1/runs/{id}/calls', () => {
  it('lists the calls of a run, and its cost is theirs', async () => {
    const { id } = await start()
    await spend(id)
    const response = await api.send(`/v1/runs/${id}/calls`)
    const { items } = ModelCalls.parse(await response.json())
    expect(items.map(({ state, costMicroUsd }) => [state, costMicroUsd])).toEqual([
      ['settled', 40_000],
      ['reserved', null],
    ])
    expect(await getRun(api.db, id)).toMatchObject({ costMicroUsd: 40_000 })
  })

  it('is 404 for a run that does not exist', async () => {
    expect((await api.send('/v1/runs/01a0c0de-0000-7000-8000-000000000000/calls')).status).toBe(404)
  })
})
