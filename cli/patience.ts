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
export async function waitUntil<Value extends object>(
  { io }: Pick<CliContext, 'io'>,
  watched: {
    readonly look: () => Promise<Value>
    readonly isOver: (value: Value) => boolean
    readonly note: string
  },
): Promise<Value | null> {
  const ended = new AbortController()
  const stopListening = io.onInterrupt(() => ended.abort())
  let seenAt = Date.now()
  let isNoted = false
  try {
    while (!ended.signal.aborted) {
      const value = await watched.look().catch((error: unknown) => {
        if (isAway(error) && Date.now() - seenAt <= AWAY_MAX_MS) return null
        throw error
      })
      if (value !== null && watched.isOver(value)) return value
      if (value !== null) seenAt = Date.now()
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
