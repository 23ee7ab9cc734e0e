import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  proxyActivities,
  sleep,
} from '@temporalio/workflow'

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
type Question = Parameters<ModelActivities['askReviewer']>[0]

/** Longest reason of an abstention, as its schema has it. */
const MESSAGE_LENGTH_MAX = 300

/** Pause after a first failure whose provider does not say how long. */
const RETRY_DELAY = '2 seconds'

/** Who has answered, and who has failed at least once and is being asked again. */
interface Heard {
  readonly answers: Map<ModelFamily, OpinionRef>
  readonly failing: Set<ModelFamily>
}

/**
 * Asks all families at once. Once enough have answered, those still at their first answer get `PANEL_GRACE_MS` and
 * those that have failed get nothing more; who is missing then abstains. None holds back the others.
 * @returns one entry per family, in the order of `judges.families`
 */
export async function askPanel(
  request: ReviewRequest,
  measuredKey: string,
  judges: Judges,
): Promise<readonly OpinionRef[]> {
  const { renders: _renders, ...ref } = request
  const heard: Heard = { answers: new Map(), failing: new Set() }
  const asking = new CancellationScope()
  const answers = asking.run(() =>
    Promise.all(
      judges.families.map(async (family) => {
        heard.answers.set(family, await ask(heard, { ...ref, family, measuredKey }))
      }),
    ),
  )
  const isLeft = (family: ModelFamily) => !heard.answers.has(family)
  const isOver = () => judges.families.every((family) => !isLeft(family) || heard.failing.has(family))
  await condition(() => isQuorum(judges, heard) || !judges.families.some(isLeft))
  if (!isOver()) await condition(isOver, PANEL_GRACE_MS)
  asking.cancel()
  await answers
  return judges.families.map((family) => heard.answers.get(family) ?? late(family, heard))
}

function isQuorum({ quorum, authorFamily }: Judges, { answers }: Heard): boolean {
  const counted = [...answers.values()].filter(
    ({ kind, family }) => kind === 'opinion' && family !== authorFamily,
  )
  return counted.length >= quorum
}

async function ask(heard: Heard, question: Question): Promise<OpinionRef> {
  const { family } = question
  try {
    return await askAgain(heard, question)
  } catch (error) {
    if (CancellationScope.current().consideredCancelled) return late(family, heard)
    const message = rootMessage(error).slice(0, MESSAGE_LENGTH_MAX)
    return { kind: 'abstained', family, reason: 'outage', message }
  }
}

/** The first try stands apart, so that the panel knows who is only slow and who is failing. */
async function askAgain({ failing }: Heard, question: Question): Promise<OpinionRef> {
  const { family } = question
  const profile = { ...MODEL_PROFILE, taskQueue: QUEUES[family] }
  const once = proxyActivities<ModelActivities>({
    ...profile,
    retry: { ...profile.retry, maximumAttempts: 1 },
  })
  try {
    return await once.askReviewer(question)
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined
    if (CancellationScope.current().consideredCancelled) throw error
    if (cause instanceof ApplicationFailure && cause.nonRetryable) throw error
    failing.add(family)
    await sleep((cause instanceof ApplicationFailure ? cause.nextRetryDelay : null) ?? RETRY_DELAY)
    return proxyActivities<ModelActivities>(profile).askReviewer(question)
  }
}

function late(family: ModelFamily, { failing }: Heard): OpinionRef {
  return failing.has(family)
    ? { kind: 'abstained', family, reason: 'outage', message: 'it was failing when the others had answered' }
    : { kind: 'abstained', family, reason: 'too_slow', message: 'the others had answered long before' }
}
