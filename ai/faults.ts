import * as z from 'zod'

import { ModelCallError } from './provider.ts'
import type { ModelFault } from './provider.ts'

/** A provider as messages call it, with the settings that mend a wrong key or address. */
export interface Service {
  readonly name: string
  readonly settings: string
}

/** What follows from a fault, and what a person should do or know. */
export interface Outcome {
  readonly kind: ModelCallError['kind']
  readonly fault: ModelFault
  readonly says: string
}

/** An HTTP answer that is no success. `text` is only searched, never passed on: it may quote a prompt or a key. */
export interface Refusal {
  readonly status: number
  /** the provider's own words for the cause, the most precise first */
  readonly codes: readonly (string | null | undefined)[]
  readonly text: string
  readonly retryAfterMs: number | null
}

export const QUOTA: Outcome = {
  kind: 'abstain',
  fault: 'quota',
  says: 'nothing is left of the quota or credit of this account',
}
export const MISCONFIGURED: Outcome = {
  kind: 'abstain',
  fault: 'misconfigured',
  says: 'the key, its rights or the name of the model are wrong',
}
export const RATE_LIMITED: Outcome = { kind: 'retry', fault: 'rate_limited', says: 'too many calls' }
export const OVERLOADED: Outcome = { kind: 'retry', fault: 'overloaded', says: 'it is overloaded' }
export const OUTAGE: Outcome = { kind: 'retry', fault: 'outage', says: 'it has a fault of its own' }
export const TOO_LARGE: Outcome = {
  kind: 'abstain',
  fault: 'rejected',
  says: 'the request is larger than it takes',
}
const SLOW: Outcome = { kind: 'retry', fault: 'timeout', says: 'it took too long' }
const REJECTED: Outcome = { kind: 'bug', fault: 'rejected', says: 'it does not understand the request' }

const STATUSES: Readonly<Record<number, Outcome>> = {
  401: MISCONFIGURED,
  402: QUOTA,
  403: MISCONFIGURED,
  404: MISCONFIGURED,
  408: SLOW,
  409: OUTAGE,
  413: TOO_LARGE,
  429: RATE_LIMITED,
  503: OVERLOADED,
  504: SLOW,
  529: OVERLOADED,
}

/** How providers word that a prompt does not fit; they have no common code for it. */
const TOO_LARGE_TEXT =
  /too (long|large)|maximum context length|exceed\w* (the |its )?(max|limit|context)|token count/i

/** What an HTTP answer means: the provider's own codes first, then its status. */
export function refused(
  service: Service,
  refusal: Refusal,
  codes: Readonly<Record<string, Outcome>>,
): ModelCallError {
  const { status, retryAfterMs } = refusal
  const known = refusal.codes.find((code) => typeof code === 'string' && Object.hasOwn(codes, code))
  const outcome = (known && codes[known]) || outcomeOfStatus(refusal)
  const code = refusal.codes.find((word) => typeof word === 'string' && /^[\w.-]{1,60}$/.test(word))
  const advice = outcome.fault === 'misconfigured' ? `; check ${service.settings}` : ''
  const message = `${service.name} answered ${[status, code].filter(Boolean).join(' ')}: ${outcome.says}${advice}`
  return new ModelCallError(message, { ...outcome, status, retryAfterMs })
}

function outcomeOfStatus({ status, text }: Refusal): Outcome {
  if (status === 400 && TOO_LARGE_TEXT.test(text)) return TOO_LARGE
  return STATUSES[status] ?? (status >= 500 ? OUTAGE : REJECTED)
}

/** No whole answer came over the connection. */
export function disconnected(service: Service, error: unknown): ModelCallError {
  const reason = socketCode(error)
  const message = `the connection to ${service.name} failed${reason ? ` (${reason})` : ''}`
  return new ModelCallError(message, { kind: 'retry', fault: 'outage' })
}

/** An answer that came is no reply of a model: a proxy's page, or JSON of another shape. */
export function unreadable(service: Service): ModelCallError {
  const message = `${service.name} answered with something that is no reply of a model`
  return new ModelCallError(message, { kind: 'retry', fault: 'unreadable' })
}

/** What is left after a provider's own errors: faults of the connection, of a body, or of our code. */
export function unexpected(service: Service, error: unknown): ModelCallError {
  if (error instanceof ModelCallError) return error
  if (error instanceof SyntaxError) return unreadable(service)
  if (error instanceof TypeError && /fetch failed|terminated/.test(error.message))
    return disconnected(service, error)
  const message = `the client of ${service.name} failed in a way that is not understood: ${placeOf(error)}`
  return new ModelCallError(message, { kind: 'bug', fault: 'rejected' })
}

/** The kind of an error and where it was thrown, without its message, which may quote what was sent or received. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frame = /^\s+(at .+)$/m.exec(error.stack ?? '')?.[1] ?? ''
  return `${error.name} ${frame}`.trim()
}

/**
 * Reads the JSON of an answer. The clients' own reading is not used: some of them throw away what an answer cost
 * when its text is of no use, and some fail on a page in a way of their own.
 * @throws ModelCallError `unreadable`; SyntaxError and TypeError of the body
 */
export async function readBody<Shape>(
  service: Service,
  schema: z.ZodType<Shape>,
  response: Response,
): Promise<Shape> {
  return readWire(service, schema, await response.json())
}

/**
 * Reads what came over the wire.
 * @throws ModelCallError `unreadable`
 */
export function readWire<Shape>(service: Service, schema: z.ZodType<Shape>, value: unknown): Shape {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw unreadable(service)
  return parsed.data
}

/** Milliseconds that the headers ask to wait: `retry-after-ms`, or `retry-after` in seconds or as a date. */
export function retryAfterOf(headers: Headers | undefined): number | null {
  const milliseconds = Number.parseFloat(headers?.get('retry-after-ms') ?? '')
  if (Number.isFinite(milliseconds)) return Math.max(0, Math.round(milliseconds))
  const value = headers?.get('retry-after')?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1000)
  const dateMs = Date.parse(value)
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - Date.now())
}

/** The code of the socket's error, however deep it lies below what was thrown. */
function socketCode(error: unknown): string | null {
  const causes = z.object({ code: z.unknown(), cause: z.unknown() }).partial()
  for (let current = error, depth = 0; depth < 4; depth++) {
    const parsed = causes.safeParse(current)
    if (!parsed.success) return null
    const { code, cause } = parsed.data
    if (typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code)) return code
    current = cause
  }
  return null
}
