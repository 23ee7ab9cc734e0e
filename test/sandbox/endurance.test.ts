import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { SandboxOutcome } from '../../domain/sandbox/sandbox.schema.ts'
import { publishedCells } from './cells.ts'
import { config, descendants, script, startDaemon } from './daemon.ts'
import type { Daemon } from './daemon.ts'
import { isWhole } from './scale.ts'

const EXECUTIONS = isWhole ? 500 : 50
const AT_ONCE = 2
const PATIENCE = { timeout: 20_000, interval: 50 }

/** Pages of a process that never shrinks belong to its allocator; more than this would be a leak. */
const GROWTH_MB_MAX = 24

const none = new Map<string, Uint8Array>()
const quick = { cpuS: 1, wallMs: 20_000, memoryMb: 96, diskMb: 64 }

/** What hostile code does, and how that has to end. */
const HOSTILE: readonly (readonly [SandboxOutcome, string])[] = [
  ['memory_limit', 'kept = []\nwhile True: kept.append(b"x" * (1 << 20))'],
  ['cpu_limit', 'while True: pass'],
  ['disk_limit', 'f = open("a", "wb")\nwhile True: f.write(bytes(1 << 20))'],
  ['output_limit', 'while True: print("x" * 9999)'],
  ['error', 'import os\nos.fork()'],
  ['error', 'open("/proc/self/mem", "rb")'],
  ['crashed', 'import os\nos.abort()'],
  ['error', 'import sys\nsys.setrecursionlimit(10**4)\ndef f(): f()\nf()'],
  ['disk_limit', 'for i in range(5000): open(f"f{i}", "w").close()'],
  ['error', 'import os\nos._exit(7)'],
]

const scratch = mkdtempSync(join(tmpdir(), 'pyplots-endurance-'))
let daemon: Daemon

beforeAll(async () => {
  const harness = join(config.root, 'sandbox', 'harness')
  const env = { TMPDIR: scratch }
  daemon = await startDaemon({ harness, slots: AT_ONCE, zygoteMemoryMb: 2048, env })
})
afterAll(async () => {
  await daemon.stop()
  rmSync(scratch, { recursive: true })
})

interface Held {
  readonly daemonMb: number
  readonly zygotesMb: number
  readonly processes: number
  readonly mounts: number
  readonly groups: number
  readonly files: number
}

async function held(): Promise<Held> {
  const { residentMb, zygotes } = await daemon.sandbox.status()
  return {
    daemonMb: residentMb,
    zygotesMb: zygotes.kept.reduce((sum, zygote) => sum + zygote.residentMb, 0),
    processes: descendants(daemon.child.pid ?? 0).length,
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').split('\n').length,
    groups: groupsOf(daemon.child.pid ?? 0),
    files: readdirSync(scratch).length,
  }
}

/** Groups that stand below those of the daemon in any hierarchy. */
function groupsOf(pid: number): number {
  const own = readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim().split('\n')
  const folders = own.flatMap((line) => {
    const [, controllers, path] = line.split(':')
    return controllers === undefined || path === undefined ? [] : [`/sys/fs/cgroup/${controllers}${path}`]
  })
  return folders.flatMap((folder) => namesIn(folder)).filter((name) => name.includes(`-${pid}-`)).length
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // no hierarchy is mounted there
  }
}

describe('many executions, good and hostile in turn', () => {
  it('end as they should and leave nothing behind', async () => {
    const cells = (await publishedCells()).filter(({ library }) => library === 'matplotlib')
    const wrong: string[] = []
    const runOne = async (index: number) => {
      const cell = cells[index % cells.length]
      const [expected, code] = HOSTILE[index % HOSTILE.length] ?? ['ok', '']
      const isGood = index % 2 === 0 && cell !== undefined
      const { report } = isGood
        ? await daemon.sandbox.run(cell.request('3.12'), cell.files)
        : await daemon.sandbox.run(script(code, { policy: 'warn', limits: quick }), none)
      const wanted = isGood ? 'ok' : expected
      if (report.outcome !== wanted)
        wrong.push(`${wanted}: ${report.outcome} ${code} ${report.stderr.slice(-200)}`)
    }
    const runAll = async (from: number, count: number) => {
      let next = from
      const work = async () => {
        while (next < from + count) {
          next += 1
          await runOne(next)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
    }
    await runAll(0, 20)
    await expect.poll(async () => (await held()).processes, PATIENCE).toBeLessThanOrEqual(6)
    const before = await held()
    await runAll(20, EXECUTIONS)
    await expect.poll(async () => (await held()).processes, PATIENCE).toBe(before.processes)
    const after = await held()
    expect(wrong).toEqual([])
    expect(after).toMatchObject({ mounts: before.mounts, groups: before.groups, files: before.files })
    expect(after.daemonMb - before.daemonMb).toBeLessThanOrEqual(GROWTH_MB_MAX)
    expect(after.zygotesMb - before.zygotesMb).toBeLessThanOrEqual(GROWTH_MB_MAX)
  }, 900_000)
})
