import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { planEngine } from '../../parts/engine.ts'
import { describeEngine, supervisorSocket } from '../../parts/lease.ts'
import { runFolder } from '../../parts/places.ts'
import { postgresAnswer } from '../../parts/postgres-client.ts'
import { engineFile } from '../../parts/run-engine.ts'
import { isServing } from '../../parts/temporal-server.ts'
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
    blocker.close()
  })
})
