import {
  claimAt,
  claimFirst,
  claimPlace,
  listWaiting,
  placeOf,
  releaseClaim,
} from '../db/queries/review-queue.ts'
import type { ReviewPlace, WaitingReview } from '../db/queries/review-queue.ts'
import { AppError } from '../domain/errors.ts'
import { REVIEW_CLAIM_MINUTES } from '../domain/run/limits.ts'
import type { NewClaim, QueuedReview } from '../domain/run/review-queue.schema.ts'
import type { ApiDeps, Principal } from './deps.ts'
import { claimedByOther } from './verdict.ts'

type Deps = Pick<ApiDeps, 'db' | 'catalogue'>

/** Reviews that wait for a person: undecided, not superseded, and of the spec as it is now. */
export async function waitingReviews(
  { db, catalogue }: Deps,
  filter: Parameters<typeof listWaiting>[1],
): Promise<readonly QueuedReview[]> {
  const waiting = await listWaiting(db, filter)
  const plotIds = [...new Set(waiting.map(({ plotId }) => plotId))]
  const digests = new Map(
    await Promise.all(plotIds.map(async (plotId) => [plotId, await specShaOf(catalogue, plotId)] as const)),
  )
  return waiting.filter(({ plotId, specSha }) => digests.get(plotId) === specSha).map(withoutSpec)
}

/**
 * Gives a review to a person for `REVIEW_CLAIM_MINUTES`: the one that is named, or the oldest that fits and that
 * nobody has; null when there is none.
 * @throws AppError `not_found` when the named one does not wait, `conflict` when somebody else has it
 */
export async function claimReview(
  deps: Deps,
  wanted: NewClaim,
  principal: Principal,
): Promise<QueuedReview | null> {
  const claimer = { by: principal.name, minutes: REVIEW_CLAIM_MINUTES }
  const items = await waitingReviews(deps, wanted)
  if (wanted.key !== undefined) {
    const [item] = items
    if (item === undefined) throw notWaiting(wanted.key)
    if (!(await claimPlace(deps.db, item, claimer))) throw claimedByOther(await claimAt(deps.db, item))
    return { ...item, claim: await claimAt(deps.db, item) }
  }
  const place = await claimFirst(deps.db, items, claimer)
  const item = place && items.find(({ runId, library }) => runId === place.runId && library === place.library)
  return item ? { ...item, claim: await claimAt(deps.db, item) } : null
}

/**
 * Gives a claim back before it ends; a review that nobody has stays free.
 * @throws AppError `not_found`, or `conflict` when somebody else has it
 */
export async function releaseReview({ db }: Deps, key: string, principal: Principal): Promise<void> {
  const place = await knownPlace(db, key)
  if (await releaseClaim(db, place, principal.name)) return
  const claim = await claimAt(db, place)
  if (claim !== null) throw claimedByOther(claim)
}

/**
 * The code that a person who has claimed its review may decide about.
 * @throws AppError `not_found`, or `conflict` when that person has not claimed it
 */
export async function claimedPlace(
  { db }: Deps,
  key: string,
  principal: Principal,
): Promise<ReviewPlace & { readonly codeSha: string }> {
  const { codeSha, ...place } = await knownPlace(db, key)
  const claim = await claimAt(db, place)
  if (claim !== null && claim.by !== principal.name) throw claimedByOther(claim)
  if (claim === null || codeSha === null) {
    throw new AppError(
      'conflict',
      'you have not claimed this review, or your claim has ended: claim it first',
    )
  }
  return { ...place, codeSha }
}

async function knownPlace(db: Deps['db'], key: string) {
  const place = await placeOf(db, key)
  if (place === null) throw notWaiting(key)
  return place
}

function notWaiting(key: string): AppError {
  return new AppError(
    'not_found',
    `review ${key} does not wait for a verdict; pyplots reviews list shows those that do`,
  )
}

/** Null for a plot that is gone or has a faulty file: nothing of it can be published. */
async function specShaOf(catalogue: Deps['catalogue'], plotId: string): Promise<string | null> {
  try {
    return (await catalogue.loadSpec(plotId)).specSha
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function withoutSpec({ specSha: _, ...item }: WaitingReview): QueuedReview {
  return item
}
