import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { chromiumPart } from '../../parts/chromium.ts'
import { runCommand } from '../../parts/command.ts'
import { nodePart } from '../../parts/node.ts'
import type { Part } from '../../parts/part.ts'
import { findPrerequisites } from '../../parts/prerequisites.ts'
import { ALL_PARTS, setUp } from '../../parts/set-up.ts'
import { findGo, temporalPart } from '../../parts/temporal.ts'
import { temporaryHome } from './support.ts'

afterEach(() => vi.unstubAllEnvs())

/** Go is one of two ways to the server: a machine with internet does without it. */
const GO = await findGo()

/** Puts a program first on PATH. */
function onPath(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
}

describe('every part of a machine that is set up', () => {
  it.each(ALL_PARTS.map((part): [string, Part] => [part.name, part]))('%s is found', async (_name, part) => {
    expect(await part.find(temporaryHome())).toMatchObject({
      kind: 'found',
      version: expect.stringMatching(/\d/),
    })
  })
})

describe('the Temporal server', () => {
  it('is passed over on PATH when it is too old', async () => {
    const config = temporaryHome()
    onPath(join(config.home, 'bin'), 'temporal', 'echo "temporal version 1.5.1 (Server 1.29.1, UI 2.0.0)"')
    expect(await temporalPart.find(config)).toMatchObject({ kind: 'found', way: 'cache' })
  })

  it('is taken from PATH when it is new enough', async () => {
    const config = temporaryHome({}, { emptyCache: true })
    const folder = join(config.home, 'bin')
    onPath(folder, 'temporal', 'echo "temporal version 1.9.0 (Server 1.32.0, UI 2.60.0)"')
    expect(await temporalPart.find(config)).toEqual({
      kind: 'found',
      way: 'PATH',
      version: '1.9.0 (server 1.32.0)',
      path: join(folder, 'temporal'),
    })
  })

  it('is not replaced by another one when TEMPORAL_ADDRESS does not answer', async () => {
    const config = temporaryHome({ TEMPORAL_ADDRESS: '127.0.0.1:1' })
    await expect(temporalPart.ensure(config, () => undefined)).rejects.toThrow(
      /nothing answers at TEMPORAL_ADDRESS 127.0.0.1:1/,
    )
  })

  it.runIf(GO)('can be built from the committed module files', async () => {
    const folder = join(temporaryHome().root, 'parts', 'temporal')
    const env = { ...process.env, GOFLAGS: '', GOWORK: 'off', GOPROXY: 'off' }
    const args = [
      'list',
      '-mod=readonly',
      '-f',
      '{{.Module.Version}}',
      'github.com/temporalio/cli/cmd/temporal',
    ]
    const listed = await runCommand(GO ?? 'go', args, { cwd: folder, env })
    expect(listed.stdout.trim() || listed.stderr).toMatch(/^v1\.8\.2$|module lookup disabled/)
  })
})

describe('setUp', () => {
  it('has nothing to do on a machine that is set up', async () => {
    const lines: string[] = []
    await setUp(temporaryHome(), (line) => lines.push(line))
    expect(lines).toEqual([])
  })

  it('names every part that could not be got, not only the first', async () => {
    const config = temporaryHome({
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      DATABASE_URL: 'postgres://me@127.0.0.1:1/none',
    })
    const done = setUp(config, () => undefined)
    await expect(done).rejects.toThrow(
      /TEMPORAL_ADDRESS 127.0.0.1:1[^]*DATABASE_URL \(postgres:\/\/127.0.0.1:1\/none\)/,
    )
  })
})

describe('Chromium', () => {
  it('is a clear error when CHROMIUM_PATH is wrong', async () => {
    const config = temporaryHome({ CHROMIUM_PATH: '/nonexistent/chromium' })
    const start = chromiumPart.ensure(config, () => undefined)
    await expect(start).rejects.toThrow(
      'CHROMIUM_PATH /nonexistent/chromium does not answer to --version. Correct the path',
    )
  })
})

describe('node', () => {
  it('asks for npm install in a checkout whose modules are missing', async () => {
    const config = temporaryHome()
    const root = join(config.home, 'checkout')
    mkdirSync(root, { recursive: true })
    expect(await nodePart.find({ ...config, root })).toMatchObject({
      kind: 'missing',
      plan: 'npm install',
      fix: 'make setup',
    })
  })
})

describe('findPrerequisites', () => {
  it('says what an absent program is needed for, and how to get it', async () => {
    vi.stubEnv('PATH', '/nonexistent')
    const java = (await findPrerequisites()).find((program) => program.name === 'java')
    expect(java).toMatchObject({
      version: null,
      neededFor: expect.stringContaining('tests'),
      fix: 'Install openjdk-17-jre-headless.',
    })
  })
})
