import { setTimeout as pause } from 'node:timers/promises'

/** How often an idempotent call is tried, and for which errors. */
export interface Patience {
  readonly tries: number
  readonly pauseMs: number
  /** whether another try may mend an error; every one where it is not given */
  readonly mends?: (error: unknown) => boolean
  /** ends the waiting */
  readonly signal?: AbortSignal
}

/** Repeats an idempotent call until it succeeds. @throws the last error when no try is left or none would help */
export async function retry<Result>(
  call: () => Promise<Result>,
  { tries, pauseMs, mends = () => true, signal }: Patience,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call()
    } catch (error) {
      if (tried >= tries || !mends(error)) throw error
      await pause(pauseMs, undefined, { signal })
    }
  }
}
