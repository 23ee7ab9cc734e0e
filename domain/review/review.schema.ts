import * as z from 'zod'

import { PythonVersion } from '../plot/plot.schema.ts'
import { PanelReview } from './opinion.schema.ts'

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
