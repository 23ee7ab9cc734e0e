import { beforeEach, describe, expect, it } from 'vitest'

import type { ModelRequest } from '../../ai/provider.ts'
import type { Database } from '../../db/client.ts'
import { readBudgets, listCalls } from '../../db/queries/budget-view.ts'
import { reserveCall, settleCall, settleLost } from '../../db/queries/budget.ts'
import type { NewCall } from '../../db/queries/budget.ts'
import { endRun, getRun } from '../../db/queries/run.ts'
import type { Budget } from '../../domain/budget/budget.schema.ts'
import { worstCaseOf } from '../../domain/budget/cost.ts'
import { CALL_OVERHEAD_TOKENS, IMAGE_TOKENS_MAX } from '../../domain/budget/limits.ts'
import { usePostgres } from '../support/postgres.ts'
import { addRun, ended, newCall, PRICE, WIDE } from './support.ts'

const postgres = usePostgres()
let db: Database
let runId: string

/** A lease that has ended when the call is reserved. */
const OVER = -1000

beforeEach(async () => {
  db = await postgres.open()
  runId = await addRun(db, 1000)
})

/** Reserves a call that has to be possible. */
async function reserved(given: Partial<NewCall> = {}): Promise<string> {
  const reservation = await reserveCall(db, newCall(runId, given), WIDE)
  if (reservation.kind !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(reservation)}`)
  return reservation.callId
}

async function today(): Promise<string> {
  const [row] = await db.sql<[{ date: string }]>`select (now() at time zone 'utc')::date::text as date`
  return row.date
}

/** Spent and reserved of the run, its provider and the day, which are the same here. */
async function balance(): Promise<readonly [spent: number, reserved: number]> {
  const all = await readBudgets(db, await today(), WIDE)
  const provider = all.providers.find(({ family }) => family === 'anthropic')
  const amounts = [all.day, provider, all.runs[0]].map((budget?: Budget) => [
    budget?.spentMicroUsd ?? 0,
    budget?.reservedMicroUsd ?? 0,
  ])
  const [[spent = 0, held = 0] = []] = amounts
  expect(amounts).toEqual([
    [spent, held],
    [spent, held],
    [spent, held],
  ])
  expect(await getRun(db, runId)).toMatchObject({ costMicroUsd: spent, libraries: [{ costMicroUsd: spent }] })
  return [spent, held]
}

describe('a call', () => {
  it('sets its worst case aside, and when it has ended is charged what it cost', async () => {
    const callId = await reserved({ worstCaseMicroUsd: 300 })
    expect(await balance()).toEqual([0, 300])
    expect(await settleCall(db, callId, ended(120))).toBe(120)
    expect(await balance()).toEqual([120, 0])
  })

  it('of unknown usage is charged with its whole reservation', async () => {
    expect(await settleCall(db, await reserved(), ended(null))).toBe(100)
    expect(await balance()).toEqual([100, 0])
  })

  it('that the provider turned away costs nothing', async () => {
    expect(await settleCall(db, await reserved(), ended(null, { outcome: 'rate_limited' }))).toBe(0)
    expect(await balance()).toEqual([0, 0])
  })

  it('is charged what it cost even when that is more than its reservation and the cap', async () => {
    expect(await settleCall(db, await reserved(), ended(5000))).toBe(5000)
    expect(await balance()).toEqual([5000, 0])
    expect(await reserveCall(db, newCall(runId), WIDE)).toMatchObject({ kind: 'refused', room: 'never' })
  })

  it('is charged once, however often it is settled', async () => {
    const callId = await reserved()
    expect(await settleCall(db, callId, ended(40))).toBe(40)
    expect(await settleCall(db, callId, ended(90))).toBe(40)
    expect(await balance()).toEqual([40, 0])
  })

  it('that was never reserved cannot be settled', async () => {
    await expect(settleCall(db, runId, ended(1))).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of a run that does not exist is not reserved', async () => {
    const other = '01a0c0de-0000-7000-8000-000000000000'
    await expect(reserveCall(db, newCall(other), WIDE)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('changes the version of its run when it is charged', async () => {
    const before = await getRun(db, runId)
    await settleCall(db, await reserved(), ended(40))
    expect((await getRun(db, runId))?.version).toBe(Number(before?.version) + 1)
  })

  it('is listed with what it was for, what it used and how it ended, and nothing else', async () => {
    await settleCall(db, await reserved(), ended(40, { replySha: 'r'.repeat(64) }))
    const callId = await reserved({ library: null, purpose: 'drafter' })
    const [first, second] = await listCalls(db, runId)
    expect(first).toEqual({
      id: expect.any(String),
      library: 'plotly',
      attempt: 1,
      purpose: 'reviewer',
      family: 'anthropic',
      model: 'model-1',
      priceId: 'model-1@2026-10-01',
      promptSha: 'p'.repeat(64),
      state: 'settled',
      outcome: 'answered',
      reservedMicroUsd: 100,
      costMicroUsd: 40,
      usage: { inputTokens: 40, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
      latencyMs: 12,
      requestId: 'request-1',
      createdAt: expect.any(String),
      settledAt: expect.any(String),
    })
    expect(second).toMatchObject({
      id: callId,
      library: null,
      state: 'reserved',
      costMicroUsd: null,
      usage: null,
    })
  })

  it('without a library is charged to its run alone', async () => {
    await settleCall(db, await reserved({ library: null, purpose: 'drafter' }), ended(40))
    expect(await getRun(db, runId)).toMatchObject({ costMicroUsd: 40, libraries: [{ costMicroUsd: 0 }] })
  })
})

it('is measured by the question as providers are given it', () => {
  const question: ModelRequest = {
    model: 'model-1',
    instructions: 'Judge.',
    parts: [
      { kind: 'text', text: 'code' },
      { kind: 'image', png: new Uint8Array(1) },
    ],
    output: { name: 'opinion', schema: {} },
    outputTokensMax: 7,
    timeoutMs: 1000,
    signal: new AbortController().signal,
  }
  const inputTokens = 'Judge.{}code'.length + IMAGE_TOKENS_MAX + CALL_OVERHEAD_TOKENS
  expect(worstCaseOf(question, PRICE)).toBe(inputTokens + 7)
})

describe('a budget without room', () => {
  it.each([
    ['run', { ...WIDE }, 'run:'],
    ['provider', { ...WIDE, providerDayMicroUsd: 250 }, 'provider:anthropic:'],
    ['day', { ...WIDE, dayMicroUsd: 250 }, 'day:'],
  ])('of the %s refuses the call and says how it stands', async (name, caps, scope) => {
    if (name !== 'run') await reserveCall(db, newCall(runId, { worstCaseMicroUsd: 200 }), caps)
    const worstCaseMicroUsd = name === 'run' ? 1001 : 100
    const refused = await reserveCall(db, newCall(runId, { worstCaseMicroUsd }), caps)
    expect(refused).toMatchObject({
      kind: 'refused',
      scope: expect.stringMatching(new RegExp(`^${scope}`)),
      room: name === 'run' ? 'never' : 'later',
      capMicroUsd: name === 'run' ? 1000 : 250,
      spentMicroUsd: 0,
      reservedMicroUsd: name === 'run' ? 0 : 200,
    })
    expect(await balance()).toEqual([0, name === 'run' ? 0 : 200])
  })

  it('names the budget that will have no room later either, when another one may', async () => {
    const caps = { dayMicroUsd: 90, providerDayMicroUsd: WIDE.providerDayMicroUsd }
    await reserved({ worstCaseMicroUsd: 950 })
    expect(await reserveCall(db, newCall(runId), caps)).toMatchObject({ room: 'never', capMicroUsd: 90 })
  })

  it('has room again when a call cost less than was reserved', async () => {
    const callId = await reserved({ worstCaseMicroUsd: 950 })
    const refused = await reserveCall(db, newCall(runId), WIDE)
    expect(refused).toMatchObject({ kind: 'refused', room: 'later', spentMicroUsd: 0, reservedMicroUsd: 950 })
    await settleCall(db, callId, ended(10))
    expect(await reserveCall(db, newCall(runId), WIDE)).toMatchObject({ kind: 'reserved' })
  })

  it('follows the setting when that is changed during the day', async () => {
    await reserved()
    expect(await reserveCall(db, newCall(runId), { ...WIDE, dayMicroUsd: 150 })).toMatchObject({
      kind: 'refused',
    })
    expect(await reserveCall(db, newCall(runId), { ...WIDE, dayMicroUsd: 200 })).toMatchObject({
      kind: 'reserved',
    })
  })
})

describe('a call that nobody settles', () => {
  it('is charged with all that was reserved once its lease is over', async () => {
    await reserved()
    await reserved({ leaseMs: OVER })
    expect(await settleLost(db)).toBe(1)
    expect(await balance()).toEqual([100, 100])
    expect(await settleLost(db)).toBe(0)
    expect(await listCalls(db, runId)).toMatchObject([
      { state: 'reserved', costMicroUsd: null },
      { state: 'lost', outcome: 'lost', costMicroUsd: 100 },
    ])
  })

  it('is found by the next call of any run', async () => {
    await reserved({ leaseMs: OVER, worstCaseMicroUsd: 300 })
    const other = await addRun(db, 1000)
    await reserveCall(db, newCall(other), WIDE)
    expect(await getRun(db, runId)).toMatchObject({ costMicroUsd: 300 })
  })

  it('is corrected when its end becomes known after all', async () => {
    const callId = await reserved({ leaseMs: OVER })
    await settleLost(db)
    expect(await settleCall(db, callId, ended(30))).toBe(30)
    expect(await balance()).toEqual([30, 0])
  })
})

describe('the same question again', () => {
  it('charges the try that died as lost, and reserves anew', async () => {
    await reserved({ key: 'question' })
    const again = await reserved({ key: 'question', worstCaseMicroUsd: 70 })
    expect(await balance()).toEqual([100, 70])
    await settleCall(db, again, ended(20))
    expect(await balance()).toEqual([120, 0])
  })

  it('charges it even when there is no room for another try', async () => {
    await reserved({ key: 'question', worstCaseMicroUsd: 950 })
    const again = await reserveCall(db, newCall(runId, { key: 'question' }), WIDE)
    expect(again).toMatchObject({ kind: 'refused', room: 'never', spentMicroUsd: 950 })
  })

  it('by another run leaves the first one alone', async () => {
    await reserved({ key: 'question' })
    await reserveCall(db, newCall(await addRun(db, 1000), { key: 'question' }), WIDE)
    expect(await getRun(db, runId)).toMatchObject({ costMicroUsd: 0 })
  })

  it('finds the stored reply and is not charged', async () => {
    const replySha = 'r'.repeat(64)
    await settleCall(db, await reserved({ key: 'question' }), ended(30, { replySha }))
    expect(await reserveCall(db, newCall(runId, { key: 'question' }), WIDE)).toEqual({
      kind: 'answered',
      replySha,
    })
    expect(await balance()).toEqual([30, 0])
  })

  it('is paid for again when its reply was of no use', async () => {
    await settleCall(db, await reserved({ key: 'question' }), ended(30, { outcome: 'unreadable' }))
    await reserved({ key: 'question' })
    expect(await balance()).toEqual([30, 100])
  })
})

describe('budgets', () => {
  it('of a day without calls are empty', async () => {
    const nothing = { spentMicroUsd: 0, reservedMicroUsd: 0 }
    const all = await readBudgets(db, '2001-01-01', { dayMicroUsd: 5, providerDayMicroUsd: 4 })
    expect(all.day).toEqual({ capMicroUsd: 5, ...nothing })
    expect(all.providers).toContainEqual({ family: 'google', capMicroUsd: 4, ...nothing })
    expect(all.runs).toMatchObject([{ runId, capMicroUsd: 1000, ...nothing }])
  })

  it('of runs that have ended are left out', async () => {
    await endRun(db, { id: runId, status: 'failed', message: null })
    expect((await readBudgets(db, await today(), WIDE)).runs).toEqual([])
  })
})
