import type { MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import { keepAnswer, releaseKey, reserveKey } from '../db/queries/idempotency.ts'
import { AppError } from '../domain/errors.ts'
import { sha256 } from '../hash.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { httpError } from './errors.ts'

/** Headers that belong to an answer and are replayed with it. */
const KEPT_HEADERS = ['Content-Type', 'Location', 'ETag'] as const

/** A POST that carries an `Idempotency-Key` happens once; the same request again gets the same answer. */
export function idempotency({ db }: Pick<ApiDeps, 'db'>): MiddlewareHandler<ApiEnv> {
  return async function replayOrDo(c, next) {
    const key = c.req.header('Idempotency-Key')
    if (c.req.method !== 'POST' || key === undefined) return next()
    if (!/^[\x21-\x7e]{1,200}$/.test(key))
      throw httpError(400, 'Idempotency-Key: use 1 to 200 visible characters')
    const fingerprint = sha256(`${c.req.method} ${c.req.path}\n${await c.req.text()}`)
    const request = { principal: c.get('principal').name, key, fingerprint }
    const reservation = await reserveKey(db, request)
    if (reservation.kind === 'other') {
      throw httpError(422, 'this Idempotency-Key was used for another request: use a new one')
    }
    if (reservation.kind === 'busy') {
      c.header('Retry-After', '1')
      throw new AppError('conflict', 'the same request is being answered just now: ask again in a second')
    }
    if (reservation.kind === 'done') {
      for (const [name, value] of Object.entries(reservation.headers ?? {})) c.header(name, value)
      c.header('Idempotency-Replayed', 'true')
      // Only statuses that a route of ours answered with are ever stored.
      return c.body(reservation.body, reservation.status as ContentfulStatusCode)
    }
    await next()
    if (c.res.status >= 500) return releaseKey(db, request)
    const headers = KEPT_HEADERS.flatMap((name) => {
      const value = c.res.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    const body = await c.res.clone().text()
    await keepAnswer(db, request, { status: c.res.status, headers: Object.fromEntries(headers), body })
  }
}
