import { endRun } from '../db/queries/run.ts'
import type { StoredRun } from '../db/queries/run.ts'
import { AppError } from '../domain/errors.ts'
import { FINAL_STATUSES } from '../domain/run/run.schema.ts'
import type { ApiDeps, Principal } from './deps.ts'
import { existing } from './verdict.ts'

/**
 * Asks an open run to stop; one that has no Workflow yet ends at once. Cancelling twice is the same as once.
 * @throws AppError `not_found`, `conflict` when it ended otherwise, `unavailable` when Temporal is away
 */
export async function cancelRun(
  deps: Pick<ApiDeps, 'db' | 'temporal'>,
  id: string,
  principal: Principal,
): Promise<StoredRun> {
  const run = await existing(deps.db, id)
  if (run.status === 'cancelled') return run
  if (FINAL_STATUSES.includes(run.status)) {
    throw new AppError('conflict', `run ${id} has ended as ${run.status}: there is nothing to cancel`)
  }
  const asked = await deps.temporal.cancelPlot({ plotId: run.plotId, runId: id })
  if (!asked) await endRun(deps.db, { id, status: 'cancelled', message: `cancelled by ${principal.name}` })
  return existing(deps.db, id)
}
