import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'

import { main } from '../../cli/main.ts'
import type { Io } from '../../cli/io.ts'
import { loadConfig, projectRoot } from '../../config.ts'

/** What a command left behind. */
export interface CliResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A terminal that keeps what is written and can be interrupted. */
export function recordingIo(
  options: Partial<Pick<Io, 'isLive' | 'hasColor' | 'confirm'>> & { readonly columns?: number } = {},
) {
  const written = { out: '', err: '' }
  const listeners = new Set<() => void>()
  const io: Io = {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    isLive: options.isLive ?? false,
    hasColor: options.hasColor ?? false,
    columns: () => options.columns ?? 120,
    confirm: options.confirm ?? null,
    onInterrupt(callback) {
      listeners.add(callback)
      return () => void listeners.delete(callback)
    },
  }
  return {
    io,
    written,
    interrupt: () => listeners.forEach((listener) => listener()),
    isListening: () => listeners.size > 0,
  }
}

/** Runs a command within this process, against the API at `url`. */
export async function runCli(
  url: string,
  argv: readonly string[],
  recording = recordingIo(),
): Promise<CliResult> {
  const config = { ...loadConfig({}), PYPLOTS_URL: url }
  const code = await main(argv, { io: recording.io, config })
  return { code, ...recording.written }
}

/** Starts the command as a process of its own. */
export function spawnCli(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): {
  readonly process: ChildProcess
  readonly result: Promise<CliResult>
  seen(text: string): Promise<void>
} {
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot(), 'cli', 'main.ts'), ...argv], {
    cwd: projectRoot(),
    env: { ...process.env, PYPLOTS_URL: '', ...environment },
  })
  const written = { out: '', err: '' }
  const watchers = new Set<() => void>()
  const keep = (name: 'out' | 'err') => (chunk: Buffer) => {
    written[name] += chunk.toString()
    for (const watcher of watchers) watcher()
  }
  child.stdout.on('data', keep('out'))
  child.stderr.on('data', keep('err'))
  return {
    process: child,
    result: new Promise((resolve) => child.once('close', (code) => resolve({ code, ...written }))),
    seen: (text) =>
      new Promise((resolve) => {
        const check = () => {
          if (!`${written.out}${written.err}`.includes(text)) return
          watchers.delete(check)
          resolve()
        }
        watchers.add(check)
        check()
      }),
  }
}
