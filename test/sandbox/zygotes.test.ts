import { join } from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import type { Library } from '../../domain/plot/plot.schema.ts'
import type { SandboxStatus } from '../../domain/sandbox/sandbox.schema.ts'
import { publishedCells } from './cells.ts'
import { config, descendants, isAlive, script, startDaemon } from './daemon.ts'
import type { Daemon, DaemonOptions } from './daemon.ts'

const none = new Map<string, Uint8Array>()
const patience = { timeout: 20_000, interval: 20 }
const HARNESS = join(config.root, 'sandbox', 'harness')

const daemons: Daemon[] = []

async function start(options: DaemonOptions = {}): Promise<Daemon> {
  const daemon = await startDaemon(options)
  daemons.push(daemon)
  return daemon
}

afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.stop()))
})

async function outcome(daemon: Daemon, library: Library, code = 'pass'): Promise<string> {
  const { report } = await daemon.sandbox.run(script(code, { library }), none)
  return report.outcome
}

async function kept(daemon: Daemon): Promise<SandboxStatus['zygotes']['kept']> {
  return (await daemon.sandbox.status()).zygotes.kept
}

describe('a zygote', () => {
  it('serves one execution after the other, and has slots ready from the second on', async () => {
    const daemon = await start()
    for (const ahead of [0, 1, 2, 2]) {
      expect(await outcome(daemon, 'matplotlib')).toBe('no_output')
      await expect.poll(() => kept(daemon), patience).toMatchObject([{ ahead }])
    }
    expect(await daemon.sandbox.status()).toMatchObject({ zygotes: { starts: 1, kept: [{ executions: 4 }] } })
  })

  it('is one for each library and Python', async () => {
    const daemon = await start()
    await outcome(daemon, 'matplotlib')
    await outcome(daemon, 'bokeh')
    await daemon.sandbox.run(script('pass', { python: '3.11' }), none)
    const keys = (await kept(daemon)).map(({ library, python }) => `${library} ${python}`)
    expect(keys).toEqual(['matplotlib 3.12', 'bokeh 3.12', 'matplotlib 3.11'])
  })

  it('ends when memory is wanted for another, the least recently used first', async () => {
    const daemon = await start({ harness: HARNESS, zygoteMemoryMb: 260 })
    for (const library of ['matplotlib', 'altair', 'matplotlib', 'plotly'] as const) {
      expect(await outcome(daemon, library)).toBe('no_output')
    }
    await expect
      .poll(async () => (await kept(daemon)).map(({ library }) => library), patience)
      .toEqual(['matplotlib', 'plotly'])
    expect((await daemon.sandbox.status()).zygotes.starts).toBe(3)
  })

  it('is replaced when it was killed, together with the execution that found out', async () => {
    const daemon = await start()
    await outcome(daemon, 'matplotlib')
    const below = descendants(daemon.child.pid ?? 0)
    for (const pid of below) process.kill(pid, 'SIGKILL')
    await expect.poll(() => below.filter(isAlive), patience).toEqual([])
    expect(await outcome(daemon, 'matplotlib')).toBe('sandbox_error')
    expect(await outcome(daemon, 'matplotlib')).toBe('no_output')
    expect(await daemon.sandbox.status()).toMatchObject({ zygotes: { starts: 2, failures: 1 } })
  })

  it('gives every slot its own disk limit, whichever was prepared ahead', async () => {
    const daemon = await start()
    const size = 'import os; s = os.statvfs("."); print(s.f_blocks * s.f_frsize >> 20)'
    for (const diskMb of [64, 64, 64, 8]) {
      const { report } = await daemon.sandbox.run(script(size, { limits: { diskMb } }), none)
      expect(report.stdout).toBe(`${diskMb}\n`)
    }
  })
})

describe('people who wait at a page', () => {
  it('do not wait behind a full batch', async () => {
    const daemon = await start({ slots: 1 })
    const controller = new AbortController()
    const endless = script('while True: pass', { limits: { cpuS: 100, wallMs: 100_000 } })
    const running = daemon.sandbox.run(endless, none, controller).catch(() => 'aborted')
    await expect
      .poll(() => daemon.sandbox.status(), patience)
      .toMatchObject({ pools: { batch: { running: 1 } } })
    const { report } = await daemon.sandbox.run(script('pass', { pool: 'interactive' }), none)
    expect(report.outcome).toBe('no_output')
    controller.abort()
    expect(await running).toBe('aborted')
  })
})

describe('the tier without namespaces', () => {
  const isRoot = process.getuid?.() === 0

  it.runIf(isRoot)('draws the same bytes as the one with them, as an ordinary uid', async () => {
    const [plain, strong] = await Promise.all([
      start({ harness: HARNESS, tiers: ['lsm'], host: 'plain' }),
      start({ harness: HARNESS }),
    ])
    const cells = (await publishedCells()).filter(({ plotId }) => plotId === 'scatter-basic')
    for (const cell of cells) {
      const [there, here] = await Promise.all(
        [plain, strong].map((daemon) => daemon.sandbox.run(cell.request('3.12'), cell.files)),
      )
      expect(there?.report).toMatchObject({ outcome: 'ok', tier: 'lsm' })
      expect(here?.report).toMatchObject({ outcome: 'ok', tier: 'ns' })
      expect(there?.report.files).toEqual(here?.report.files)
    }
  })

  it.runIf(isRoot)('leaves nothing of an execution in the folder that the next one gets', async () => {
    const daemon = await start({ tiers: ['lsm'], host: 'plain', slots: 1 })
    const leave = `
import os
os.makedirs("a/b")
open("a/b/c", "w").write("x")
os.chmod("a/b", 0)
os.chmod("a", 0)
deep = os.getcwd()
for _ in range(300):
    os.mkdir("d")
    os.chdir("d")
`
    for (let round = 0; round < 4; round += 1) {
      expect(await outcome(daemon, 'matplotlib', leave)).toBe('ok')
      const { report } = await daemon.sandbox.run(script('import os; print(sorted(os.listdir(".")))'), none)
      expect(report.stdout).toBe("['.matplotlib', '.tmp', 'plot.py']\n")
    }
  })

  it('says what it lacks where the host gave it no folders', async () => {
    await expect(start({ tiers: ['lsm'] })).rejects.toThrow(
      /tier lsm needs a small tmpfs for each of the 3 slots; there are 0/,
    )
  })
})
