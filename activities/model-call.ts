import { ApplicationFailure, CancelledFailure } from '@temporalio/common'

import { priceOn } from '../ai/models.ts'
import type { Model, ModelPrice } from '../ai/models.ts'
import { ModelCallError } from '../ai/provider.ts'
import type { ModelProvider, ModelReply, ModelRequest } from '../ai/provider.ts'
import { reserveCall, settleCall } from '../db/queries/budget.ts'
import type { CallEnd, NewCall } from '../db/queries/budget.ts'
import type { Price } from '../domain/budget/budget.schema.ts'
import { worstCaseOf } from '../domain/budget/cost.ts'
import { CALL_LEASE_MARGIN_MS, CALL_TIMEOUT_MS } from '../domain/budget/limits.ts'
import type { DayCaps } from '../domain/budget/scope.ts'
import type { AbstentionReason } from '../domain/review/opinion.schema.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { keep } from './keeping.ts'
import { readJson, storeJson } from './material.ts'
import type { Material } from './material.ts'

/** One model and how it is reached and paid for. */
export interface ModelDeps extends Material {
  readonly provider: ModelProvider
  readonly model: Model
  readonly caps: DayCaps
}

/** A question, and on whose account it goes. */
export interface Question extends Pick<NewCall, 'runId' | 'library' | 'attempt' | 'purpose'> {
  readonly ask: Pick<ModelRequest, 'instructions' | 'parts' | 'output' | 'outputTokensMax'>
  /** ends the call when its activity is cancelled */
  readonly signal: AbortSignal
}

/** An answer, or why this model gives none. */
export type Asked =
  | { readonly kind: 'replied'; readonly reply: ModelReply }
  | { readonly kind: 'abstained'; readonly reason: AbstentionReason; readonly message: string }

/** How long a call waits when its budget is set aside for others that may cost less. */
const ROOM_RETRY_MS = 5000

/**
 * Asks a model within its budgets: what the call can cost at most is set aside first, what it did cost is settled
 * after, and a question that was answered before is not asked again. Faults that pass are thrown for Temporal to
 * repeat, after as long as the provider asks for; those that stay are abstentions.
 */
export async function askModel(deps: ModelDeps, question: Question): Promise<Asked> {
  const price = priceOn(deps.model, today())
  const reserved = await reserveCall(deps.db, newCall(deps, question, price), deps.caps)
  if (reserved.kind === 'answered') {
    return { kind: 'replied', reply: await readJson<ModelReply>(deps, reserved.replySha) }
  }
  if (reserved.kind === 'refused') {
    const message = `the budget ${reserved.scope} has no room for another call`
    if (reserved.room === 'later') throw comeBack(message, ROOM_RETRY_MS)
    return { kind: 'abstained', reason: 'budget', message }
  }
  const started = Date.now()
  const settle = (end: Pick<CallEnd, 'outcome' | 'usage' | 'requestId'>, answer: ModelReply | null) => {
    const latencyMs = Date.now() - started
    return keep(async () => {
      const replySha = answer && (await storeJson(deps, 'reply', answer))
      await settleCall(deps.db, reserved.callId, { ...end, replySha, price: amounts(price), latencyMs })
    })
  }
  try {
    const reply = await deps.provider.ask(requestOf(deps, question))
    const { usage, requestId, stop } = reply
    await settle({ outcome: OUTCOMES[stop], usage, requestId }, stop === 'end' ? reply : null)
    return { kind: 'replied', reply }
  } catch (error) {
    if (!(error instanceof ModelCallError)) throw error
    await settle({ outcome: error.fault, usage: error.usage, requestId: null }, null)
    return consequenceOf(error)
  }
}

const OUTCOMES = { end: 'answered', length: 'cut_off', refusal: 'refused' } as const

function newCall({ provider, model }: ModelDeps, question: Question, price: ModelPrice): NewCall {
  const { runId, library, attempt, purpose, ask } = question
  const parts = ask.parts.map((part) => (part.kind === 'text' ? part.text : sha256(part.png)))
  const { instructions, output, outputTokensMax } = ask
  const asked = { family: provider.family, model: model.id, instructions, parts, output, outputTokensMax }
  return {
    key: sha256(canonicalJson(asked)),
    runId,
    library,
    attempt,
    purpose,
    family: provider.family,
    model: model.id,
    priceId: `${model.id} ${price.effective_from}`,
    promptSha: sha256(instructions),
    worstCaseMicroUsd: worstCaseOf(ask, amounts(price)),
    leaseMs: CALL_TIMEOUT_MS + CALL_LEASE_MARGIN_MS,
  }
}

function requestOf({ model }: ModelDeps, { ask, signal }: Question): ModelRequest {
  return { ...ask, model: model.id, timeoutMs: CALL_TIMEOUT_MS, signal }
}

function amounts({ input, output, cache_read: cacheRead, cache_write: cacheWrite }: ModelPrice): Price {
  return { input, output, cacheRead, cacheWrite }
}

/** What follows from a call without an answer. */
function consequenceOf(error: ModelCallError): Asked {
  if (error.fault === 'cancelled') throw new CancelledFailure('the model call was cancelled')
  if (error.kind === 'retry') throw comeBack(error.message, error.retryAfterMs)
  if (error.kind === 'bug')
    throw ApplicationFailure.create({ type: 'invalid', message: error.message, nonRetryable: true })
  return {
    kind: 'abstained',
    reason: error.fault === 'quota' ? 'quota' : 'misconfigured',
    message: error.message,
  }
}

/** A failure that Temporal repeats, after the time the provider asks for. */
function comeBack(message: string, delayMs: number | null): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'unavailable',
    message,
    ...(delayMs !== null && { nextRetryDelay: delayMs }),
  })
}

/** The day by UTC, as prices and budgets count it. */
function today(): string {
  return new Date().toISOString().slice(0, 10)
}
