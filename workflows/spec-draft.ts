import {
  CancellationScope,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow'

import type {
  DraftActivities,
  DraftedByModel,
  DraftedSpec,
  DrafterActivities,
  DraftInput,
  DraftOutcome,
  SpecActivities,
} from '../temporal/contracts/draft.ts'
import type { PlotActivities } from '../temporal/contracts/plot.ts'
import { AI_PROFILE, DATABASE_PROFILE, MODEL_PROFILE } from '../temporal/profiles.ts'
import { QUEUES } from '../temporal/queues.ts'
import { orOutage, rootMessage } from './failure.ts'

const { draftSpec, draftInstead } = proxyActivities<DraftActivities>(AI_PROFILE)
const { beginRun } = proxyLocalActivities<PlotActivities>(DATABASE_PROFILE)
const { endDraft } = proxyLocalActivities<SpecActivities>(DATABASE_PROFILE)

/** Drafts the spec of a new plot from an idea. Nothing of it is in the catalogue until a person says so. */
export async function specDraft(input: DraftInput): Promise<DraftOutcome> {
  const { runId } = input
  await CancellationScope.nonCancellable(() => beginRun({ runId }))
  const outcome = await drafted(input).then(outcomeOf, broken)
  await CancellationScope.nonCancellable(() => endDraft({ runId, outcome }))
  return outcome
}

/** By a model where one is to write; the offline drafter steps in, visibly, when it cannot. */
async function drafted(input: DraftInput): Promise<DraftedSpec> {
  const first = await draftSpec(input)
  if (first.kind !== 'by_model') return first
  const { family } = first
  const said = await askDrafter({ ...input, family })
  return said.kind === 'abstained' ? draftInstead({ ...input, family, reason: said.reason }) : said
}

async function askDrafter(request: Parameters<DrafterActivities['askDrafter']>[0]): Promise<DraftedByModel> {
  const taskQueue = QUEUES[request.family]
  const family = proxyActivities<DrafterActivities>({ ...MODEL_PROFILE, taskQueue })
  return orOutage(family.askDrafter(request))
}

function outcomeOf(said: DraftedSpec): DraftOutcome {
  if (said.kind === 'drafted') return { status: 'needs_person', message: null }
  return { status: 'failed', message: said.reason }
}

function broken(error: unknown): DraftOutcome {
  if (isCancellation(error)) return { status: 'cancelled', message: 'cancelled' }
  return { status: 'failed', message: rootMessage(error) }
}
