import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DEFAULT_LIMITS } from '../../domain/sandbox/limits.ts'
import type { SandboxLimits, SandboxRequest, SandboxTier } from '../../domain/sandbox/sandbox.schema.ts'
import { createSandbox } from '../../sandbox/client.ts'
import type { Sandbox } from '../../sandbox/client.ts'
import { config, environments, environmentSettings, interpreter, SANDBOXD, TEST_HARNESS } from './host.ts'
import { containerHost } from './container-host.ts'
import { plainHost } from './plain-host.ts'
import type { Host } from './plain-host.ts'

export { config, environmentSettings, environments, interpreter, SANDBOXD, TEST_HARNESS }

/** A real daemon that this process started. */
export interface Daemon {
  readonly child: ChildProcess
  readonly sandbox: Sandbox
  readonly socketPath: string
  readonly folder: string
  /** the lines of its log of started executions */
  started(): readonly { readonly id: string; readonly python: string; readonly library: string }[]
  stop(): Promise<void>
}

export interface DaemonOptions {
  readonly tiers?: readonly SandboxTier[]
  /** where it runs: here, as an ordinary uid without capabilities, or in a default container */
  readonly host?: 'plain' | 'container'
  readonly slots?: number
  readonly zygoteMemoryMb?: number
  readonly workFolders?: readonly string[]
  readonly harness?: string
  readonly env?: NodeJS.ProcessEnv
  readonly uid?: number
  readonly daemon?: string
  readonly interpreter?: string
  readonly environments?: Readonly<Record<string, object>>
}

/** A script request; `changes` replace parts of it. */
export function script(
  code: string,
  changes: Partial<Omit<SandboxRequest, 'limits'>> & { readonly limits?: Partial<SandboxLimits> } = {},
): SandboxRequest {
  return {
    id: 'test',
    python: '3.12',
    library: 'matplotlib',
    code,
    entry: { kind: 'script' },
    seed: 0,
    pool: 'batch',
    policy: 'enforce',
    ...changes,
    limits: { ...DEFAULT_LIMITS, ...changes.limits },
  }
}

/** Starts a daemon and returns when it listens. Rejects with what it says when it does not. */
export async function startDaemon(options: DaemonOptions = {}): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), 'pyplots-sandbox-'))
  const socketPath = join(folder, 'sandbox.sock')
  const executions = join(folder, 'executions.jsonl')
  if (options.uid !== undefined) chownSync(folder, options.uid, options.uid)
  const child = launch({ folder, socketPath, executions }, options)
  await listening(child)
  const sandbox = createSandbox({ socketPath })
  return {
    child,
    sandbox,
    socketPath,
    folder,
    started: () => lines(executions),
    async stop() {
      sandbox.close()
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Places {
  readonly folder: string
  readonly socketPath: string
  readonly executions: string
}

function launch(places: Places, options: DaemonOptions): ChildProcess {
  const { uid } = options
  const host = hostFor(places.folder, options)
  const args = [
    ['--socket', places.socketPath],
    ['--config', writeSettings(places.folder, host)],
    ['--executions', places.executions],
    ['--harness', host.harness],
    ['--with-parent'],
  ]
  host.prepare?.(args.flat())
  return spawn(host.program, [...host.arguments, ...(host.prepare ? [] : args.flat())], {
    env: { PATH: '/usr/bin:/bin', PYTHONDONTWRITEBYTECODE: '1', ...options.env },
    stdio: ['pipe', 'ignore', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
}

function hostFor(folder: string, options: DaemonOptions): DaemonOptions & Host {
  const harness = options.harness ?? TEST_HARNESS
  const program = options.interpreter ?? interpreter()
  if (options.host === 'container') return { ...options, ...containerHost(folder, harness, program) }
  if (options.host === 'plain') return { ...options, ...plainHost(folder, harness, program) }
  return { ...options, harness, program, arguments: [options.daemon ?? SANDBOXD] }
}

/** Writes a configuration file into a folder and returns its path. */
export function writeSettings(folder: string, options: DaemonOptions): string {
  const file = join(folder, 'sandbox.json')
  const settings = {
    tiers: options.tiers ?? ['ns'],
    slots: { batch: options.slots ?? 2, interactive: 1 },
    zygoteMemoryMb: options.zygoteMemoryMb ?? 1024,
    workFolders: options.workFolders ?? [],
    uid: options.uid ?? 65534,
    environments: options.environments ?? environmentSettings(),
  }
  writeFileSync(file, JSON.stringify(settings))
  return file
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stderr?.on('data', (chunk) => {
      text += String(chunk)
      if (text.includes('listening on')) resolve()
    })
    child.once('exit', () => reject(new Error(text)))
  })
}

function lines(file: string): ReturnType<Daemon['started']> {
  const text = readFileSync(file, 'utf8').trim()
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line))
}

/** Ids of the processes below one, however deep. */
export function descendants(pid: number): readonly number[] {
  const parents = new Map(processes())
  const below: number[] = []
  for (let level = [pid]; level.length > 0;) {
    level = [...parents].flatMap(([child, parent]) => (level.includes(parent) ? [child] : []))
    below.push(...level)
  }
  return below
}

/** Whether a process is there and has not ended. */
export function isAlive(pid: number): boolean {
  return processes().some(([child]) => child === pid)
}

function processes(): readonly (readonly [number, number])[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return ids.flatMap((id) => {
    const stat = readStat(id)
    if (stat === null) return []
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? [] : [[Number(id), Number(parent)] as const]
  })
}

function readStat(id: string): string | null {
  try {
    return readFileSync(`/proc/${id}/stat`, 'utf8')
  } catch {
    return null // it ended meanwhile
  }
}
