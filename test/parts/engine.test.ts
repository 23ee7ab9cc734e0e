import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { migrate } from '../../db/migrate.ts'
import { ENGINE_PARTS, planEngine } from '../../parts/engine.ts'
import { acquireLease, describeEngine, supervisorSocket } from '../../parts/lease.ts'
import { runFolder } from '../../parts/places.ts'
import { postgresAnswer } from '../../parts/postgres-client.ts'
import { engineFile, runEngine } from '../../parts/run-engine.ts'
import { isServing } from '../../parts/temporal-server.ts'
import { fontFiles } from '../../sandbox/environments.ts'
import { buildProject } from '../../scripts/build-project.ts'
import { alive, leaseParts, pidOf, temporaryHome, until } from './support.ts'

const TIMEOUT_MS = 60_000
const LOANS = { fonts: [], migrate: () => Promise.resolve() }

describe('the engine', { timeout: TIMEOUT_MS }, () => {
  it('serves two clients, and the last one out stops everything', async () => {
    const config = temporaryHome()
    const first = await leaseParts(config, 'first')
    const second = await leaseParts(config, 'second')
    expect(first.startedHere).toBe(true)
    expect(second.startedHere).toBe(false)
    expect(second.engine).toMatchObject({ pid: first.engine.pid, home: config.home, startedBy: 'first' })

    expect(await first.release()).toBe(1)
    expect(await postgresAnswer(second.engine.databaseUrl ?? '')).toMatchObject({ ok: true })
    const pids = [second.engine.pid, pidOf(second, 'postgres'), pidOf(second, 'temporal')]
    expect(pids.map(alive)).toEqual([true, true, true])

    expect(await second.release()).toBe(0)
    expect(pids.map(alive)).toEqual([false, false, false])
    expect([runFolder(config.home), engineFile(config.home)].map((path) => existsSync(path))).toEqual([
      false,
      false,
    ])
    expect(await describeEngine(config)).toBeNull()
  })

  it('writes its state for others to read', async () => {
    const config = temporaryHome()
    const lease = await leaseParts(config, 'reader')
    const state: unknown = JSON.parse(readFileSync(engineFile(config.home), 'utf8'))
    expect(state).toMatchObject({ home: config.home, pid: lease.engine.pid, startedBy: 'reader' })
    expect(await describeEngine(config)).toMatchObject({ pid: lease.engine.pid })
    await lease.release()
  })

  it('stops when its only client is gone without a word', async () => {
    const config = temporaryHome()
    const lease = await leaseParts(config)
    const observer = await describeEngine(config)
    expect(observer?.pid).toBe(lease.engine.pid)
    lease.abandon()
    await until(() => !alive(lease.engine.pid))
    expect(alive(pidOf(lease, 'postgres'))).toBe(false)
    expect(alive(pidOf(lease, 'temporal'))).toBe(false)
  })

  it('brings a killed part back at the same address', async () => {
    const config = temporaryHome()
    const lease = await leaseParts(config)
    const { databaseUrl, temporalAddress } = lease.engine
    for (const name of ['postgres', 'temporal']) {
      process.kill(pidOf(lease, name), 'SIGKILL')
      await until(async () => {
        const part = (await describeEngine(config))?.parts.find((candidate) => candidate.name === name)
        return part?.state === 'ready' && part.pid !== pidOf(lease, name) && part.restarts > 0
      })
    }
    expect(await postgresAnswer(databaseUrl ?? '')).toMatchObject({ ok: true })
    expect(await isServing(temporalAddress ?? '')).toBe(true)
    await lease.release()
  })

  it('comes back after its supervisor was killed: PostgreSQL is taken over, Temporal is replaced', async () => {
    const config = temporaryHome()
    const lease = await leaseParts(config)
    const left = { postgres: pidOf(lease, 'postgres'), temporal: pidOf(lease, 'temporal') }
    process.kill(lease.engine.pid, 'SIGKILL')
    await lease.lost
    expect(alive(left.postgres)).toBe(true)

    const next = await leaseParts(config)
    expect(next.startedHere).toBe(true)
    expect(pidOf(next, 'postgres')).toBe(left.postgres)
    expect(pidOf(next, 'temporal')).not.toBe(left.temporal)
    expect(alive(left.temporal)).toBe(false)

    await next.release()
    expect(alive(left.postgres)).toBe(false)
  })

  it('does not touch the engine of another home', async () => {
    const one = temporaryHome()
    const other = temporaryHome()
    expect(supervisorSocket(one)).not.toBe(supervisorSocket(other))
    const [first, second] = await Promise.all([leaseParts(one), leaseParts(other)])
    expect(second.engine.pid).not.toBe(first.engine.pid)
    expect(second.engine.databaseUrl).not.toBe(first.engine.databaseUrl)
    await second.release()
    expect(alive(pidOf(first, 'postgres'))).toBe(true)
    expect(await describeEngine(one)).toMatchObject({ home: one.home })
    await first.release()
  })

  it('tells every client why it cannot start, and leaves nothing behind', async () => {
    const config = temporaryHome({}, { emptyCache: true })
    const start = leaseParts(config, 'test', 'temporal')
    await expect(start).rejects.toThrow(/no Temporal CLI .* in the cache. Run `make setup`/)
    expect(existsSync(join(config.home, 'temporal'))).toBe(false)
  })
})

