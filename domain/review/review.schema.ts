import * as z from 'zod'

import { PythonVersion } from '../plot/plot.schema.ts'
import { PanelReview } from './opinion.schema.ts'

/** Numbers, and boxes, that one finding shows at most. */
export const EVIDENCE_MAX = 6

/** The criteria an implementation is scored on; the weights sum to 100. */
export const Criterion = z
  .enum([
    'runs',
    'code_quality',
    'spec_compliance',
    'legibility',
    'visual_aesthetics',
    'user_experience',
    'performance',
    'idiom',
  ])
  .meta({ id: 'Criterion' })
export type Criterion = z.infer<typeof Criterion>

/** A rectangle of the picture, in CSS pixels from its top left. */
export const PictureBox = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .meta({ id: 'PictureBox' })
export type PictureBox = z.infer<typeof PictureBox>

/** What a finding rests on: a few numbers, each with the limit it was held against, and places in the picture. */
export const Evidence = z
  .object({
    numbers: z
      .array(z.object({ name: z.string(), value: z.number(), limit: z.number().optional() }))
      .max(EVIDENCE_MAX),
    boxes: z.array(PictureBox).max(EVIDENCE_MAX),
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.infer<typeof Evidence>

/** What one check found. `not_measured` never counts as passed. */
export const Finding = z
  .object({
    check: z.string(),
    criterion: Criterion,
    status: z.enum(['passed', 'failed', 'not_measured']),
    /** a failed veto refuses the implementation whatever the score */
    veto: z.boolean(),
    /** one sentence with the numbers, written for the author who must mend it */
    message: z.string().max(300),
    /** share of the check's points lost, 0 to 1 */
    loss: z.number().min(0).max(1),
    evidence: Evidence.optional(),
  })
  .meta({ id: 'Finding' })
export type Finding = z.infer<typeof Finding>

/** What the rules decide. */
export const Verdict = z.enum(['approve', 'repair', 'person']).meta({ id: 'Verdict' })
export type Verdict = z.infer<typeof Verdict>

/** How much judgement stands behind a verdict. */
export const Strength = z.enum(['panel', 'single-family', 'measured-only']).meta({ id: 'Strength' })
export type Strength = z.infer<typeof Strength>

/** A finished review of one implementation. */
export const Review = z
  .object({
    score: z.number().min(0).max(100),
    criteria: z.record(z.string(), z.number().min(0).max(100).nullable()),
    verdict: Verdict,
    strength: Strength,
    pythons: z.array(PythonVersion),
    findings: z.array(Finding),
    /** the total with plain averages instead of weighted medians, reported beside it; absent: no model judged */
    average: z.number().min(0).max(100).optional(),
    panel: PanelReview.optional(),
  })
  .meta({ id: 'Review' })
export type Review = z.infer<typeof Review>
