import { randomBytes } from 'node:crypto'

import type { Database, Session } from '../db/client.ts'
import { insertFirstToken, useToken } from '../db/queries/token.ts'
import { AppError } from '../domain/errors.ts'
import { sha256 } from '../hash.ts'
import type { Principal, Role } from './deps.ts'
import { httpError } from './errors.ts'

/** Who everybody is while no tokens are asked for. */
const LOCAL: Principal = { name: 'local', role: 'admin' }

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Characters of a token's secret part: 190 bits. */
const SECRET_LENGTH = 32

/**
 * Says who sends a request, from its `Authorization` header.
 * @throws HTTPException 401
 */
export async function authenticate(
  deps: { readonly db: Session; readonly authRequired: boolean },
  header: string | undefined,
): Promise<Principal> {
  if (!deps.authRequired) return LOCAL
  const token = /^Bearer +([\w-]{10,200})$/i.exec(header ?? '')?.[1]
  if (token === undefined)
    throw httpError(401, 'send a token: Authorization: Bearer pyp_…, or set PYPLOTS_TOKEN')
  const known = await useToken(deps.db, sha256(token))
  if (known === null) throw httpError(401, 'this token is not known')
  return { name: known.name, role: known.role }
}

/**
 * Whether tokens are asked for: always where others can reach the server.
 * @throws AppError `invalid` when they are switched off there
 */
export function isAuthRequired(config: {
  readonly HOST: string
  readonly AUTH?: 'on' | 'off' | undefined
}): boolean {
  const loopback = LOOPBACK.test(config.HOST)
  if (config.AUTH === 'off' && !loopback) {
    throw new AppError('invalid', `AUTH=off works on loopback only, HOST is ${config.HOST}: remove AUTH`)
  }
  return config.AUTH === undefined ? !loopback : config.AUTH === 'on'
}

/** A new token; it is shown once and only its digest is kept. */
export function createToken(role: Role): string {
  const limit = 256 - (256 % LETTERS.length)
  const letters: string[] = []
  while (letters.length < SECRET_LENGTH) {
    const fair = [...randomBytes(SECRET_LENGTH)].filter((byte) => byte < limit)
    letters.push(...fair.map((byte) => LETTERS.charAt(byte % LETTERS.length)))
  }
  return `pyp_${role}_${letters.slice(0, SECRET_LENGTH).join('')}`
}

/** Makes the first admin token of a database without tokens; null when there are some. */
export async function bootstrapToken(db: Database): Promise<string | null> {
  const token = createToken('admin')
  const added = await insertFirstToken(db, { name: 'bootstrap', role: 'admin', sha256: sha256(token) })
  return added ? token : null
}
