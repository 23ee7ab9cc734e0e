import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import type { SandboxEntry, SandboxRequest } from '../../domain/sandbox/sandbox.schema.ts'
import { table } from '../../scripts/table.ts'
import { MARK, programOf } from './abuse/case.ts'
import type { AbuseCase } from './abuse/case.ts'
import { cases } from './abuse/cases.ts'
import { faultsOf } from './abuse/judge.ts'
import { createWorld, SECRET_ENVIRONMENT } from './abuse/world.ts'
import type { World } from './abuse/world.ts'
import { zipOfZeros } from './abuse/zip.ts'
import { config, descendants, environments, interpreter, script, startDaemon } from './daemon.ts'
import type { Daemon } from './daemon.ts'
import { isWhole } from './scale.ts'

/** Where every case is tried; all but the first are set up with mounts, which root alone can make. */
const HOSTS = {
  'in tier ns': { tiers: ['ns'] },
  'in tier lsm': { tiers: ['lsm'], host: 'plain' },
  'in a default container': { tiers: ['ns', 'lsm'], host: 'container' },
} as const
type Where = keyof typeof HOSTS
const WHOLE: readonly Where[] = ['in tier ns', 'in tier lsm', 'in a default container']
const ESCAPES_MIN = 15

const wheres = isWhole && process.getuid?.() === 0 ? WHOLE : WHOLE.slice(0, 1)
const chosen = cases.filter((each) => isWhole || each.quick)
const controls = chosen.filter((each) => each.control)
const pythons = environments.map(({ python }) => python).filter((python) => isWhole || python === '3.12')
const places = pythons.flatMap((python) => wheres.map((where) => [python, where] as const))

const HARNESS = join(config.root, 'sandbox', 'harness')
const NUMBERS: Record<string, Record<string, number>> = JSON.parse(
  readFileSync(join(config.root, 'sandbox', 'syscalls.json'), 'utf8'),
)
const patience = { timeout: 20_000, interval: 10 }
const none = new Map<string, Uint8Array>()
const FUNCTION: SandboxEntry = {
  kind: 'function',
  data: 'data.csv',
  columns: { x: 'x' },
  temporal: [],
  tests: null,
}
const DATA = new Map([['data.csv', new TextEncoder().encode('x\n1\n2\n')]])

const BENIGN = `from matplotlib.figure import Figure
figure = Figure(figsize=(2, 1), dpi=72)
figure.subplots().plot([1, 3, 2])
figure.savefig("figure.png")
`

const counts: { place: string; cases: number; contained: number }[] = []
const escaped: string[] = []
let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => {
  world.close()
  const rows = counts.map((row) => [row.place, String(row.cases), String(row.contained)])
  const control = ['without the jail', String(controls.length), `${controls.length - escaped.length}`]
  console.log(table(['where', 'cases', 'contained'], [...rows, control]))
})

describe.each(places)('on Python %s %s', (python, where) => {
  const count = { place: `Python ${python} ${where}`, cases: 0, contained: 0 }
  let daemon: Daemon
  let picture: string
  let resting: number

  /** Without the slots that wait for the next executions: each is a supervisor with a locked-down child. */
  const processes = async () => {
    const { zygotes } = await daemon.sandbox.status()
    const ahead = zygotes.kept.reduce((sum, zygote) => sum + zygote.ahead, 0)
    return descendants(daemon.child.pid ?? 0).length - 2 * ahead
  }
  const draw = async () => {
    const { report } = await daemon.sandbox.run(script(BENIGN, { python }), none)
    return report.files[0]?.sha256 ?? `${report.outcome}: ${report.stderr}`
  }

  beforeAll(async () => {
    counts.push(count)
    daemon = await startDaemon({ ...HOSTS[where], harness: HARNESS, env: SECRET_ENVIRONMENT })
    picture = await draw()
    expect(picture).toMatch(/^[0-9a-f]{64}$/)
    resting = await vi.waitFor(async () => {
      expect(await daemon.sandbox.status()).toMatchObject({ pools: { batch: { running: 0 } } })
      return processes()
    }, patience)
  })
  afterAll(() => daemon.stop())

  it.each(named(chosen))('%s: code that %s is contained', async (_family, _name, attack) => {
    count.cases += 1
    const request = requestOf(attack, python, daemon)
    const result = await daemon.sandbox.run(request, filesOf(attack))
    expect(faultsOf(attack, request, result)).toEqual([])
    expect(await draw(), 'the plot that follows').toBe(picture)
    await expect.poll(world.traces, patience).toEqual([])
    await expect.poll(processes, patience).toBeLessThanOrEqual(resting)
    count.contained += 1
  })
})

describe('without the jail', () => {
  afterEach(() => world.tidy())

  it.each(named(controls))('%s: code that %s runs to its end', async (_family, _name, attack) => {
    const output = await runPlainly(attack)
    if (output.includes(MARK)) escaped.push(attack.name)
    expect(output).not.toContain('Traceback')
  })

  it(`at least ${ESCAPES_MIN} of the cases escape, so the others mean something`, () => {
    expect(escaped.length).toBeGreaterThanOrEqual(ESCAPES_MIN)
  })
})

function named(some: readonly AbuseCase[]): readonly (readonly [string, string, AbuseCase])[] {
  return some.map((each) => [each.family, each.name, each])
}

function requestOf(attack: AbuseCase, python: SandboxRequest['python'], daemon: Daemon): SandboxRequest {
  const host = { ...world.host, isJail: true, daemonPid: daemon.child.pid, daemonFolder: daemon.folder }
  return script(programOf(attack, host, NUMBERS), {
    python,
    policy: 'warn',
    limits: attack.limits ?? {},
    ...(attack.isFunction ? { entry: FUNCTION } : {}),
  })
}

function filesOf({ zipMb, isFunction }: AbuseCase): ReadonlyMap<string, Uint8Array> {
  if (zipMb !== undefined) return new Map([['bomb.zip', zipOfZeros(zipMb << 20)]])
  return isFunction ? DATA : none
}

/** Everything that a case says without a jail, in a folder of its own; bounded, in case it does harm. */
async function runPlainly(attack: AbuseCase): Promise<string> {
  const cwd = mkdtempSync(join(world.folder, 'plain-'))
  const host = { ...world.host, isJail: false, daemonPid: process.pid, daemonFolder: world.folder }
  const bounded = 'ulimit -v 4000000 -t 20 -f 100000 -n 256; exec "$0" -c "$1" 2>&1'
  const args = ['-c', bounded, interpreter(), programOf(attack, host, NUMBERS)]
  const env = { PATH: '/usr/bin:/bin', ...SECRET_ENVIRONMENT }
  const output = await new Promise<string>((resolve) => {
    execFile('/bin/sh', args, { cwd, env, timeout: 20_000 }, (_error, stdout) => resolve(stdout))
  })
  rmSync(cwd, { recursive: true, force: true })
  return output
}
