import { ParentClosePolicy, patched, startChild } from '@temporalio/workflow'

import type { TaggingInput } from '../temporal/contracts/plot.ts'
import { taggingWorkflowId } from '../temporal/ids.ts'
import { tagging } from './tagging.ts'

/** Name of the error, whose class the SDK's package for Workflows does not export. */
const ALREADY_STARTED = 'WorkflowExecutionAlreadyStartedError'

/** Starts the tagging of what was just published, and leaves it alone. */
export async function startTagging({ plotId, library, codeSha, reviewKey }: TaggingInput): Promise<void> {
  if (!patched('tagging')) return
  try {
    await startChild(tagging, {
      workflowId: taggingWorkflowId(plotId, library, codeSha),
      args: [{ plotId, library, codeSha, reviewKey }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    })
  } catch (error) {
    // Another run published the same code just now: its tagging is under way.
    if (!(error instanceof Error && error.name === ALREADY_STARTED)) throw error
  }
}
