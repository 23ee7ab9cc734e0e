import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createDatabase } from '../../db/client.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { startDaemon } from '../sandbox/daemon.ts'
import type { Daemon } from '../sandbox/daemon.ts'
import { useApi } from '../support/api.ts'
import { freePort } from '../support/temporal.ts'

const parts = useApi()

async function nowhere() {
  return connectTemporal({
    TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`,
    TEMPORAL_NAMESPACE: 'default',
  })
}

describe('/healthz', () => {
  it('says whose engine this is', async () => {
    const api = await parts.open()
    expect(await (await api.send('/healthz')).json()).toEqual({
      status: 'ok',
      service: 'pyplots',
      version: '0.0.0',
      home: 'abcdefabcdef',
    })
  })
})

describe('/readyz', () => {
  let daemon: Daemon
  beforeAll(async () => {
    daemon = await startDaemon()
  })
  afterAll(() => daemon.stop())

  it('is 200 while every part answers', async () => {
    const api = await parts.open({ sandbox: daemon.sandbox })
    const response = await api.send('/readyz')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      status: 'ready',
      checks: {
        database: { ok: true },
        migrations: { ok: true },
        temporal: { ok: true },
        sandbox: { ok: true },
      },
    })
  })

  it('is 503 and names the part while Temporal is away', async () => {
    const temporal = await nowhere()
    const api = await parts.open({ temporal })
    const response = await api.send('/readyz')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      status: 'not_ready',
      checks: {
        database: { ok: true },
        temporal: { ok: false, message: 'the Temporal server does not answer' },
      },
    })
    await temporal.close()
  })

  it('is 503 and names the part while the sandbox is away', async () => {
    const api = await parts.open()
    const response = await api.send('/readyz')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      checks: { database: { ok: true }, sandbox: { ok: false, message: 'the sandbox does not answer' } },
    })
  })

  it('is 503 while a migration is missing', async () => {
    const api = await parts.open()
    await api.db.sql`delete from drizzle.__drizzle_migrations`
    expect(await (await api.send('/readyz')).json()).toMatchObject({ checks: { migrations: { ok: false } } })
  })
})

describe('while a part is away', () => {
  it('a run is accepted and stays queued without Temporal, and the reconciler is told', async () => {
    const temporal = await nowhere()
    let woken = 0
    const api = await parts.open({ temporal, wakeReconciler: () => (woken += 1) })
    const response = await api.post('/v1/runs', { kind: 'plot', plotId: 'scatter-basic' })
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ status: 'queued', joined: false })
    expect(woken).toBe(1)
    const id = response.headers.get('Location') ?? ''
    expect(await (await api.send(id)).json()).toMatchObject({ live: null })
    expect((await api.post(`${id}/cancel`)).status).toBe(503)
    await temporal.close()
  })

  it('requests get 503 without the database, and no word of its queries', async () => {
    const db = createDatabase(`postgres://postgres@127.0.0.1:${await freePort()}/none`)
    const api = await parts.open({ db })
    const response = await api.send('/v1/runs')
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).not.toBeNull()
    const text = await response.text()
    expect(text).toContain('the database cannot be reached')
    expect(text.toLowerCase()).not.toContain('select')
    await db.close()
  })
})
