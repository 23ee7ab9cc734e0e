import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { homeDigest } from '../../api/server.ts'
import { startDaemon } from '../sandbox/daemon.ts'
import type { Daemon } from '../sandbox/daemon.ts'
import { removeFolders, startApiProcess } from '../support/engine.ts'
import type { ApiProcess } from '../support/engine.ts'
import { startPostgres } from '../support/postgres.ts'
import type { TestPostgres } from '../support/postgres.ts'
import { freePort, startTemporal } from '../support/temporal.ts'
import type { TestTemporal } from '../support/temporal.ts'

let postgres: TestPostgres
let temporal: TestTemporal
let daemon: Daemon
const started: ApiProcess[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  temporal = await startTemporal()
  daemon = await startDaemon()
})
afterEach(async () => {
  for (const api of started.splice(0)) {
    await api.stop('SIGKILL')
    removeFolders(api)
  }
})
afterAll(async () => {
  await daemon.stop()
  await temporal.stop()
  await postgres.stop()
})

async function start(more: Partial<Parameters<typeof startApiProcess>[0]> = {}): Promise<ApiProcess> {
  const databaseUrl = more.databaseUrl ?? (await postgres.createUrl())
  const own = { databaseUrl, temporalAddress: temporal.address, sandboxSocket: daemon.socketPath }
  const api = await startApiProcess({ ...own, ...more })
  started.push(api)
  return api
}

describe('the API as a process', () => {
  it('answers, says whose it is, and ends with 0 while live streams are open', async () => {
    const api = await start()
    const health = (await (await fetch(`${api.url}/healthz`)).json()) as { home: string }
    expect(health.home).toBe(homeDigest(api.home))
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200)
    const stream = await fetch(`${api.url}/v1/events`)
    expect(await api.stop()).toBe(0)
    await stream.body?.cancel().catch(() => {})
  })

  it('ends when its parent closes its input', async () => {
    const api = await start({ withParent: true })
    const exited = new Promise((resolve) => api.process.once('exit', resolve))
    api.process.stdin?.end()
    expect(await exited).toBe(0)
  })

  it('starts again on the database it was killed on', async () => {
    const databaseUrl = await postgres.createUrl()
    const first = await start({ databaseUrl })
    const body = JSON.stringify({ kind: 'plot', plotId: 'scatter-basic' })
    const headers = { 'Content-Type': 'application/json' }
    const run = (await (await fetch(`${first.url}/v1/runs`, { method: 'POST', headers, body })).json()) as {
      id: string
    }
    await first.stop('SIGKILL')
    const second = await start({ databaseUrl, before: first })
    expect(await (await fetch(`${second.url}/v1/runs/${run.id}`)).json()).toMatchObject({ id: run.id })
  })

  it('keeps the first token in a file for its owner alone, below a supervisor', async () => {
    const api = await start({ withParent: true, environment: { AUTH: 'on' } })
    const file = join(api.home, 'first-token')
    await until(() => existsSync(file))
    const token = readFileSync(file, 'utf8').trim()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(api.output()).not.toContain(token)
    expect((await fetch(`${api.url}/v1/runs`)).status).toBe(401)
    const headers = { Authorization: `Bearer ${token}` }
    expect((await fetch(`${api.url}/v1/runs`, { headers })).status).toBe(200)
  })

  it('prints the first token once, to a person', async () => {
    const databaseUrl = await postgres.createUrl()
    const first = await start({ databaseUrl, environment: { AUTH: 'on' } })
    expect(first.output()).toMatch(/first admin token, shown once: pyp_admin_\w{32}/)
    const second = await start({ databaseUrl, environment: { AUTH: 'on' } })
    expect(second.output()).not.toContain('pyp_admin')
  })

  it('says which port is taken', async () => {
    const blocker = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve))
    await expect(start({ environment: { PORT: String(port) } })).rejects.toThrow(
      `port ${port} of 127.0.0.1 is taken`,
    )
    await new Promise((resolve) => blocker.close(resolve))
  })

  it('has metrics at a port of their own, without a token, when asked for', async () => {
    const api = await start({ environment: { METRICS_PORT: '0', AUTH: 'on' } })
    const url = /^metrics: (\S+)$/m.exec(api.output())?.[1] ?? ''
    expect(await (await fetch(url)).text()).toMatch(/^pyplots_sandbox_up 1$/m)
    expect((await fetch(`${api.url}/metrics`)).status).toBe(401)
    expect(await api.stop()).toBe(0)
    expect((await start()).output()).not.toContain('metrics')
  })

  it('says that the port of the metrics is taken', async () => {
    const blocker = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve))
    await expect(start({ environment: { METRICS_PORT: String(port) } })).rejects.toThrow(
      `port ${port} of 127.0.0.1 is taken: stop what uses it, or set METRICS_PORT`,
    )
    await new Promise((resolve) => blocker.close(resolve))
  })

  it('says what is wrong with its settings', async () => {
    await expect(start({ environment: { HOST: '0.0.0.0', AUTH: 'off' } })).rejects.toThrow('loopback only')
    await expect(start({ databaseUrl: 'postgres://postgres@127.0.0.1:1/none' })).rejects.toThrow(
      'cannot be reached',
    )
    await expect(start({ environment: { ENVIRONMENTS_FILE: '/no/such/file' } })).rejects.toThrow('make setup')
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}
