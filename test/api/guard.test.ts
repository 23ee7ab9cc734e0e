import { describe, expect, it } from 'vitest'

import { allowedHosts } from '../../api/server.ts'
import { bootstrapToken, createToken, isAuthRequired } from '../../api/auth.ts'
import { BODY_BYTES_MAX } from '../../api/guard.ts'
import { insertToken } from '../../db/queries/token.ts'
import { sha256 } from '../../hash.ts'
import { useApi } from '../support/api.ts'

const parts = useApi()

describe('Host and Origin', () => {
  it.each([
    ['localhost:8000', 200],
    ['127.0.0.1:8000', 200],
    ['[::1]:8000', 200],
    ['LOCALHOST', 200],
    ['evil.example', 403],
    ['evil.example:8000', 403],
    ['localhost.evil.example', 403],
    ['192.168.1.5', 403],
  ])('%s gets %i', async (host, status) => {
    const api = await parts.open()
    for (const path of ['/healthz', '/v1/runs']) {
      expect((await api.send(path, { headers: { Host: host } })).status).toBe(status)
    }
  })

  it('accepts addresses when the server listens on all of them, and still no foreign name', async () => {
    const api = await parts.open({ anyAddress: true })
    expect((await api.send('/healthz', { headers: { Host: '192.168.1.5:8000' } })).status).toBe(200)
    expect((await api.send('/healthz', { headers: { Host: '[fe80::1]:8000' } })).status).toBe(200)
    expect((await api.send('/healthz', { headers: { Host: 'evil.example' } })).status).toBe(403)
  })

  it.each([
    ['http://localhost:8000', 200],
    ['http://localhost:9000', 403],
    ['https://evil.example', 403],
    ['null', 403],
  ])('a request from the site %s gets %i', async (origin, status) => {
    const api = await parts.open()
    const headers = { Host: 'localhost:8000', Origin: origin }
    expect((await api.send('/v1/runs', { headers })).status).toBe(status)
  })

  it('knows the public name', () => {
    expect(allowedHosts({ HOST: '0.0.0.0', PUBLIC_URL: 'https://plots.example/x' })).toContain(
      'plots.example',
    )
    expect(allowedHosts({ HOST: '::1', PUBLIC_URL: undefined })).toContain('[::1]')
  })
})

describe('tokens', () => {
  it('are asked for, except by the health routes', async () => {
    const api = await parts.open({ authRequired: true })
    const refused = await api.send('/v1/runs')
    expect(refused.status).toBe(401)
    expect(refused.headers.get('WWW-Authenticate')).toContain('Bearer')
    expect(await refused.json()).toMatchObject({ code: 'unauthenticated' })
    expect(
      (await api.send('/v1/runs', { headers: { Authorization: 'Bearer pyp_admin_wrong' } })).status,
    ).toBe(401)
    expect((await api.send('/healthz')).status).toBe(200)
    expect((await api.send('/openapi.json')).status).toBe(200)
  })

  it('let the first admin in, whose token is made once and kept as a digest', async () => {
    const api = await parts.open({ authRequired: true })
    const token = await bootstrapToken(api.db)
    expect(token).toMatch(/^pyp_admin_\w{32}$/)
    expect(await bootstrapToken(api.db)).toBeNull()
    const response = await api.send('/v1/runs', { headers: { Authorization: `Bearer ${token}` } })
    expect(response.status).toBe(200)
    const [row] = await api.db.sql`select * from api_tokens`
    expect(JSON.stringify(row)).not.toContain(token?.slice(-32))
    expect(row?.['last_used_at']).not.toBeNull()
  })

  it('carry a role: a viewer reads, an operator starts runs', async () => {
    const api = await parts.open({ authRequired: true })
    const send = async (role: 'viewer' | 'operator') => {
      const token = createToken(role)
      await insertToken(api.db, { name: role, role, sha256: sha256(token) })
      const headers = { Authorization: `Bearer ${token}` }
      const read = await api.send('/v1/runs', { headers })
      const write = await api.post('/v1/runs', { kind: 'plot', plotId: 'no-such-plot-at-all' }, headers)
      return [read.status, write.status]
    }
    expect(await send('viewer')).toEqual([200, 403])
    expect(await send('operator')).toEqual([200, 404])
  })

  it('are never the same twice', () => {
    expect(new Set(Array.from({ length: 100 }, () => createToken('viewer'))).size).toBe(100)
  })

  it.each([
    ['127.0.0.1', undefined, false],
    ['localhost', undefined, false],
    ['::1', 'on', true],
    ['127.0.0.1', 'off', false],
    ['0.0.0.0', undefined, true],
    ['plots.example', 'on', true],
  ] as const)('with HOST=%s and AUTH=%s are asked for: %s', (HOST, AUTH, expected) => {
    expect(isAuthRequired({ HOST, AUTH })).toBe(expected)
  })

  it('cannot be switched off where others reach the server', () => {
    expect(() => isAuthRequired({ HOST: '0.0.0.0', AUTH: 'off' })).toThrow(/loopback only/)
  })
})

describe('every response', () => {
  it('carries a request id, the given one if it is harmless', async () => {
    const api = await parts.open()
    const own = await api.send('/healthz', { headers: { 'X-Request-Id': 'abc-1' } })
    expect(own.headers.get('X-Request-Id')).toBe('abc-1')
    const made = await api.send('/nowhere', { headers: { 'X-Request-Id': 'a b' } })
    expect(made.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await made.json()).toMatchObject({ requestId: made.headers.get('X-Request-Id') })
  })

  it('carries security headers, errors included', async () => {
    const api = await parts.open()
    for (const path of ['/healthz', '/nowhere', '/v1/runs/x']) {
      const { headers } = await api.send(path)
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    }
  })

  it('is a problem for unknown paths, methods and malformed or oversized bodies', async () => {
    const api = await parts.open()
    expect(await (await api.send('/v1/nothing')).json()).toMatchObject({ status: 404, code: 'not_found' })
    const method = await api.send('/v1/runs', { method: 'DELETE' })
    expect(method.status).toBe(405)
    expect(method.headers.get('Allow')).toBe('POST, GET, HEAD')
    const headers = { 'Content-Type': 'application/json' }
    const malformed = await api.send('/v1/runs', { method: 'POST', headers, body: '{' })
    expect(await malformed.json()).toMatchObject({ status: 400, code: 'malformed' })
    const large = await api.send('/v1/runs', {
      method: 'POST',
      headers,
      body: 'x'.repeat(BODY_BYTES_MAX + 1),
    })
    expect(await large.json()).toMatchObject({ status: 413, code: 'too_large' })
    const untyped = await api.send('/v1/runs', { method: 'POST', body: 'kind=plot' })
    expect(await untyped.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' })
    expect((await api.post('/v1/runs', {}, { 'Idempotency-Key': 'a b' })).status).toBe(400)
  })
})
