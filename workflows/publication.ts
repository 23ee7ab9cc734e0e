import {
  CancellationScope,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow'

import type {
  LibraryOutcome,
  PlotActivities,
  PlotRunOutcome,
  PublicationInput,
} from '../temporal/contracts/plot.ts'
import { CATALOGUE_PROFILE, DATABASE_PROFILE } from '../temporal/profiles.ts'
import { rootMessage } from './failure.ts'
import { startTagging } from './start-tagging.ts'

const { publishImplementation } = proxyActivities<PlotActivities>(CATALOGUE_PROFILE)
const { beginRun, endLibrary, endRun } = proxyLocalActivities<PlotActivities>(DATABASE_PROFILE)

/** Publishes exactly the code that a person approved. */
export async function publication(input: PublicationInput): Promise<PlotRunOutcome> {
  const { runId, plotId } = input
  await CancellationScope.nonCancellable(() => beginRun({ runId }))
  const library = await publish(input)
  const outcome = {
    status: library.status === 'approved' ? 'approved' : library.status,
    libraries: [library],
  } as const
  await CancellationScope.nonCancellable(async () => {
    await endLibrary({ runId, outcome: library })
    await endRun({ runId, plotId, outcome })
  })
  return outcome
}

async function publish(
  input: PublicationInput,
): Promise<LibraryOutcome & { status: 'approved' | 'failed' | 'cancelled' }> {
  const { library, codeSha, reviewKey } = input
  const base = { library, codeSha, reviewKey, attempts: 0, score: null }
  try {
    const done = await publishImplementation(input)
    await startTagging(input)
    return { ...base, status: 'approved', version: done.version, published: done.changed, message: null }
  } catch (error) {
    const status = isCancellation(error) ? 'cancelled' : 'failed'
    return { ...base, status, version: null, published: false, message: rootMessage(error) }
  }
}
