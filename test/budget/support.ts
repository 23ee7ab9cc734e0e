import { v7 as uuidv7 } from 'uuid'

import type { Session } from '../../db/client.ts'
import type { CallEnd, NewCall } from '../../db/queries/budget.ts'
import { insertRun } from '../../db/queries/run.ts'

/** Caps that nothing here reaches. */
export const WIDE = { dayMicroUsd: 1_000_000_000, providerDayMicroUsd: 1_000_000_000 }

/** A dollar per million tokens of each kind: a token is a micro-dollar. */
export const PRICE = { input: 1_000_000, output: 1_000_000, cacheRead: 1_000_000, cacheWrite: 1_000_000 }

/** Writes a run that may spend this much. */
export async function addRun(db: Session, budgetMicroUsd: number): Promise<string> {
  const runId = uuidv7()
  const plotId = `plot-${runId.slice(-12)}`
  const input = {
    runId,
    plotId,
    specSha: 's'.repeat(64),
    specVersion: '1.0.0',
    dataSha: 'd'.repeat(64),
    libraries: ['plotly'],
    pythons: ['3.13'],
    implementationSha: null,
    publish: false,
    repairsMax: 3,
  } as const
  const about = { kind: 'plot', reason: null, requestedBy: 'ann', requestKey: runId } as const
  await insertRun(db, { ...about, plotId, input, libraries: input.libraries, budgetMicroUsd })
  return runId
}

/** A call of a run, with a key of its own unless one is given. */
export function newCall(runId: string, given: Partial<NewCall> = {}): NewCall {
  return {
    key: uuidv7(),
    runId,
    library: 'plotly',
    attempt: 1,
    purpose: 'reviewer',
    family: 'anthropic',
    model: 'model-1',
    priceId: 'model-1@2026-10-01',
    promptSha: 'p'.repeat(64),
    worstCaseMicroUsd: 100,
    leaseMs: 60_000,
    ...given,
  }
}

/** An answer that used this many tokens; null: nobody knows how many. */
export function ended(tokens: number | null, given: Partial<CallEnd> = {}): CallEnd {
  const usage = { inputTokens: tokens ?? 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }
  return {
    outcome: 'answered',
    usage: tokens === null ? null : usage,
    price: PRICE,
    latencyMs: 12,
    requestId: 'request-1',
    replySha: null,
    ...given,
  }
}
