import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'

import { projectRoot } from '../../config.ts'
import type { Config } from '../../config.ts'
import type { EngineState } from '../../parts/engine.schema.ts'
import { describeEngine } from '../../parts/lease.ts'
import { freePort } from '../../parts/ports.ts'
import { alive, temporaryHome, until } from './support.ts'

const TIMEOUT_MS = 120_000

/** A `make` target in a process group of its own, as in a terminal, with what it has printed so far. */
interface Target {
  readonly child: ChildProcess
  readonly printed: () => string
  readonly ended: Promise<number | null>
  /** what Ctrl-C does: the signal goes to the whole group */
  readonly interrupt: () => void
}

function start(
  config: Config,
  words: readonly string[],
  ports: Readonly<Record<string, string>> = {},
): Target {
  const env = { ...process.env, PYPLOTS_HOME: config.home, ...ports }
  const args = [join(projectRoot(), 'scripts', 'bootstrap.js'), ...words]
  const child = spawn(process.execPath, args, {
    cwd: projectRoot(),
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { all: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.all += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (text.all += chunk.toString('utf8')))
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const interrupt = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
  }
  const target = { child, printed: () => text.all, ended, interrupt }
  started.push(target)
  return target
}

/** Ended after the last test, should one have failed before it did so itself. */
const started: Target[] = []
afterAll(async () => {
  for (const target of started) {
    target.interrupt()
    await target.ended
  }
}, TIMEOUT_MS)

type Ports = Readonly<Record<'PORT' | 'TEMPORAL_UI_PORT' | 'METRICS_PORT', string>>

/** `make serve`, running; on free ports unless some are given. */
async function serve(config: Config, given?: Ports): Promise<Target & { readonly ports: Ports }> {
  const ports = given ?? {
    PORT: String(await freePort()),
    TEMPORAL_UI_PORT: String(await freePort()),
    METRICS_PORT: String(await freePort()),
  }
  const target = start(config, ['serve'], ports)
  await until(() => target.printed().includes('Ctrl-C stops it') || target.child.exitCode !== null)
  return { ...target, ports }
}

function pids(engine: EngineState | null): number[] {
  return engine ? [engine.pid, ...engine.parts.map((part) => part.pid ?? 0)] : []
}

describe('make serve', { timeout: TIMEOUT_MS }, () => {
  const config = temporaryHome({}, { atEnd: afterAll })
  const shared: { server: Awaited<ReturnType<typeof serve>> | null } = { server: null }
  beforeAll(async () => {
    shared.server = await serve(config)
  }, TIMEOUT_MS)
  const ports = () => shared.server?.ports ?? { PORT: '', TEMPORAL_UI_PORT: '', METRICS_PORT: '' }

  it('serves the API, its metrics and the web interface of Temporal at their ports', async () => {
    const engine = await describeEngine(config)
    expect(engine).toMatchObject({ startedBy: 'make serve', url: `http://127.0.0.1:${ports().PORT}` })
    expect((await fetch(`${engine?.url}/readyz`)).status).toBe(200)
    expect((await fetch(`${engine?.temporalUiUrl}/`)).status).toBe(200)
    const metrics = await fetch(`http://127.0.0.1:${ports().METRICS_PORT}/metrics`)
    expect(await metrics.text()).toMatch(/^pyplots_sandbox_up 1$/m)
    expect(pids(engine)).toHaveLength(6)
    expect(pids(engine).every(alive)).toBe(true)
  })

  it('says what runs already when it is started again, and changes nothing', async () => {
    const running = pids(await describeEngine(config))
    const second = start(config, ['serve'], ports())
    expect(await second.ended).toBe(0)
    expect(second.printed()).toContain('this home is being served already; nothing was changed')
    expect(second.printed()).toContain(`process   ${running[0]}`)
    expect(pids(await describeEngine(config))).toEqual(running)
  })

  it('lends its engine to make plot, which passes on the exit code of the client', async () => {
    const engine = await describeEngine(config)
    const target = start(config, ['plot', '--plot=no-such-plot'])
    expect(await target.ended).toBe(3)
    expect(target.printed()).toContain('the engine runs on for 1 other client')
    expect(await describeEngine(config)).toMatchObject({ pid: engine?.pid })
  })

  it('brings each of its processes back when it is killed', async () => {
    const before = await describeEngine(config)
    const killed = (before?.parts ?? []).filter((part) => ['worker', 'api', 'sandboxd'].includes(part.name))
    for (const part of killed) process.kill(part.pid ?? 0, 'SIGKILL')
    await until(async () => {
      const now = (await describeEngine(config))?.parts ?? []
      return killed.every(({ name, pid }) =>
        now.some((part) => part.name === name && part.state === 'ready' && part.pid !== pid),
      )
    })
    expect((await fetch(`${before?.url}/readyz`)).status).toBe(200)
  })

  it('leaves no process behind at Ctrl-C', async () => {
    const running = pids(await describeEngine(config))
    shared.server?.interrupt()
    expect(await shared.server?.ended).toBe(0)
    expect(running.some(alive)).toBe(false)
    expect(await describeEngine(config)).toBeNull()
  })
})

describe('make serve, when things go wrong', { timeout: TIMEOUT_MS }, () => {
  it('takes its own processes along when the supervisor is killed, and starts again', async () => {
    const config = temporaryHome()
    const server = await serve(config)
    const engine = await describeEngine(config)
    const own = (engine?.parts ?? []).filter((part) => ['worker', 'api', 'sandboxd'].includes(part.name))
    process.kill(engine?.pid ?? 0, 'SIGKILL')
    expect(await server.ended).toBe(1)
    expect(server.printed()).toContain('the engine ended by itself')
    await until(() => !own.some((part) => alive(part.pid ?? 0)))

    const next = await serve(config, server.ports)
    next.interrupt()
    expect(await next.ended).toBe(0)
    expect(pids(engine).some(alive)).toBe(false)
  })

  it('knows the profiles that there are, and starts nothing for another', async () => {
    const config = temporaryHome()
    const target = start(config, ['serve', '--profile=holiday'])
    expect(await target.ended).not.toBe(0)
    expect(target.printed()).toContain('there is no profile holiday: use PROFILE=demo, or none')
    expect(await describeEngine(config)).toBeNull()
  })

  it('names the port that is taken and starts nothing', async () => {
    const config = temporaryHome()
    const blocker = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve))
    onTestFinished(() => void blocker.close())
    const target = start(config, ['serve'], {
      PORT: String(port),
      TEMPORAL_UI_PORT: String(await freePort()),
    })
    expect(await target.ended).toBe(1)
    expect(target.printed()).toContain(`port ${port} on 127.0.0.1 is taken by another program`)
    expect(await describeEngine(config)).toBeNull()
  })
})

describe('make plot', { timeout: TIMEOUT_MS }, () => {
  it('asks for a plot', async () => {
    const target = start(temporaryHome(), ['plot'])
    expect(await target.ended).toBe(1)
    expect(target.printed()).toContain('make plot PLOT=scatter-basic')
  })

  it('shares one engine with another one at the same time, and stops it at the end', async () => {
    const config = temporaryHome()
    const both = [1, 2].map(() => start(config, ['plot', '--plot=no-such-plot']))
    expect(await Promise.all(both.map((target) => target.ended))).toEqual([3, 3])
    expect(await describeEngine(config)).toBeNull()
  })
})
