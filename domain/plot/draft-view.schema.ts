import * as z from 'zod'

import { BUDGET_USD_MAX } from '../budget/limits.ts'
import { IDEA_LENGTH_MAX } from './limits.ts'
import { PlotId } from './plot.schema.ts'

/** The request for the draft of a new plot's spec. */
export const NewDraft = z
  .strictObject({
    plotId: PlotId,
    /** default: the words of the id */
    idea: z.string().trim().min(1).max(IDEA_LENGTH_MAX).optional(),
    /** what model calls for it may cost, in dollars. Default: the setting `BUDGET_USD_PER_RUN` */
    budgetUsd: z.number().min(0).max(BUDGET_USD_MAX).optional(),
  })
  .meta({ id: 'NewDraft' })
export type NewDraft = z.infer<typeof NewDraft>

/** A drafted spec. Nothing of it is in the catalogue until a run is started with its digest. */
export const DraftView = z
  .object({
    /** that of the run that drafts */
    id: z.uuid(),
    plotId: PlotId,
    state: z.enum(['drafting', 'drafted', 'failed', 'cancelled']),
    /** why there is none; null: there is, or not yet */
    message: z.string().nullable(),
    /** digest of `spec`; null: not drafted */
    sha256: z.string().nullable(),
    /** `spec.yaml` as it would be written */
    spec: z.string().nullable(),
    author: z.string().nullable(),
    /** what was chosen by what, and what was not understood */
    notes: z.array(z.string()),
    costMicroUsd: z.int(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DraftView' })
export type DraftView = z.infer<typeof DraftView>
