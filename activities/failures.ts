import { ApplicationFailure } from '@temporalio/common'

import { databaseError } from '../db/errors.ts'
import { AppError } from '../domain/errors.ts'
import type { ErrorCode } from '../domain/errors.ts'

/** Codes that a retry may mend: the outside was away, or the fault is not understood yet. */
const RETRYABLE: readonly ErrorCode[] = ['unavailable', 'internal']

/** Longest message that is kept in a history. */
const MESSAGE_LENGTH_MAX = 1000

/** Runs an activity's body and turns its errors into failures that Temporal's retry profiles understand. */
export async function translated<Result>(body: () => Promise<Result>): Promise<Result> {
  try {
    return await body()
  } catch (error) {
    throw failureOf(error)
  }
}

/** A driver's own error carries the statement with its parameters, which do not belong in a history. */
function failureOf(error: unknown): unknown {
  const known = error instanceof AppError ? error : databaseError(error)
  if (known === null) return error
  return ApplicationFailure.create({
    type: known.code,
    message: known.message.slice(0, MESSAGE_LENGTH_MAX),
    nonRetryable: !RETRYABLE.includes(known.code),
  })
}
