import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

import type { Usage } from '../../../domain/budget/budget.schema.ts'
import type { ModelFamily } from '../../../domain/review/family.schema.ts'

/** A request as a model sees it, whatever wire format it came in. */
export interface SeenRequest {
  readonly family: ModelFamily
  readonly model: string
  readonly instructions: string
  readonly texts: readonly string[]
  readonly images: readonly Buffer[]
  /** the shape asked for, or null for free text */
  readonly schema: Readonly<Record<string, unknown>> | null
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Readonly<Record<string, unknown>>
}

/** What a stand-in does with a request. */
export type StandInReply =
  | {
      readonly kind: 'answer'
      /** a text, or a value that is sent as JSON */
      readonly answer: unknown
      readonly stop?: 'end' | 'length' | 'refusal'
      /** counted from the texts when absent; null: not said */
      readonly usage?: Usage | null
    }
  | {
      readonly kind: 'status'
      readonly status: number
      /** the wire's hint to wait: a header, or a detail of the body */
      readonly retryAfterS?: number
      readonly headers?: OutgoingHttpHeaders
      /** whether the account is used up, in the wire's own words */
      readonly exhausted?: boolean
      readonly message?: string
    }
  /** bytes of any kind, such as a proxy's page */
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly headers: OutgoingHttpHeaders
      readonly body: string
    }
  /** nothing at all, with the connection kept open */
  | { readonly kind: 'silence' }
  /** the connection is reset before a byte is sent */
  | { readonly kind: 'reset' }
  /** half of an answer; then the connection ends, or stays open in silence */
  | { readonly kind: 'half'; readonly after: 'end' | 'silence' }

/** Decides what to do with a request. */
export type Behaviour = (request: SeenRequest) => StandInReply | Promise<StandInReply>

/** Tokens of a text, roughly: one for four characters. */
export function roughUsage(request: SeenRequest, text: string): Usage {
  const input = [request.instructions, ...request.texts].join('').length
  return {
    inputTokens: Math.ceil(input / 4) + request.images.length * 1000,
    outputTokens: Math.ceil(text.length / 4),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  }
}
