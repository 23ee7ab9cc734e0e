import type { Usage } from '../../../domain/budget/budget.schema.ts'
import type { ModelFamily } from '../../../domain/review/family.schema.ts'
import type { SeenRequest, StandInReply } from './reply.ts'

export type Json = Readonly<Record<string, unknown>>

/** What a wire format carries of a request beside what all have. */
export type Parsed = Pick<SeenRequest, 'model' | 'instructions' | 'texts' | 'images' | 'schema'>

/** What an answer consists of, before it is put into a wire format. */
export interface Answer {
  readonly text: string
  readonly stop: 'end' | 'length' | 'refusal'
  readonly usage: Usage | null
}

type Failure = Extract<StandInReply, { kind: 'status' }>

/** One provider's way to say things over HTTP. */
export interface Wire {
  readonly family: ModelFamily
  /** matches the paths it answers on */
  readonly path: RegExp
  /** the header that has to carry a key */
  readonly keyHeader: string
  read(body: Json, path: string): Parsed
  answer(model: string, answer: Answer): Json
  failure(failure: Failure): Json
  /** whether the hint to wait is a header */
  readonly waitHeader: boolean
}

export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : []
}

export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function texts(parts: readonly Json[]): readonly string[] {
  return parts.map((part) => part['text']).filter((value) => typeof value === 'string')
}

export function decoded(base64: unknown): Buffer {
  return Buffer.from(text(base64), 'base64')
}

/** The bytes of a `data:` address. */
export function decodedUrl(url: unknown): Buffer {
  return decoded(text(url).replace(/^data:image\/png;base64,/, ''))
}
