import type { Usage } from '../domain/budget/budget.schema.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'

/** A piece of what a model is shown. */
export type ModelPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly png: Uint8Array }

/** One question to a model. Sampling settings do not exist any more: what must be repeatable is cached by content. */
export interface ModelRequest {
  /** the provider's own id of the model */
  readonly model: string
  /** the same for every call of one purpose, so that providers can cache it */
  readonly instructions: string
  readonly parts: readonly ModelPart[]
  /** shape of the answer as JSON Schema in the portable subset; null: free text */
  readonly output: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> } | null
  readonly outputTokensMax: number
  readonly timeoutMs: number
  /** ends the call when the activity is cancelled */
  readonly signal: AbortSignal
}

/** What a model answered, before anybody reads it: the usage is known even when the text is useless. */
export interface ModelReply {
  readonly text: string
  /** end: complete · length: cut off at `outputTokensMax` · refusal: the model declined */
  readonly stop: 'end' | 'length' | 'refusal'
  /** null: the provider did not say */
  readonly usage: Usage | null
  /** the model that answered, as the provider calls it */
  readonly model: string
  readonly requestId: string | null
}

/** One way to reach models of one family. No client retries by itself: Temporal does. */
export interface ModelProvider {
  readonly family: ModelFamily
  /** @throws ModelCallError, and nothing else for what goes wrong outside */
  ask(request: ModelRequest): Promise<ModelReply>
}

/** Why a call gave no answer. */
export type ModelFault =
  | 'rate_limited'
  | 'overloaded'
  | 'outage'
  | 'timeout'
  | 'cancelled'
  | 'unreadable'
  | 'misconfigured'
  | 'quota'
  | 'rejected'

/**
 * A call without an answer. `kind` decides what follows: retry (Temporal tries again), abstain (this family gives no
 * opinion) or bug (the request itself is wrong). The message never holds a key, a prompt or an answer.
 */
export class ModelCallError extends Error {
  override readonly name = 'ModelCallError'
  readonly kind: 'retry' | 'abstain' | 'bug'
  readonly fault: ModelFault
  /** what the provider asks to wait before the next try; null: it did not say */
  readonly retryAfterMs: number | null
  readonly status: number | null
  /** what the call cost although it failed; null: the provider did not say */
  readonly usage: Usage | null

  constructor(
    message: string,
    details: {
      readonly kind: 'retry' | 'abstain' | 'bug'
      readonly fault: ModelFault
      readonly retryAfterMs?: number | null
      readonly status?: number | null
      readonly usage?: Usage | null
      readonly cause?: unknown
    },
  ) {
    super(message, { cause: details.cause })
    this.kind = details.kind
    this.fault = details.fault
    this.retryAfterMs = details.retryAfterMs ?? null
    this.status = details.status ?? null
    this.usage = details.usage ?? null
  }
}
