import { CancellationScope, condition, proxyActivities } from '@temporalio/workflow'

import type { ModelFamily } from '../domain/review/family.schema.ts'
import { PANEL_GRACE_MS } from '../domain/review/limits.ts'
import type {
  MeasuredImplementation,
  ModelActivities,
  OpinionRef,
  ReviewRequest,
} from '../temporal/contracts/plot.ts'
import { MODEL_PROFILE } from '../temporal/profiles.ts'
import { QUEUES } from '../temporal/queues.ts'
import { rootMessage } from './failure.ts'

type Judges = NonNullable<MeasuredImplementation['judges']>

/** Longest reason of an abstention, as its schema has it. */
const MESSAGE_LENGTH_MAX = 300

/**
 * Asks all families at once. Once enough have answered the rest get `PANEL_GRACE_MS`; then they abstain as too slow.
 * A family that fails abstains: none holds back the others.
 * @returns one entry per family, in the order of `judges.families`
 */
export async function askPanel(
  request: ReviewRequest,
  measuredKey: string,
  judges: Judges,
): Promise<readonly OpinionRef[]> {
  const { renders: _renders, ...ref } = request
  const heard = new Map<ModelFamily, OpinionRef>()
  const asking = new CancellationScope()
  const answers = asking.run(() =>
    Promise.all(
      judges.families.map(async (family) => {
        heard.set(family, await ask(family, { ...ref, family, measuredKey }))
      }),
    ),
  )
  const allAnswered = () => heard.size === judges.families.length
  await condition(() => allAnswered() || isQuorum(judges, heard))
  if (!allAnswered()) await condition(allAnswered, PANEL_GRACE_MS)
  asking.cancel()
  await answers
  return judges.families.map((family) => heard.get(family) ?? tooSlow(family))
}

function isQuorum({ quorum, authorFamily }: Judges, heard: ReadonlyMap<ModelFamily, OpinionRef>): boolean {
  const counted = [...heard.values()].filter(
    ({ kind, family }) => kind === 'opinion' && family !== authorFamily,
  )
  return counted.length >= quorum
}

async function ask(
  family: ModelFamily,
  request: Parameters<ModelActivities['askReviewer']>[0],
): Promise<OpinionRef> {
  const { askReviewer } = proxyActivities<ModelActivities>({ ...MODEL_PROFILE, taskQueue: QUEUES[family] })
  try {
    return await askReviewer(request)
  } catch (error) {
    return CancellationScope.current().consideredCancelled
      ? tooSlow(family)
      : {
          kind: 'abstained',
          family,
          reason: 'outage',
          message: rootMessage(error).slice(0, MESSAGE_LENGTH_MAX),
        }
  }
}

function tooSlow(family: ModelFamily): OpinionRef {
  return { kind: 'abstained', family, reason: 'too_slow', message: 'the others had answered long before' }
}
