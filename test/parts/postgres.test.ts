import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import type { Config } from '../../config.ts'
import type { Found } from '../../parts/part.ts'
import { dataFolder, runFolder, serverUser } from '../../parts/places.ts'
import { postgresPart } from '../../parts/postgres.ts'
import { postgresAnswer } from '../../parts/postgres-client.ts'
import { postgresService, postgresUrl } from '../../parts/postgres-server.ts'
import { createSupervisor } from '../../parts/supervisor.ts'
import { alive, IS_ROOT, runModule, temporaryHome } from './support.ts'

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
