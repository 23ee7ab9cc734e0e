import { ActivityFailure, ChildWorkflowFailure } from '@temporalio/workflow'

import { messageOf } from '../domain/errors.ts'

/** Longest message that goes into a history. */
const MESSAGE_LENGTH_MAX = 500

/** What really went wrong: the innermost cause of a failed activity or child, as one bounded text. */
export function rootMessage(error: unknown): string {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure)
    return rootMessage(error.cause)
  return messageOf(error).slice(0, MESSAGE_LENGTH_MAX)
}
