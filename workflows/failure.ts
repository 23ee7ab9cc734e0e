import { ActivityFailure, ChildWorkflowFailure, isCancellation } from '@temporalio/workflow'

import { messageOf } from '../domain/errors.ts'

/** Longest message that goes into a history. */
const MESSAGE_LENGTH_MAX = 500

/** What really went wrong: the innermost cause of a failed activity or child, as one bounded text. */
export function rootMessage(error: unknown): string {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure)
    return rootMessage(error.cause)
  return messageOf(error).slice(0, MESSAGE_LENGTH_MAX)
}

/** What a family says for itself when it cannot be asked. */
export interface Outage {
  readonly kind: 'abstained'
  readonly reason: 'outage'
  readonly message: string
}

/** What a family says; one that fails for good abstains. */
export async function orOutage<Said>(asked: Promise<Said>): Promise<Said | Outage> {
  try {
    return await asked
  } catch (error) {
    if (isCancellation(error)) throw error
    return { kind: 'abstained', reason: 'outage', message: rootMessage(error) }
  }
}
