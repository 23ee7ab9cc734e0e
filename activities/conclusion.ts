import { findOpinions, findReview, insertReview } from '../db/queries/review.ts'
import type { ReviewRow } from '../db/queries/review.ts'
import type { Database } from '../db/client.ts'
import { AppError } from '../domain/errors.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import { quorumOf } from '../domain/review/panel.ts'
import type { Panel } from '../domain/review/panel.ts'
import { isWorthJudging, judge } from '../domain/review/verdict.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import type { AiActivities, MeasuredImplementation, OpinionRef } from '../temporal/contracts/plot.ts'

type ConcludeRequest = Parameters<AiActivities['concludeReview']>[0]

/** Name of the panel where a model's name would stand. */
const MODEL = 'panel'

/**
 * The families to ask about a measured attempt; undefined when none is there whose word counts, or when no opinion
 * could lift what measurement says above the bar.
 */
export function familiesToAsk(
  measured: ReviewRow,
  families: readonly ModelFamily[],
  authorFamily: ModelFamily | null,
): MeasuredImplementation['judges'] {
  const quorum = quorumOf(authorFamily, families)
  if (quorum === 0 || !isWorthJudging(measured.review.findings)) return undefined
  return { families, quorum, authorFamily }
}

/** Judges a measured attempt with what its panel said; the same opinions give the same review. */
export async function concludeAttempt(
  db: Database,
  request: ConcludeRequest,
  authorFamily: ModelFamily | null,
): Promise<ReviewRow> {
  const { measuredKey, opinions } = request
  const key = sha256(canonicalJson({ measuredKey, authorFamily, said: opinions.map(said) }))
  const known = await findReview(db, key)
  if (known) return known
  const measured = await findReview(db, measuredKey)
  if (!measured) throw new AppError('internal', `review ${measuredKey} is not in the database`)
  const panel = await panelOf(db, opinions, authorFamily)
  const { pythons, findings } = measured.review
  const review = judge(findings, { pythons, panel })
  const { createdAt: _, ...looked } = measured
  const { score, verdict, strength } = review
  return insertReview(db, { ...looked, key, model: MODEL, score, verdict, strength, review })
}

/** What of an answer decides a review: the opinion itself, or why there is none. */
function said(ref: OpinionRef): readonly string[] {
  return [ref.family, ref.kind === 'opinion' ? ref.key : ref.reason]
}

async function panelOf(
  db: Database,
  refs: readonly OpinionRef[],
  authorFamily: ModelFamily | null,
): Promise<Panel> {
  const keys = refs.flatMap((ref) => (ref.kind === 'opinion' ? [ref.key] : []))
  const rows = await findOpinions(db, keys)
  if (rows.length !== keys.length)
    throw new AppError('internal', 'an opinion of the panel is not in the database')
  return {
    authorFamily,
    opinions: rows.map((row) => row.opinion),
    abstentions: refs.flatMap((ref) =>
      ref.kind === 'abstained' ? [{ family: ref.family, reason: ref.reason, message: ref.message }] : [],
    ),
  }
}
