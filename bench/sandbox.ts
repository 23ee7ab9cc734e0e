import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

import { Library } from '../domain/plot/plot.schema.ts'
import type { SandboxReport, SandboxRequest, SandboxStatus } from '../domain/sandbox/sandbox.schema.ts'
import { environmentFor } from '../sandbox/environments.ts'
import { createRenderer } from '../sandbox/renderer/index.ts'
import { rendererDeps } from '../test/renderer/support.ts'
import { publishedCells } from '../test/sandbox/cells.ts'
import type { Cell } from '../test/sandbox/cells.ts'
import { config, environments, interpreter, script, startDaemon } from '../test/sandbox/daemon.ts'
import type { Daemon, DaemonOptions } from '../test/sandbox/daemon.ts'
import { describeMachine } from './machine.ts'

const HARNESS = join(config.root, 'sandbox', 'harness')
const none: ReadonlyMap<string, Uint8Array> = new Map()

/** What is drawn where drawing is compared: 200 points, 8 × 4.5 inches, 100 dots per inch. */
const SCATTER = `import io
import matplotlib.pyplot as plt
import numpy as np


def draw():
    values = np.random.default_rng(0)
    figure, axes = plt.subplots(figsize=(8, 4.5), dpi=100)
    axes.scatter(values.normal(size=200), values.normal(size=200), alpha=0.7)
    axes.set(title="Points", xlabel="x", ylabel="y")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    plt.close(figure)
    return buffer.getvalue()
`
const scatter = script(`${SCATTER}\nopen("plot.png", "wb").write(draw())\n`)

/** The same drawing in a plain loop: no sandbox, no new process, nothing between one and the next. */
const PLAIN_LOOP = `${SCATTER}
import sys, time
for _ in range(3):
    draw()
begin = time.monotonic()
for _ in range(int(sys.argv[1])):
    draw()
print(time.monotonic() - begin)
`

const COLD_RUNS = 12
const WARM_RUNS = 60
const LOOP_RUNS = 60
const NEIGHBOUR_RUNS = 20
const DRAWINGS = 20

/** Long enough for the renderer to have its next page ready, as it is when somebody comes along. */
const PAGE_READY_MS = 1_500

/** What the sandbox costs: cold, warm, side by side, empty, per library and Python, beside a noisy neighbour. */
export async function benchSandbox() {
  const { scatter: warm, status } = await measureWarm()
  const cold = await measureCold()
  const plainPerS = await plainLoop()
  return {
    machine: describeMachine(),
    tier: status.tier,
    cgroups: status.cgroups,
    scatter: {
      coldMs: cold,
      ...warm,
      warmShareOfCold: ratio(warm.warmMs.p50, cold.p50),
      plainLoopPerS: plainPerS,
      shareOfPlainLoop: ratio(warm.perSecondTwoAtOnce, plainPerS),
    },
    neighbour: await measureNeighbours({}),
    // An ordinary uid has no cgroups here; being one takes root, as for the tests of that tier.
    neighbourWithoutCgroups:
      process.getuid?.() === 0 ? await measureNeighbours({ tiers: ['lsm'], host: 'plain' }) : null,
    renderMs: await measureRenderer(),
    cells: await measureCells(),
  }
}

async function measureWarm() {
  const daemon = await startDaemon({ harness: HARNESS })
  try {
    await repeat(4, () => run(daemon, scatter))
    const warmMs = distribution(await repeat(WARM_RUNS, () => timed(() => run(daemon, scatter))))
    const begin = performance.now()
    await Promise.all([1, 2].map(() => repeat(WARM_RUNS, () => run(daemon, scatter))))
    const perSecondTwoAtOnce = Number(((2 * WARM_RUNS * 1000) / (performance.now() - begin)).toFixed(1))
    const empty = script('pass')
    await repeat(4, () => daemon.sandbox.run(empty, none))
    const emptyMs = distribution(await repeat(WARM_RUNS, () => timed(() => daemon.sandbox.run(empty, none))))
    const status = await daemon.sandbox.status()
    return { scatter: { warmMs, perSecondTwoAtOnce, emptyMs }, status }
  } finally {
    await daemon.stop()
  }
}

/** Without memory for zygotes, each execution starts its own. */
async function measureCold() {
  const daemon = await startDaemon({ harness: HARNESS, zygoteMemoryMb: 0 })
  try {
    await run(daemon, scatter)
    return distribution(await repeat(COLD_RUNS, () => timed(() => run(daemon, scatter))))
  } finally {
    await daemon.stop()
  }
}

/** Drawings per second of two plain loops side by side, as many as the sandbox had at once. */
async function plainLoop(): Promise<number> {
  const env = { PATH: '/usr/bin:/bin', MPLBACKEND: 'Agg', OPENBLAS_NUM_THREADS: '1' }
  const loops = [1, 2].map(() =>
    promisify(execFile)(interpreter(), ['-c', PLAIN_LOOP, String(LOOP_RUNS)], { env }),
  )
  const seconds = (await Promise.all(loops)).map(({ stdout }) => LOOP_RUNS / Number(stdout))
  return Number(seconds.reduce((sum, rate) => sum + rate, 0).toFixed(1))
}

