import * as z from 'zod'

import { BUDGET_USD_MAX } from '../budget/limits.ts'
import { Library, PlotId, PythonVersion } from '../plot/plot.schema.ts'
import { IMPROVEMENT_LENGTH_MAX } from './limits.ts'

/** Where a run stands. The last four are final. */
export const RunStatus = z
  .enum(['queued', 'running', 'approved', 'needs_person', 'failed', 'cancelled'])
  .meta({ id: 'RunStatus' })
export type RunStatus = z.infer<typeof RunStatus>

/** Statuses a run never leaves. */
export const FINAL_STATUSES: readonly RunStatus[] = ['approved', 'needs_person', 'failed', 'cancelled']

/** What a library's implementation is at, within a run. */
export const Stage = z
  .enum(['waiting', 'authoring', 'rendering', 'reviewing', 'publishing', 'done'])
  .meta({ id: 'Stage' })
export type Stage = z.infer<typeof Stage>

/** How one library ended within a run. */
export const LibraryStatus = z
  .enum(['running', 'approved', 'needs_person', 'failed', 'cancelled', 'not_expressible'])
  .meta({ id: 'LibraryStatus' })
export type LibraryStatus = z.infer<typeof LibraryStatus>

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'use the 64 hexadecimal digits of the draft')

/** The request that starts a run of the plot pipeline. */
export const NewPlotRun = z
  .strictObject({
    kind: z.literal('plot'),
    plotId: PlotId,
    /** default: all libraries of the spec; none: only the `draft` is written */
    libraries: z.array(Library).optional(),
    /** default: all Pythons of the spec that this machine has */
    pythons: z.array(PythonVersion).min(1).optional(),
    /** a file of yours, tried for exactly one library instead of the author's */
    implementation: z.string().min(1).max(1_000_000).optional(),
    /** what an author is to make better about what is published, in words */
    improve: z.string().trim().min(1).max(IMPROVEMENT_LENGTH_MAX).optional(),
    /** false: nothing is written to the catalogue. Default: true, and false with `implementation` */
    publish: z.boolean().optional(),
    /** what model calls of this run may cost, in dollars. Default: the setting `BUDGET_USD_PER_RUN` */
    budgetUsd: z.number().min(0).max(BUDGET_USD_MAX).optional(),
    reason: z.string().max(300).optional(),
    /** digest of a drafted spec that a person looked at: it becomes the spec of a new plot */
    draft: Sha256.optional(),
  })
  .meta({ id: 'NewPlotRun' })
export type NewPlotRun = z.infer<typeof NewPlotRun>

/** One library of a run, as lists and live views show it. */
export const LibraryProgress = z
  .object({
    library: Library,
    status: LibraryStatus,
    stage: Stage,
    attempt: z.int().min(0),
    /** Pythons of the last attempt by outcome of the execution; absent: not run yet */
    pythons: z.array(z.object({ python: PythonVersion, outcome: z.string() })),
    score: z.number().nullable(),
    version: z.string().nullable(),
    codeSha: z.string().nullable(),
    /** published in this run; false also when the catalogue held exactly this already */
    published: z.boolean(),
    message: z.string().nullable(),
  })
  .meta({ id: 'LibraryProgress' })
export type LibraryProgress = z.infer<typeof LibraryProgress>

/** A run with its libraries. */
export const Run = z
  .object({
    id: z.uuid(),
    kind: z.enum(['plot', 'verdict', 'draft']),
    plotId: PlotId,
    status: RunStatus,
    reason: z.string().nullable(),
    message: z.string().nullable(),
    libraries: z.array(LibraryProgress),
    pythons: z.array(PythonVersion),
    /** what its model calls may cost */
    budgetMicroUsd: z.int(),
    costMicroUsd: z.int(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Run' })
export type Run = z.infer<typeof Run>
