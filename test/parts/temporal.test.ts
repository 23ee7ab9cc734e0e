import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import type { Config } from '../../config.ts'
import { planEngine } from '../../parts/engine.ts'
import type { Found } from '../../parts/part.ts'
import { canConnect, freePort } from '../../parts/ports.ts'
import { createSupervisor } from '../../parts/supervisor.ts'
import { temporalPart } from '../../parts/temporal.ts'
import { isServing, temporalService } from '../../parts/temporal-server.ts'
import { temporaryHome } from './support.ts'

async function found(config: Config): Promise<Found> {
  const result = await temporalPart.find(config)
  if (result.kind === 'missing') throw new Error(result.reason)
  return result
}

async function start(config: Config) {
  const ports = { grpc: await freePort(), ui: await freePort() }
  const supervisor = createSupervisor([temporalService(config, await found(config), ports)], () => undefined)
  onTestFinished(() => supervisor.stop())
  await supervisor.start()
  return { ports, stop: supervisor.stop }
}

describe('the Temporal server of a home', { timeout: 60_000 }, () => {
  it('serves beside its web interface, and keeps its database over a stop and a start', async () => {
    const config = temporaryHome()
    const folder = join(config.home, 'temporal')
    const first = await start(config)
    expect(await isServing(`127.0.0.1:${first.ports.grpc}`)).toBe(true)
    expect(await canConnect({ host: '127.0.0.1', port: first.ports.ui })).toBe(true)
    expect(readFileSync(join(folder, 'retention'), 'utf8')).toBe('720h\n')
    await first.stop()
    expect(await isServing(`127.0.0.1:${first.ports.grpc}`)).toBe(false)
    const second = await start(config)
    await second.stop()
    expect(readdirSync(folder).filter((name) => name.includes('.of-'))).toEqual([])
  })

  it('puts the database of another version aside, with what belongs to it', async () => {
    const config = temporaryHome()
    const folder = join(config.home, 'temporal')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'version'), '1.5.1 (server 1.29.1)\n')
    for (const name of ['temporal.db', 'temporal.db-wal']) writeFileSync(join(folder, name), 'old')
    const server = await start(config)
    await server.stop()
    expect(readFileSync(join(folder, 'temporal.db.of-1.5.1'), 'utf8')).toBe('old')
    expect(readFileSync(join(folder, 'temporal.db-wal.of-1.5.1'), 'utf8')).toBe('old')
  })

  it('does not start when its retention cannot be set', async () => {
    const config = temporaryHome()
    const real = await found(config)
    mkdirSync(config.home, { recursive: true })
    const script = `if [ "$1" = operator ]; then echo "no such namespace" >&2; exit 1; fi; exec ${real.path} "$@"`
    const fake = join(config.home, 'cli')
    writeFileSync(fake, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    const spec = temporalService(config, { ...real, path: fake }, { grpc: await freePort(), ui: null })
    const process = await spec.launch()
    onTestFinished(() => process.signal('SIGTERM'))
    await expect(spec.prepare?.()).rejects.toThrow('cannot set the retention: no such namespace')
    process.signal('SIGTERM')
    await process.ended
  })
})

describe('the plan of an engine', () => {
  const loans = { fonts: [], migrate: () => Promise.resolve() }

  it('says where the web interface will be', async () => {
    const uiPort = await freePort()
    const plan = await planEngine(temporaryHome(), { parts: ['temporal'], apiPort: null, uiPort }, loans)
    expect(plan).toMatchObject({ temporalUiUrl: `http://127.0.0.1:${uiPort}`, specs: [{ name: 'temporal' }] })
  })

  it('starts no server where one is given', async () => {
    const server = await start(temporaryHome())
    const address = `127.0.0.1:${server.ports.grpc}`
    const uiPort = await freePort()
    const given = temporaryHome({ TEMPORAL_ADDRESS: address })
    const plan = await planEngine(given, { parts: ['temporal'], apiPort: null, uiPort }, loans)
    expect(plan).toMatchObject({ temporalAddress: address, temporalUiUrl: null, specs: [] })
    await server.stop()
  })
})
