import { Context } from '@temporalio/activity'

import { databaseError } from '../db/errors.ts'
import { retry } from '../retry.ts'

/** A database that was killed is back within seconds; one that stays away is left to Temporal's own retries. */
const PATIENCE = { tries: 120, pauseMs: 500 }

/**
 * Writes down what was dear to get, an execution or a model's reply, and waits a minute for a database that is away:
 * an activity that fails here would get it a second time.
 * @param write idempotent
 */
export async function keep<Result>(write: () => Promise<Result>): Promise<Result> {
  return retry(write, {
    ...PATIENCE,
    mends: (error) => databaseError(error)?.code === 'unavailable',
    signal: Context.current().cancellationSignal,
  })
}