/** What hostile code does in the other slot while a good drawing is made. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  threads: `import hashlib, threading
def work():
    while True: hashlib.sha256(bytes(1 << 16)).digest()
for _ in range(60):
    try: threading.Thread(target=work, daemon=True).start()
    except RuntimeError: pass
work()`,
  memory: 'kept = []\nwhile True: kept.append(b"x" * (1 << 20))',
  fork: 'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass',
  disk: 'while True:\n    try:\n        with open("a", "wb") as f: f.write(bytes(32 << 20))\n    except OSError: pass',
  output: 'while True: print("x" * 1000)',
}

async function measureNeighbours(where: DaemonOptions) {
  const daemon = await startDaemon({ harness: HARNESS, ...where })
  try {
    await repeat(4, () => run(daemon, scatter))
    const alone = distribution(await repeat(NEIGHBOUR_RUNS, () => timed(() => run(daemon, scatter))))
    const besides: Record<string, object> = {}
    for (const [name, code] of Object.entries(NEIGHBOURS)) {
      const noisy = script(code, { policy: 'warn', limits: { cpuS: 60, wallMs: 60_000 } })
      const times = await beside(daemon, noisy, () =>
        repeat(NEIGHBOUR_RUNS, () => timed(() => run(daemon, scatter))),
      )
      const measured = distribution(times)
      besides[name] = { ...measured, timesSlower: ratio(measured.p50, alone.p50) }
    }
    const { tier, cgroups } = await daemon.sandbox.status()
    return { tier, cgroups, aloneMs: alone, besideMs: besides }
  } finally {
    await daemon.stop()
  }
}

/** Keeps an execution at work in the other slot, started anew whenever it is stopped. */
async function beside<T>(daemon: Daemon, noisy: SandboxRequest, work: () => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const { signal } = controller
  const noise = (async () => {
    while (!signal.aborted) await daemon.sandbox.run(noisy, none, { signal }).catch(() => null)
  })()
  try {
    return await work()
  } finally {
    controller.abort()
    await noise
  }
}

async function measureRenderer() {
  const daemon = await startDaemon({ harness: HARNESS })
  const renderer = createRenderer(await rendererDeps())
  const environment = environmentFor(environments, '3.12')
  const measured: Record<string, object> = {}
  try {
    for (const library of ['plotly', 'bokeh', 'altair'] as const) {
      const cell = await scatterCell(library)
      const { files } = await daemon.sandbox.run(cell.request('3.12'), cell.files)
      const figure = files.get('figure.json')
      if (!figure) throw new Error(`${library} left no figure`)
      const draw = () => timed(() => renderer.draw(library, figure, environment))
      await repeat(2, draw)
      const inARow = distribution(await repeat(DRAWINGS, draw))
      const ready = async () => {
        await pause(PAGE_READY_MS)
        return draw()
      }
      measured[library] = { ready: distribution(await repeat(DRAWINGS, ready)), inARow }
    }
    return { ...measured, notes: renderer.notes() }
  } finally {
    await renderer.close()
    await daemon.stop()
  }
}

/** CPU, wall time and memory of the published scatter plots, warm, and what their zygotes hold. */
async function measureCells() {
  const daemon = await startDaemon({ harness: HARNESS, zygoteMemoryMb: 8192 })
  const rows: object[] = []
  try {
    for (const library of Library.options) {
      const cell = await scatterCell(library)
      for (const { python } of environments) {
        const request = cell.request(python)
        const coldMs = Math.round(await timed(() => daemon.sandbox.run(request, cell.files)))
        const reports = await repeat(5, async () => (await daemon.sandbox.run(request, cell.files)).report)
        rows.push({ library, python, firstMs: coldMs, ...middle(reports) })
      }
    }
    return { rows, zygotesMb: residentBy(await daemon.sandbox.status()) }
  } finally {
    await daemon.stop()
  }
}

function middle(reports: readonly SandboxReport[]) {
  const of = (value: (report: SandboxReport) => number) => distribution(reports.map(value)).p50
  return {
    outcome: reports[0]?.outcome,
    cpuMs: of((report) => report.cpuMs),
    wallMs: of((report) => report.wallMs),
    memoryMb: of((report) => report.peakMemoryMb),
  }
}

function residentBy({ zygotes }: SandboxStatus): Record<string, number> {
  return Object.fromEntries(
    zygotes.kept.map(({ python, library, residentMb }) => [`${library} ${python}`, residentMb]),
  )
}

async function scatterCell(library: Library): Promise<Cell> {
  const cells = await publishedCells()
  const cell = cells.find((each) => each.plotId === 'scatter-basic' && each.library === library)
  if (!cell) throw new Error(`scatter-basic has no implementation for ${library}`)
  return cell
}

async function run(daemon: Daemon, request: SandboxRequest): Promise<void> {
  const { report } = await daemon.sandbox.run(request, none)
  if (report.outcome !== 'ok') throw new Error(`an execution ended with ${report.outcome}: ${report.stderr}`)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let index = 0; index < times; index += 1) results.push(await work())
  return results
}

function distribution(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1))
  return { p50: at(0.5), p95: at(0.95), n: sorted.length }
}

function ratio(part: number, whole: number): number {
  return Number((part / whole).toFixed(2))
}
