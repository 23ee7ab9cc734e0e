import { isIP } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { v7 as uuidv7 } from 'uuid'

import { AppError } from '../domain/errors.ts'
import { authenticate } from './auth.ts'
import type { ApiDeps, ApiEnv, Role } from './deps.ts'
import { httpError } from './errors.ts'

/** Bytes a request may have: an implementation of a million characters, escaped, and some room. */
export const BODY_BYTES_MAX = 4_000_000

/** Paths that anybody may read: they say nothing about the catalogue. */
const OPEN_PATHS: readonly string[] = ['/healthz', '/readyz', '/openapi.json']

const ROLES: readonly Role[] = ['viewer', 'operator', 'admin']

/**
 * Runs before every route. Headers are set before the handler answers: changing a finished response costs
 * several times as much.
 */
export function guard(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async function guardRequest(c, next) {
    const given = c.req.header('X-Request-Id')
    const requestId = given !== undefined && /^[\w-]{1,100}$/.test(given) ? given : uuidv7()
    c.set('requestId', requestId)
    c.header('X-Request-Id', requestId)
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('X-Frame-Options', 'DENY')
    c.header('Referrer-Policy', 'no-referrer')
    c.header('Cross-Origin-Resource-Policy', 'same-origin')
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    checkSite(deps, c)
    if (!OPEN_PATHS.includes(c.req.path)) {
      const principal = await authenticate(deps, c.req.header('Authorization'))
      requireRole(principal.role, c.req.method === 'GET' || c.req.method === 'HEAD' ? 'viewer' : 'operator')
      c.set('principal', principal)
    }
    await next()
  }
}

/** Refuses bodies that no request of ours has. */
export const limitBody: MiddlewareHandler<ApiEnv> = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: () => {
    throw httpError(413, `the body is larger than ${BODY_BYTES_MAX} bytes`)
  },
})

/** Refuses requests sent to a foreign name, and by pages of other sites. @throws AppError `forbidden` */
export function checkSite(deps: Pick<ApiDeps, 'allowedHosts' | 'anyAddress'>, c: Context): void {
  const host = c.req.header('Host') ?? new URL(c.req.url).host
  checkHost(deps, host)
  checkOrigin(c.req.header('Origin'), host)
}

/** A page of another site could reach a loopback server by a name of its own that points here. */
function checkHost(deps: Pick<ApiDeps, 'allowedHosts' | 'anyAddress'>, host: string): void {
  const name = hostName(host)
  const isAddress = isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
  if (deps.allowedHosts.includes(name) || (deps.anyAddress && isAddress)) return
  throw new AppError(
    'forbidden',
    `this engine does not answer to the name ${name}: set PUBLIC_URL if it should`,
  )
}

function checkOrigin(origin: string | undefined, host: string): void {
  if (origin === undefined) return
  if (URL.canParse(origin) && new URL(origin).host === host.toLowerCase()) return
  throw new AppError('forbidden', `requests from the site ${origin.slice(0, 200)} are refused`)
}

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '')
}

function requireRole(has: Role, needed: Role): void {
  if (ROLES.indexOf(has) >= ROLES.indexOf(needed)) return
  throw new AppError('forbidden', `this needs the role ${needed}, the token has ${has}`)
}
