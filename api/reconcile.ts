import type { Logger } from 'pino'

import { messageOf } from '../domain/errors.ts'
import type { Database } from '../db/client.ts'
import { settleLost } from '../db/queries/budget.ts'
import { forgetOldKeys } from '../db/queries/idempotency.ts'
import { endRun, getRun, openRuns } from '../db/queries/run.ts'
import type { OpenRun } from '../db/queries/run.ts'
import { FINAL_STATUSES } from '../domain/run/run.schema.ts'
import type { OpenExecution, PlotExecution, Started, TemporalClient } from '../temporal/client.ts'
import type { DraftInput } from '../temporal/contracts/draft.ts'
import type { PlotRunInput, PublicationInput } from '../temporal/contracts/plot.ts'

/** Keeps PostgreSQL's runs and Temporal's Workflows in agreement; rows decide what should be, Workflows what is. */
export interface Reconciler {
  /** One comparison of everything that is open. @throws AppError `unavailable` while a part is away */
  pass(): Promise<void>
  /** Compares soon, and then every 15 s. */
  start(): void
  /** Compares again soon: a run was written that may have no Workflow. */
  wake(): void
  stop(): Promise<void>
}

/** Time between comparisons. */
const INTERVAL_MS = 15_000

/** Time after which a run that was just written is compared. */
const WAKE_MS = 1_000

/** A Workflow records how its run ended just before it ends itself: it is given this long. */
const CLOSING_MS = 10_000

/** A run whose Workflow failed is started this often again before it counts as failed. */
const RESTARTS_MAX = 3

interface Deps {
  readonly db: Database
  readonly temporal: TemporalClient
  readonly log: Logger
}

/** Restarts so far, by run. */
type Restarts = Map<string, number>

/** Creates the reconciler; nothing happens before `start` or `pass`. */
export function createReconciler(deps: Deps): Reconciler {
  const restarts: Restarts = new Map()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  let isQuiet = false

  const pass = () => (running = running.catch(() => {}).then(() => reconcile(deps, restarts)))
  const schedule = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void tick(), ms)
  }
  const tick = async () => {
    try {
      await pass()
      isQuiet = false
    } catch (error) {
      const message = messageOf(error)
      if (!isQuiet) deps.log.warn({ message }, 'runs cannot be compared with Temporal just now')
      isQuiet = true
    }
    schedule(INTERVAL_MS)
  }
  return {
    pass,
    start: () => schedule(0),
    wake: () => schedule(WAKE_MS),
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running.catch(() => {})
    },
  }
}

async function reconcile(deps: Deps, restarts: Restarts): Promise<void> {
  await deps.temporal.prepare()
  await forgetOldKeys(deps.db)
  await chargeLostCalls(deps)
  for (const execution of await deps.temporal.listOpen()) await endOrphan(deps, execution)
  for (const run of await openRuns(deps.db)) await compare(deps, restarts, run)
}

/** Nothing stays reserved for a process that died in a model call. */
async function chargeLostCalls({ db, log }: Deps): Promise<void> {
  const count = await settleLost(db)
  if (count > 0)
    log.warn({ count }, 'model calls without an end were charged with all that was reserved for them')
}

/** Ends a Workflow that works for a run which PostgreSQL knows to have ended; true when it did. */
async function endOrphan(deps: Deps, execution: OpenExecution): Promise<boolean> {
  const run = execution.runId === null ? null : await getRun(deps.db, execution.runId)
  if (run === null) {
    deps.log.warn(
      { execution },
      'a Workflow is open for a run that this database does not have: it is left alone',
    )
    return false
  }
  const endedAt = run.finishedAt === null ? null : Date.parse(run.finishedAt)
  if (!FINAL_STATUSES.includes(run.status) || endedAt === null || Date.now() - endedAt < CLOSING_MS)
    return false
  const reason = `run ${run.id} has ended as ${run.status}: Temporal's database is older than PostgreSQL's`
  await deps.temporal.terminatePlot(execution, reason)
  deps.log.warn({ runId: run.id, plotId: run.plotId }, `a Workflow was ended: ${reason}`)
  return true
}

async function compare(deps: Deps, restarts: Restarts, run: OpenRun): Promise<void> {
  const execution = await deps.temporal.describePlot(run.plotId)
  if (execution.kind === 'open') {
    if (execution.runId === run.id || !(await endOrphan(deps, execution))) return
    return restart(deps, run)
  }
  const now = await getRun(deps.db, run.id)
  if (now === null || FINAL_STATUSES.includes(now.status)) return
  if (endedWithout(run, execution)) return closeOrRestart(deps, restarts, run, execution)
  return restart(deps, run)
}

function endedWithout(run: OpenRun, execution: PlotExecution): execution is OpenExecution {
  return execution.kind === 'closed' && execution.runId === run.id && execution.status !== 'COMPLETED'
}

/** Its Workflow ended without saying how: cancelled from outside, or failed. */
async function closeOrRestart(
  deps: Deps,
  restarts: Restarts,
  ...[run, execution]: [OpenRun, OpenExecution]
): Promise<void> {
  const message = `its Workflow ended as ${execution.status}`
  if (execution.status === 'CANCELLED') return endRun(deps.db, { id: run.id, status: 'cancelled', message })
  const count = restarts.get(run.id) ?? 0
  if (count >= RESTARTS_MAX) return endRun(deps.db, { id: run.id, status: 'failed', message })
  restarts.set(run.id, count + 1)
  return restart(deps, run)
}

async function restart(deps: Deps, run: OpenRun): Promise<void> {
  const started = await startAgain(deps.temporal, run)
  if (started.kind === 'busy') return
  deps.log.warn({ runId: run.id, plotId: run.plotId }, 'an open run had no Workflow: it was started again')
}

function startAgain(temporal: TemporalClient, run: OpenRun): Promise<Started> {
  // The kind of a run decides which input it has.
  switch (run.kind) {
    case 'plot':
      return temporal.startPlotPipeline(run.input as PlotRunInput)
    case 'verdict':
      return temporal.startPublication(run.input as PublicationInput)
    case 'draft':
      return temporal.startSpecDraft(run.input as DraftInput)
  }
}
