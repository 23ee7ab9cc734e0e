import { FINAL_STATUSES } from '../domain/run/run.schema.ts'
import type { RunDetail } from '../domain/run/run-view.schema.ts'
import type { ApiClient } from './api-client.ts'
import { createDisplay } from './display.ts'
import type { Display } from './display.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { AWAY_MAX_MS, isAway, pause } from './patience.ts'
import { adviceLines, finalLines } from './run-view.ts'
import { createPaint } from './style.ts'

/** What a watching command works with. */
export interface Watching {
  readonly api: ApiClient
  readonly io: Io
  readonly json: boolean
}

/** The state is asked for at least this often: the live stream tells of rows, not of each step. */
const POLL_MS = 1_000

/** And at most this often, however much happens. */
const REST_MS = 150

/** Follows a run to its end, through restarts of the engine, and says how it ended. */
export async function watchRun({ api, io, json }: Watching, id: string): Promise<ExitCode> {
  const ended = new AbortController()
  const stopListening = io.onInterrupt(() => ended.abort())
  const display = createDisplay(io, { json })
  try {
    const run = await followToEnd(api, { id, display, signal: ended.signal })
    display.close()
    if (run === null) return interrupted(io, id)
    if (!json) showEnd(io, run)
    return exitCodeOf(run)
  } finally {
    ended.abort()
    display.close()
    stopListening()
  }
}

/** The exit code that tells how a run ended. */
export function exitCodeOf(run: Pick<RunDetail, 'status'>): ExitCode {
  if (run.status === 'approved') return EXIT.done
  return run.status === 'needs_person' ? EXIT.notApproved : EXIT.failed
}

interface Following {
  readonly id: string
  readonly display: Display
  readonly signal: AbortSignal
}

/** The run when it has ended; null when the person stopped watching. */
async function followToEnd(api: ApiClient, following: Following): Promise<RunDetail | null> {
  const { id, display, signal } = following
  let awaySince: number | null = null
  while (!signal.aborted) {
    try {
      const run = await followStream(api, following)
      if (run !== null) return run
      awaySince = null
    } catch (error) {
      if (signal.aborted) return null
      if (!isAway(error)) throw error
      if (awaySince === null) display.note(`the engine does not answer just now: waiting for it (run ${id})`)
      awaySince ??= Date.now()
      if (Date.now() - awaySince > AWAY_MAX_MS) throw error
    }
    await pause(POLL_MS, signal)
  }
  return null
}

/** Follows one connection; null when it ended before the run did. */
async function followStream(api: ApiClient, { id, display, signal }: Following): Promise<RunDetail | null> {
  const connection = new AbortController()
  const both = AbortSignal.any([connection.signal, signal])
  try {
    const reader = (await api.follow(id, both)).getReader()
    // A connection that breaks has ended; this also covers a read that nobody waits for any more.
    const read = () => reader.read().catch(() => ({ done: true }))
    let chunk = read()
    for (;;) {
      const run = await api.getRun(id)
      display.update(run)
      if (FINAL_STATUSES.includes(run.status)) return run
      await pause(REST_MS, both)
      const next = await Promise.race([chunk, pause(POLL_MS, both)])
      if (signal.aborted || next?.done) return null
      if (next) chunk = read()
    }
  } finally {
    connection.abort()
  }
}

function interrupted(io: Io, id: string): ExitCode {
  io.err(
    `stopped watching. Run ${id} goes on while its engine runs, and resumes when the engine starts again.\n` +
      `Watch it with: pyplots runs watch ${id}\n`,
  )
  return EXIT.interrupted
}

function showEnd(io: Io, run: RunDetail): void {
  const paint = createPaint(io.hasColor)
  for (const line of finalLines(run, paint)) io.out(`${line}\n`)
  for (const line of adviceLines(run)) io.out(`${line}\n`)
}
