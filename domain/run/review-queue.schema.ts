import * as z from 'zod'

import { Library, PlotId } from '../plot/plot.schema.ts'
import { Review } from '../review/review.schema.ts'

const Sha = z.string().regex(/^[0-9a-f]{64}$/, 'use 64 hexadecimal digits')

/** The person who has a review at the moment, and until when. */
export const ReviewClaim = z
  .object({ by: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: 'ReviewClaim' })
export type ReviewClaim = z.infer<typeof ReviewClaim>

/** An implementation that waits for a person's verdict, named by its review. */
export const QueuedReview = z
  .object({
    key: z.string(),
    runId: z.uuid(),
    plotId: PlotId,
    library: Library,
    codeSha: z.string(),
    score: z.number().nullable(),
    /** why the engine did not decide */
    message: z.string().nullable(),
    waitingSince: z.iso.datetime(),
    claim: ReviewClaim.nullable(),
  })
  .meta({ id: 'QueuedReview' })
export type QueuedReview = z.infer<typeof QueuedReview>

/** A page of the queue, the oldest first. */
export const ReviewQueuePage = z
  .object({ items: z.array(QueuedReview), nextCursor: z.string().nullable() })
  .meta({ id: 'ReviewQueuePage' })
export type ReviewQueuePage = z.infer<typeof ReviewQueuePage>

/** A review with its findings; `queued` is null unless it waits for a person. */
export const ReviewView = z
  .object({
    key: z.string(),
    plotId: PlotId,
    library: Library,
    specSha: z.string(),
    codeSha: z.string(),
    pictureSha: z.string().nullable(),
    model: z.string(),
    review: Review,
    createdAt: z.iso.datetime(),
    queued: QueuedReview.nullable(),
  })
  .meta({ id: 'ReviewView' })
export type ReviewView = z.infer<typeof ReviewView>

/** Which review is wanted: this one, or the oldest free one that fits. */
export const NewClaim = z
  .strictObject({ key: Sha.optional(), plotId: PlotId.optional(), library: Library.optional() })
  .meta({ id: 'NewClaim' })
export type NewClaim = z.infer<typeof NewClaim>

/** What was claimed; null when nothing that fits is free. */
export const ClaimedReview = z.object({ item: QueuedReview.nullable() }).meta({ id: 'ClaimedReview' })
export type ClaimedReview = z.infer<typeof ClaimedReview>

/** The claim that is given back. */
export const ReleasedClaim = z.strictObject({ key: Sha }).meta({ id: 'ReleasedClaim' })
export type ReleasedClaim = z.infer<typeof ReleasedClaim>

/** A verdict about a review that its author has claimed. */
export const QueueVerdict = z
  .strictObject({ key: Sha, decision: z.enum(['approve', 'reject']), reason: z.string().max(300).optional() })
  .meta({ id: 'QueueVerdict' })
export type QueueVerdict = z.infer<typeof QueueVerdict>
