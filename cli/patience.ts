import type { CliContext } from './context.ts'
import { CliError } from './errors.ts'
import { EXIT } from './exit-codes.ts'

/** Time between two looks. */
const POLL_MS = 300

/** An engine that is being restarted gets this long to come back. */
export const AWAY_MAX_MS = 120_000

/**
 * Looks until something is over, through restarts of the engine.
 * @param note said once, when it is not over at once
 * @returns null when the person does not want to wait any longer
 * @throws CliError when the engine stays away
 */
export async function waitUntil<Value>(
  { io }: Pick<CliContext, 'io'>,
  watched: {
    readonly look: () => Promise<Value>
    readonly isOver: (value: Value) => boolean
    readonly note: string
  },
): Promise<Value | null> {
  const ended = new AbortController()
  const stopListening = io.onInterrupt(() => ended.abort())
  let awaySince: number | null = null
  let isNoted = false
  try {
    while (!ended.signal.aborted) {
      try {
        const value = await watched.look()
        awaySince = null
        if (watched.isOver(value)) return value
      } catch (error) {
        if (!isAway(error)) throw error
        awaySince ??= Date.now()
        if (Date.now() - awaySince > AWAY_MAX_MS) throw error
      }
      if (!isNoted) io.err(`${watched.note}\n`)
      isNoted = true
      await pause(POLL_MS, ended.signal)
    }
    return null
  } finally {
    stopListening()
  }
}

/** The API does not answer, or one of its parts does not: both come back when the engine is being restarted. */
export function isAway(error: unknown): boolean {
  return error instanceof CliError && (error.exitCode === EXIT.unreachable || error.isPassing)
}

/** Waits, but no longer than the person does. */
export function pause(ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined)
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve(undefined)
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
