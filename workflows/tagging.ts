import { proxyActivities } from '@temporalio/workflow'

import type { SandboxActivities, TaggingInput } from '../temporal/contracts/plot.ts'
import { SANDBOX_PROFILE } from '../temporal/profiles.ts'

const { tagImplementation } = proxyActivities<SandboxActivities>(SANDBOX_PROFILE)

/** Finds out which tags hold for a published implementation. It is a Workflow of its own, so that no run waits for it. */
export async function tagging(input: TaggingInput): Promise<void> {
  await tagImplementation(input)
}
