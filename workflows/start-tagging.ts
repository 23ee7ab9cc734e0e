import {
  ParentClosePolicy,
  patched,
  startChild,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/workflow'

import type { TaggingInput } from '../temporal/contracts/plot.ts'
import { taggingWorkflowId } from '../temporal/ids.ts'
import { tagging } from './tagging.ts'

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
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
}