describe('runEngine', { timeout: TIMEOUT_MS }, () => {
  it('runs every part until the last lease ends', async () => {
    const config = temporaryHome()
    await buildProject(config.root, () => undefined)
    const loans = { fonts: fontFiles(config.root), migrate: migrateWithOurs(config.root) }
    const plan = () => planEngine(config, { parts: ENGINE_PARTS, apiPort: null, uiPort: null }, loans)
    const lines: string[] = []
    const run = { startedBy: 'this test', plan, log: (line: string) => lines.push(line) }
    const ended = runEngine(config, run, new AbortController().signal)
    await until(() => existsSync(supervisorSocket(config)))
    const lease = await acquireLease(config, {
      client: 'a test',
      command: ['/nonexistent'],
      report: () => undefined,
    })
    expect(lease.startedHere).toBe(false)
    expect(lease.engine.parts.map(({ name, state }) => [name, state])).toEqual(
      ENGINE_PARTS.map((name) => [name, 'ready']),
    )
    expect((await fetch(`${lease.engine.url}/readyz`)).status).toBe(200)
    lease.restart(['api'])
    await until(() => lines.includes('api: restarting (exit code 0)'))
    expect(await lease.release()).toBe(0)
    expect(await ended).toBe(true)
    expect(lines).toContain('stopping: the last lease ended')
  })

  it('stops when it is told to, before anybody took a lease', async () => {
    const config = temporaryHome()
    const controller = new AbortController()
    const plan = () => planEngine(config, { parts: [], apiPort: null, uiPort: null }, LOANS)
    const ended = runEngine(config, { startedBy: 'test', plan, log: () => undefined }, controller.signal)
    await until(() => existsSync(supervisorSocket(config)))
    controller.abort()
    expect(await ended).toBe(true)
    expect(existsSync(supervisorSocket(config))).toBe(false)
  })

  it('tells its client why it did not become healthy', async () => {
    const config = temporaryHome()
    const plan = () => Promise.reject(new Error('the moon is in the wrong phase'))
    const ended = runEngine(
      config,
      { startedBy: 'test', plan, log: () => undefined },
      new AbortController().signal,
    )
    await until(() => existsSync(supervisorSocket(config)))
    const options = { client: 'test', command: ['/nonexistent'], report: () => undefined } as const
    await expect(acquireLease(config, options)).rejects.toThrow('the moon is in the wrong phase')
    expect(await ended).toBe(false)
  })
})

describe('the Temporal database', () => {
  it('of another server version is put aside, not lost', async () => {
    const config = temporaryHome()
    const folder = join(config.home, 'temporal')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'version'), '1.5.1 (server 1.29.1)\n')
    writeFileSync(join(folder, 'temporal.db'), 'old')
    const lease = await leaseParts(config, 'test', 'temporal')
    expect(readFileSync(join(folder, 'temporal.db.of-1.5.1'), 'utf8')).toBe('old')
    await lease.release()
  })
})

/** Brings a database up to date with this checkout's migrations. */
function migrateWithOurs(root: string): (url: string) => Promise<void> {
  return (url) => migrate(url, join(root, 'db', 'migrations'))
}

describe('planEngine', () => {
  it('names the port that is taken, and the setting to change', async () => {
    const config = temporaryHome()
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const address = blocker.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const api = planEngine(config, { parts: [], apiPort: port, uiPort: null }, LOANS)
    await expect(api).rejects.toThrow(`port ${port} on 127.0.0.1 is taken by another program`)
    const ui = planEngine(config, { parts: [], apiPort: null, uiPort: port }, LOANS)
    await expect(ui).rejects.toThrow(`TEMPORAL_UI_PORT=${port + 1} make serve`)
    const measured = { ...config, METRICS_PORT: port }
    const metrics = planEngine(measured, { parts: ['api'], apiPort: null, uiPort: null }, LOANS)
    await expect(metrics).rejects.toThrow(`METRICS_PORT=${port + 1} make serve`)
    blocker.close()
  })
})
