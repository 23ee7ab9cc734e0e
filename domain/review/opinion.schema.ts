import * as z from 'zod'

import { ModelFamily } from './family.schema.ts'

/** The criteria that models judge, because they cannot be measured, or not all of it. */
export const JudgedCriterion = z
  .enum(['code_quality', 'spec_compliance', 'visual_aesthetics', 'user_experience', 'performance', 'idiom'])
  .meta({ id: 'JudgedCriterion' })
export type JudgedCriterion = z.infer<typeof JudgedCriterion>

/** Anchored levels instead of points: models tell five grades apart more reliably than a hundred. */
export const Level = z.enum(['0', '1', '2', '3', '4'])
export type Level = z.infer<typeof Level>

/** What a model may object to beside its levels. One family's word is a hint; two families' word refuses. */
export const ProblemKind = z
  .enum(['wrong_chart_type', 'wrong_data', 'misleading', 'unreadable'])
  .meta({ id: 'ProblemKind' })
export type ProblemKind = z.infer<typeof ProblemKind>

/**
 * What a model must answer, in the subset of JSON Schema that every provider keeps: closed objects, every field
 * required, lists instead of maps. The reason stands before the level, so that it is thought of first.
 */
export const OpinionAnswer = z.object({
  criteria: z.array(z.object({ id: JudgedCriterion, evidence: z.string(), level: Level })),
  problems: z.array(z.object({ kind: ProblemKind, evidence: z.string() })),
})
export type OpinionAnswer = z.infer<typeof OpinionAnswer>

/** Why a family gives no opinion. It is never counted as a zero. */
export const AbstentionReason = z
  .enum(['outage', 'too_slow', 'budget', 'quota', 'misconfigured', 'refusal', 'unparseable'])
  .meta({ id: 'AbstentionReason' })
export type AbstentionReason = z.infer<typeof AbstentionReason>

/** One family's judgement of one implementation. */
export const Opinion = z
  .object({
    family: ModelFamily,
    model: z.string(),
    /** 0 to 100 for each judged criterion */
    scores: z.record(JudgedCriterion, z.number().min(0).max(100)),
    evidence: z.record(JudgedCriterion, z.string().max(300)),
    problems: z.array(z.object({ kind: ProblemKind, evidence: z.string().max(300) })),
    /** criteria this judge is not counted for, because it overlooks too many known defects of the golden set */
    unfit: z.array(JudgedCriterion),
  })
  .meta({ id: 'Opinion' })
export type Opinion = z.infer<typeof Opinion>

/** A family that was asked and gave no opinion. */
export const Abstention = z
  .object({ family: ModelFamily, reason: AbstentionReason, message: z.string().max(300) })
  .meta({ id: 'Abstention' })
export type Abstention = z.infer<typeof Abstention>

/** What a review keeps of its panel. */
export const PanelReview = z
  .object({
    /** the family that wrote the code, whose opinion is heard and not counted; null: no model wrote it */
    authorFamily: ModelFamily.nullable(),
    opinions: z.array(Opinion),
    abstentions: z.array(Abstention),
    /** highest minus lowest score of each criterion; null: fewer than two counted */
    spreads: z.record(JudgedCriterion, z.number().nullable()),
    /** the criteria whose spread is flagged */
    contested: z.array(JudgedCriterion),
    /** the same over all judged criteria together */
    spread: z.number().nullable(),
    /** what at least two families object to */
    problems: z.array(ProblemKind),
  })
  .meta({ id: 'PanelReview' })
export type PanelReview = z.infer<typeof PanelReview>
