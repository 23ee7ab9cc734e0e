import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** A program to run in the checkout. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  /** added to this process's environment */
  readonly environment?: Readonly<Record<string, string>>
}

/** How a program ended. `code` is 127 when it could not be started, 128 when a signal ended it. */
export interface CommandResult {
  readonly code: number
  readonly output: string
  readonly elapsedMs: number
}

/**
 * Runs a program without a shell and without input, and collects what it writes.
 * @param mirror where its output also goes while it runs
 */
export function runCommand(
  command: Command,
  root: string,
  mirror?: (text: Uint8Array) => void,
): Promise<CommandResult> {
  const started = performance.now()
  const chunks: Uint8Array[] = []
  const collect = (chunk: Uint8Array): void => {
    chunks.push(chunk)
    mirror?.(chunk)
  }
  return new Promise((resolve) => {
    const end = (code: number, note = ''): void => {
      const output = Buffer.concat(chunks).toString('utf8') + note
      resolve({ code, output, elapsedMs: performance.now() - started })
    }
    const child = spawn(command.program, [...command.args], {
      cwd: root,
      env: { ...process.env, ...command.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => end(127, `${command.program}: ${error.message}\n`))
    child.on('close', (code, signal) => end(code ?? 128, signal ? `ended by ${signal}\n` : ''))
  })
}
