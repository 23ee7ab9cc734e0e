import { spawn } from 'node:child_process'

import { AppError } from '../domain/errors.ts'

/** A program that takes a text and says something of it. */
export interface ProgramCall {
  readonly program: string
  /** how messages call it */
  readonly called: string
  readonly options: readonly string[]
  readonly input: string
  readonly timeoutMs: number
}

/** How it ended; `code` is null where a signal ended it. */
export interface ProgramEnd {
  readonly code: number | null
  readonly signal: string
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a program without any of our environment, with a text on its standard input.
 * @throws AppError `unavailable` when it cannot be started
 */
export function runProgram({ program, called, options, input, timeoutMs }: ProgramCall): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { stdio: 'pipe', env: {}, timeout: timeoutMs })
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
    child.on('error', (cause) => {
      reject(
        new AppError('unavailable', `${called} at ${program} cannot be started; run make setup`, { cause }),
      )
    })
    child.on('close', (code, signal) => {
      resolve({ code, signal: signal ?? 'a signal', stdout: stdout(), stderr: stderr() })
    })
    // A program that ends early closes its input; its exit code tells the rest.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = []
  stream.on('data', (part: Buffer) => parts.push(part))
  return () => Buffer.concat(parts).toString('utf8')
}
