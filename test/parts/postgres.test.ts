import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import type { Config } from '../../config.ts'
import { planEngine } from '../../parts/engine.ts'
import type { Found } from '../../parts/part.ts'
import { dataFolder, runFolder, serverUser } from '../../parts/places.ts'
import { postgresPart } from '../../parts/postgres.ts'
import { postgresAnswer } from '../../parts/postgres-client.ts'
import { postgresService, postgresUrl } from '../../parts/postgres-server.ts'
import { createSupervisor } from '../../parts/supervisor.ts'
import { alive, IS_ROOT, runModule, temporaryHome, until } from './support.ts'

const TIMEOUT_MS = 60_000
const NOBODY = 65_534

describe('PostgreSQL', { timeout: TIMEOUT_MS }, () => {
  it('keeps what was written over a stop and a start', async () => {
    const config = temporaryHome()
    const first = await startPostgres(config)
    expect(await postgresAnswer(postgresUrl(config))).toMatchObject({
      ok: true,
      dataFolder: dataFolder(config).path,
    })
    await first.stop()
    expect(alive(first.pid)).toBe(false)
    expect(await postgresAnswer(postgresUrl(config))).toMatchObject({ ok: false })

    const second = await startPostgres(config)
    expect(await postgresAnswer(postgresUrl(config))).toMatchObject({ ok: true })
    await second.stop()
  })

  it('takes no connections but those of its own user', async () => {
    const config = temporaryHome()
    const server = await startPostgres(config)
    const folder = join(runFolder(config.home), 'postgres')
    expect(statSync(folder).mode & 0o077).toBe(0)
    expect(statSync(dataFolder(config).path).mode & 0o077).toBe(0)
    await server.stop()
  })

  it('runs from the npm package where the system has none of the wanted version', async () => {
    const config = temporaryHome()
    mkdirSync(dataFolder(config).path, { recursive: true })
    writeFileSync(join(dataFolder(config).path, 'PG_VERSION'), '18\n')
    const binaries = await found(config)
    expect(binaries).toMatchObject({ way: 'npm package', version: expect.stringMatching(/^18\./) })
    rmSync(dataFolder(config).path, { recursive: true })

    const server = await startPostgres(config, binaries)
    expect(await postgresAnswer(postgresUrl(config))).toMatchObject({ ok: true, major: 18 })
    await server.stop()
  })

  it('refuses data of a version it does not have, and says what to do', async () => {
    const config = temporaryHome()
    mkdirSync(dataFolder(config).path, { recursive: true })
    writeFileSync(join(dataFolder(config).path, 'PG_VERSION'), '14\n')
    const missing = await postgresPart.find(config)
    expect(missing).toMatchObject({
      kind: 'missing',
      reason: expect.stringContaining('was made by PostgreSQL 14'),
    })
    await expect(postgresPart.ensure(config, () => undefined)).rejects.toThrow('Install PostgreSQL 14 again')
  })

  it('reports an unreachable DATABASE_URL without its password', async () => {
    const config = temporaryHome({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/none' })
    const missing = await postgresPart.find(config)
    expect(missing).toMatchObject({ kind: 'missing', reason: expect.stringContaining('127.0.0.1:1/none') })
    expect(JSON.stringify(missing)).not.toContain('secret')
  })

  it.runIf(IS_ROOT)('as root moves its data to where its user can reach it, and says so', async () => {
    const config = temporaryHome()
    chmodSync(dirname(config.home), 0o700)
    const place = dataFolder(config)
    expect(place.path).toMatch(/^\/var\/lib\/pyplots\//)
    expect(place.note).toContain(dirname(config.home))
    onTestFinished(() => rmSync(dirname(place.path), { recursive: true, force: true }))

    const server = await startPostgres(config)
    expect(statSync(place.path).uid).toBe(serverUser()?.uid)
    expect(await postgresAnswer(postgresUrl(config))).toMatchObject({ ok: true })
    await server.stop()
  })

  it('is taken over from a supervisor that was killed, and stops when it is told to', async () => {
    const config = temporaryHome()
    const server = await startPostgres(config)
    const spec = postgresService(config, await found(config))
    const taken = await spec.launch()
    expect(taken.pid).toBe(server.pid)
    await server.stop()
    expect(await taken.ended).toBe('gone')
    taken.signal('SIGINT')
    expect(alive(taken.pid)).toBe(false)
  })

  it('is stopped and started anew when it no longer answers', async () => {
    const config = temporaryHome()
    const spec = postgresService(config, await found(config))
    onTestFinished(() => rmSync(runFolder(config.home), { recursive: true, force: true }))
    const deaf = await spec.launch()
    await until(() => spec.isReady())
    rmSync(join(runFolder(config.home), 'postgres'), { recursive: true })
    const next = await spec.launch()
    expect(await deaf.ended).toBe('exit code 0')
    expect(next.pid).not.toBe(deaf.pid)
    await until(() => spec.isReady())
    next.signal('SIGINT')
    await next.ended
  })

  it('starts although its lock file names a process that is something else, or is gone', async () => {
    const config = temporaryHome()
    const first = await startPostgres(config)
    await first.stop()
    const lockFile = join(dataFolder(config).path, 'postmaster.pid')
    for (const pid of [process.pid, 4_194_305]) {
      writeFileSync(lockFile, `${pid}\n`)
      const next = await startPostgres(config)
      expect(await postgresAnswer(postgresUrl(config))).toMatchObject({ ok: true })
      await next.stop()
    }
  })

  it('is not started on data that another version made', async () => {
    const config = temporaryHome()
    const folder = dataFolder(config).path
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'PG_VERSION'), '9\n')
    const spec = postgresService(config, { kind: 'found', way: 'system', version: '16.1', path: '/pg' })
    onTestFinished(() => rmSync(runFolder(config.home), { recursive: true, force: true }))
    await expect(spec.launch()).rejects.toThrow(
      `${folder} was made by PostgreSQL 9, but /pg is 16.1: install PostgreSQL 9`,
    )
  })

  it('leaves no data behind when initdb fails, and shows what it said', async () => {
    const config = temporaryHome()
    const path = join(dirname(config.home), 'binaries')
    mkdirSync(path)
    writeFileSync(join(path, 'initdb'), '#!/bin/sh\necho "no such locale" >&2; exit 1\n', { mode: 0o755 })
    const spec = postgresService(config, { kind: 'found', way: 'system', version: '16.1', path })
    onTestFinished(() => rmSync(runFolder(config.home), { recursive: true, force: true }))
    await expect(spec.launch()).rejects.toThrow('initdb failed:\nno such locale')
    expect(existsSync(dataFolder(config).path)).toBe(false)
  })

  it('is used where DATABASE_URL names it', async () => {
    const config = temporaryHome()
    const server = await startPostgres(config)
    const given = { ...config, DATABASE_URL: postgresUrl(config) }
    expect(await postgresPart.find(given)).toMatchObject({ kind: 'found', way: 'DATABASE_URL' })
    const migrated: string[] = []
    const plan = await planEngine(
      given,
      { parts: ['postgres'], apiPort: null, uiPort: null },
      { fonts: [], migrate: async (url) => void migrated.push(url) },
    )
    expect(plan).toMatchObject({ specs: [], databaseUrl: given.DATABASE_URL })
    expect(migrated).toEqual([given.DATABASE_URL])
    await server.stop()
  })

  it.runIf(IS_ROOT)('runs for an unprivileged user as that user', async () => {
    const config = temporaryHome()
    mkdirSync(config.home, { recursive: true })
    chownSync(config.home, NOBODY, NOBODY)
    const printed = await runModule(startAndStop(config), { uid: NOBODY, gid: NOBODY })
    expect(JSON.parse(printed)).toMatchObject({ ok: true, dataFolder: join(config.home, 'postgres') })
    expect(statSync(join(config.home, 'postgres')).uid).toBe(NOBODY)
    expect(existsSync(join(config.home, 'postgres', 'postmaster.pid'))).toBe(false)
    rmSync(`/tmp/pyplots-${NOBODY}-${runFolder(config.home).split('-').at(-1)}`, {
      recursive: true,
      force: true,
    })
  })
})

async function found(config: Config): Promise<Found> {
  const result = await postgresPart.find(config)
  if (result.kind === 'missing') throw new Error(result.reason)
  return result
}

async function startPostgres(config: Config, binaries?: Found) {
  const spec = postgresService(config, binaries ?? (await found(config)))
  const supervisor = createSupervisor([spec], () => undefined)
  onTestFinished(() => rmSync(runFolder(config.home), { recursive: true, force: true }))
  onTestFinished(() => supervisor.stop())
  await supervisor.start()
  return { pid: supervisor.statuses()[0]?.pid ?? 0, stop: supervisor.stop }
}

/** A program that starts PostgreSQL, asks it who it is, and stops it. */
function startAndStop(config: Config): string {
  return `
    import { postgresPart } from './parts/postgres.ts'
    import { postgresService, postgresUrl } from './parts/postgres-server.ts'
    import { postgresAnswer } from './parts/postgres-client.ts'
    import { createSupervisor } from './parts/supervisor.ts'
    const config = ${JSON.stringify(config)}
    const supervisor = createSupervisor([postgresService(config, await postgresPart.find(config))], () => undefined)
    await supervisor.start()
    console.log(JSON.stringify(await postgresAnswer(postgresUrl(config))))
    await supervisor.stop()`
}
