import * as z from 'zod'

import { PanelReview } from '../review/opinion.schema.ts'
import { Finding, Strength } from '../review/review.schema.ts'
import { Library, PlotId, PythonVersion } from './plot.schema.ts'

/** `evaluations/{library}.json`: what stands behind a published implementation. */
export const Evaluation = z
  .strictObject({
    plot_id: PlotId,
    library: Library,
    version: z.string(),
    score: z.number(),
    strength: Strength,
    decided_by: z.string(),
    pythons: z.array(PythonVersion),
    criteria: z.record(z.string(), z.number().nullable()),
    spec_version: z.string(),
    spec_sha256: z.string(),
    /** of the one file; of the manifest where there are several: the names and sha256 of `files` as canonical JSON */
    code_sha256: z.string(),
    /** absent: `plot.py` serves every Python */
    files: z
      .record(z.string(), z.strictObject({ sha256: z.string(), pythons: z.array(PythonVersion) }))
      .optional(),
    picture_sha256: z.string(),
    author: z.string(),
    rubric: z.string(),
    checks: z.strictObject({ passed: z.int(), failed: z.int(), not_measured: z.int() }),
    findings: z.array(Finding),
    /** the total by plain averages, and what each model said; absent: no model judged */
    average: z.number().optional(),
    panel: PanelReview.optional(),
    /** differs from machine to machine; says nothing about whether a publication is current */
    measured_on: z.strictObject({
      environments: z.record(z.string(), z.string()),
      cpu_ms: z.int(),
      memory_mb: z.int(),
    }),
  })
  .meta({ id: 'Evaluation' })
export type Evaluation = z.infer<typeof Evaluation>

/** True when two evaluations stand behind the same publication, wherever they were measured. */
export function samePublication(a: Evaluation, b: Evaluation): boolean {
  return (
    a.code_sha256 === b.code_sha256 &&
    a.spec_sha256 === b.spec_sha256 &&
    a.spec_version === b.spec_version &&
    a.picture_sha256 === b.picture_sha256 &&
    a.rubric === b.rubric &&
    a.score === b.score &&
    a.decided_by === b.decided_by &&
    b.pythons.every((python) => a.pythons.includes(python))
  )
}

/** Which Pythons each of several files serves; null: `plot.py` serves all. */
export function servedFiles({
  files,
}: Pick<Evaluation, 'files'>): Readonly<Record<string, PythonVersion[]>> | null {
  if (files === undefined) return null
  return Object.fromEntries(Object.entries(files).map(([name, { pythons }]) => [name, pythons]))
}
