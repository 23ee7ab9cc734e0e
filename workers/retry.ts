import { setTimeout as pause } from 'node:timers/promises'

/** Pause between two tries, and how many there are: a server that just started needs a moment to know its pollers. */
const PAUSE_MS = 100
const TRIES = 100

/** Repeats an idempotent call until it succeeds. @throws the last error after ten seconds */
export async function retryUntil(call: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call()
    } catch (error) {
      if (tries >= TRIES) throw error
      await pause(PAUSE_MS)
    }
  }
}
