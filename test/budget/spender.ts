import { createDatabase } from '../../db/client.ts'
import { reserveCall, settleCall } from '../../db/queries/budget.ts'
import { sha256 } from '../../hash.ts'
import { ended, newCall } from './support.ts'

/** What a spender is told, as JSON in its first argument. */
export interface SpenderOrder {
  readonly databaseUrl: string
  /** answers a call with how it ended and what it used */
  readonly modelUrl: string
  readonly worker: number
  readonly runIds: readonly string[]
  readonly caps: { readonly dayMicroUsd: number; readonly providerDayMicroUsd: number }
  readonly leaseMs: number
}

/** What the stand-in for a model answers. */
export interface SpenderAnswer {
  readonly outcome: 'answered' | 'rate_limited' | 'outage'
  readonly tokens: number | null
}

/** How long a run waits for calls under way when there is no room beside them. */
const BACKOFF_MS = 50

const order = JSON.parse(process.argv[2] ?? '') as SpenderOrder
const db = createDatabase(order.databaseUrl)
await Promise.all(order.runIds.map(spend))
await db.close()

/** Calls models for a run until one of its budgets has no room for another call. */
async function spend(runId: string): Promise<void> {
  for (let number = 0; ; number += 1) {
    if (!(await ask(runId, number))) return
  }
}

/** One question, asked until it is answered; false when a budget refuses it for good. */
async function ask(runId: string, number: number): Promise<boolean> {
  const key = `${runId}/${number}`
  const digit = Number.parseInt(sha256(key).slice(0, 8), 16)
  const call = newCall(runId, {
    key,
    family: digit % 2 === 0 ? 'anthropic' : 'openai',
    worstCaseMicroUsd: 50 + (digit % 100),
    leaseMs: order.leaseMs,
  })
  for (;;) {
    const reservation = await reserveCall(db, call, order.caps)
    if (reservation.kind === 'answered') return true
    if (reservation.kind === 'reserved') {
      const { outcome, tokens } = await model(call.worstCaseMicroUsd)
      const replySha = outcome === 'answered' ? sha256(key) : null
      await settleCall(db, reservation.callId, ended(tokens, { outcome, replySha }))
      return true
    }
    if (reservation.room === 'never') return false
    await new Promise((resolve) => setTimeout(resolve, BACKOFF_MS))
  }
}

async function model(worstCase: number): Promise<SpenderAnswer> {
  const response = await fetch(`${order.modelUrl}/${order.worker}/${worstCase}`)
  return (await response.json()) as SpenderAnswer
}
