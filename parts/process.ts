import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { readText } from './files.ts'
import type { User } from './places.ts'

/** A process the supervisor looks after, started by it or taken over. */
export interface RunningProcess {
  readonly pid: number
  /** resolves with how it ended, as a phrase: `exit code 1`, `killed by SIGKILL` */
  readonly ended: Promise<string>
  /** resolves when a line of its output matched `readyLine` */
  readonly announced: Promise<void>
  /** asks it to end; a child's standard input is closed too */
  readonly signal: (signal: NodeJS.Signals) => void
}

/** What to start, and how. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly logFile: string
  readonly user?: User | null
  /** Node programs get a channel that closes with the supervisor, so that they end with it */
  readonly leash?: boolean
  readonly readyLine?: RegExp
}

/** A log that grew beyond this is put aside when its process starts again. */
const LOG_BYTES_MAX = 10_000_000

/** How long a process that is gone may still be heard. */
const LAST_WORDS_MS = 200

/** How often a process that is not a child is looked at. */
const ADOPTED_POLL_MS = 300

/** Starts a process whose output goes to its log file. */
export function startProcess(launch: Launch): RunningProcess {
  rotate(launch.logFile)
  const log = openLog(launch.logFile)
  log.write(`--- ${new Date().toISOString()} ${launch.command} ${launch.args.join(' ')}\n`)
  const child = spawn(launch.command, [...launch.args], {
    cwd: launch.cwd,
    env: launch.env,
    stdio: ['pipe', 'pipe', 'pipe', launch.leash ? 'ipc' : 'ignore'],
    ...(launch.user ? { uid: launch.user.uid, gid: launch.user.gid } : {}),
  })
  child.stdin?.on('error', () => undefined)
  child.stdout?.on('data', log.write)
  child.stderr?.on('data', log.write)
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`cannot start: ${error.message}`))
    child.on('close', (code, signal) => resolve(ending(code, signal)))
    // A grandchild may keep the output open: its words are waited for only a moment.
    child.on('exit', (code, signal) => setTimeout(() => resolve(ending(code, signal)), LAST_WORDS_MS))
  })
  void ended.then((how) => log.close(`--- ${new Date().toISOString()} ${how}\n`))
  const announced = new Promise<void>((resolve) => {
    const seen = (chunk: Buffer) => launch.readyLine?.test(chunk.toString('utf8')) && resolve()
    if (launch.readyLine) child.stdout?.on('data', seen)
    else resolve()
  })
  const signal = (name: NodeJS.Signals) => {
    child.stdin?.end()
    child.kill(name)
  }
  return { pid: child.pid ?? -1, ended, announced, signal }
}

/** Looks after a process that an earlier supervisor started. */
export function adoptProcess(pid: number): RunningProcess {
  const identity = processIdentity(pid)
  const watch = async (): Promise<string> => {
    while (identity !== null && processIdentity(pid) === identity) await delay(ADOPTED_POLL_MS)
    return 'gone'
  }
  return { pid, ended: watch(), announced: Promise.resolve(), signal: (name) => sendSignal(pid, name) }
}

/** Sends a signal; a process that is gone already is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * What tells a process from a later one with the same id: boot and start time. Null when there is no such
 * process, or it is a zombie.
 */
export function processIdentity(pid: number): string | null {
  const text = readText(`/proc/${pid}/stat`)
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return null
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim()} ${fields[19]}`
}

/** The command line of a process, or an empty text. */
export function commandLine(pid: number): string {
  return (readText(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim()
}

/** The end of a log, for an error message. */
export function logTail(path: string, lines = 12): string {
  return (readText(path) ?? '').trim().split('\n').slice(-lines).join('\n')
}

function ending(code: number | null, signal: NodeJS.Signals | null): string {
  return signal ? `killed by ${signal}` : `exit code ${code}`
}

interface Log {
  readonly write: (text: string | Buffer) => void
  readonly close: (text: string) => void
}

/** Written at once, so that the end of the log is there when the end of the process is known. */
function openLog(path: string): Log {
  const state: { file: number | null } = { file: openSync(path, 'a') }
  const write = (text: string | Buffer) => {
    try {
      if (state.file !== null) writeSync(state.file, Buffer.from(text))
    } catch {
      // A full disk must not end the processes whose words cannot be kept.
    }
  }
  return {
    write,
    close: (text) => {
      write(text)
      if (state.file !== null) closeSync(state.file)
      state.file = null
    },
  }
}

function rotate(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_BYTES_MAX) renameSync(path, `${path}.1`)
}
