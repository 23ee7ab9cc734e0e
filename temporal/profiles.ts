import type { ActivityOptions, LocalActivityOptions } from '@temporalio/common'

import { QUEUES } from './queues.ts'

/** Failure types that no retry mends; `activities/failures.ts` gives failures these names. */
const PERMANENT = ['invalid', 'not_found', 'conflict', 'forbidden', 'limit_exceeded']

const retry = {
  initialInterval: '500 milliseconds',
  backoffCoefficient: 2,
  maximumInterval: '15 seconds',
  nonRetryableErrorTypes: PERMANENT,
} as const

/** A worker that dies is noticed after this long: each activity heartbeats on its own every second. */
const heartbeatTimeout = '10 seconds'

/** Writing and judging code: seconds of CPU at most. */
export const AI_PROFILE: ActivityOptions = {
  taskQueue: QUEUES.aiOffline,
  startToCloseTimeout: '2 minutes',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout,
  retry,
}

/** One question to a model. A provider that is away is asked again for a while; then its family abstains. */
export const MODEL_PROFILE: ActivityOptions = {
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '15 minutes',
  heartbeatTimeout,
  retry: { ...retry, initialInterval: '2 seconds', maximumInterval: '2 minutes' },
}

/** Executions on every Python wait for a free slot and run up to 15 s each. */
export const SANDBOX_PROFILE: ActivityOptions = {
  taskQueue: QUEUES.sandbox,
  startToCloseTimeout: '10 minutes',
  scheduleToCloseTimeout: '2 hours',
  heartbeatTimeout,
  retry,
}

/** Files and rows of the catalogue. */
export const CATALOGUE_PROFILE: ActivityOptions = {
  taskQueue: QUEUES.plots,
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout,
  retry,
}

/** Short, idempotent statements to the database, run inside of the Workflow's own task. */
export const DATABASE_PROFILE: LocalActivityOptions = {
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry,
}
