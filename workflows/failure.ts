import { ActivityFailure, ChildWorkflowFailure } from '@temporalio/workflow'

/** Longest message that goes into a history. */
const MESSAGE_LENGTH_MAX = 500

/** What really went wrong: the innermost cause of a failed activity or child, as one bounded text. */
export function rootMessage(error: unknown): string {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure)
    return rootMessage(error.cause)
  const message = error instanceof Error ? error.message : String(error)
  return message.slice(0, MESSAGE_LENGTH_MAX)
}
