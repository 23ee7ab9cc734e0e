import { spawn } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** How a command ended: exit code (null when it was killed or could not start) and what it wrote. */
export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Options of {@link runCommand}. */
export interface CommandOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  /** milliseconds until it is killed; default 60 s */
  readonly timeoutMs?: number
}

/** What is kept of each stream: the end, which is where errors are. */
const OUTPUT_BYTES_MAX = 1_000_000

/** Runs a command to its end and returns how it ended; never throws. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { timeoutMs = 60_000, ...spawnOptions } = options
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = { stdout: '', stderr: '' }
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.stdout.on('data', (chunk: Buffer) => (output.stdout = keepEnd(output.stdout, chunk)))
    child.stderr.on('data', (chunk: Buffer) => (output.stderr = keepEnd(output.stderr, chunk)))
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ code: null, stdout: output.stdout, stderr: error.message })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, ...output })
    })
  })
}

/** The first line of what a command prints, or null when it fails. */
export async function firstLine(command: string, args: readonly string[], options?: CommandOptions) {
  const result = await runCommand(command, args, { timeoutMs: 10_000, ...options })
  return result.code === 0 ? (result.stdout.trim().split('\n')[0] ?? '') : null
}

/** Every file of that name on PATH that may be executed, in PATH's order. */
export async function onPath(name: string, path = process.env['PATH'] ?? ''): Promise<string[]> {
  const candidates = path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
  const usable = await Promise.all(candidates.map(isExecutable))
  return candidates.filter((_, index) => usable[index])
}

/** Whether this process may execute the file. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** The last lines of a command's output, for an error message. */
export function tail(text: string, lines = 8): string {
  return text.trim().split('\n').slice(-lines).join('\n')
}

function keepEnd(text: string, chunk: Buffer): string {
  return (text + chunk.toString('utf8')).slice(-OUTPUT_BYTES_MAX)
}
