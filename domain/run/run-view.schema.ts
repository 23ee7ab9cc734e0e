import * as z from 'zod'

import { Library, PythonVersion } from '../plot/plot.schema.ts'
import { ModelFamily } from '../review/family.schema.ts'
import { PanelReview } from '../review/opinion.schema.ts'
import { Finding, Strength, Verdict } from '../review/review.schema.ts'
import { LibraryProgress, LibraryStatus, Run, Stage } from './run.schema.ts'

const Instant = z.iso.datetime()

/** One library of a run with its times. */
export const RunLibrary = LibraryProgress.extend({
  reviewKey: z.string().nullable(),
  costMicroUsd: z.int(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
}).meta({ id: 'RunLibrary' })
export type RunLibrary = z.infer<typeof RunLibrary>

/** A run as the API shows it; `version` counts its changes. */
export const RunView = Run.extend({
  libraries: z.array(RunLibrary),
  requestedBy: z.string(),
  startedAt: Instant.nullable(),
  version: z.int(),
}).meta({ id: 'RunView' })
export type RunView = z.infer<typeof RunView>

/** Where an open run is right now, as its Workflow says; it may be ahead of the rows. */
export const RunLive = z
  .object({
    libraries: z.array(
      z.object({
        library: Library,
        stage: Stage,
        attempt: z.int().min(0),
        status: LibraryStatus,
        score: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'RunLive' })
export type RunLive = z.infer<typeof RunLive>

/** A run with its live state; null when it is not at work or its Workflow gave no answer. */
export const RunDetail = RunView.extend({ live: RunLive.nullable() }).meta({ id: 'RunDetail' })
export type RunDetail = z.infer<typeof RunDetail>

/** A run that was asked for; `joined`: it was open already, for the same inputs. */
export const StartedRun = RunView.extend({ joined: z.boolean() }).meta({ id: 'StartedRun' })
export type StartedRun = z.infer<typeof StartedRun>

/** A page of runs, newest first. */
export const RunPage = z
  .object({ items: z.array(RunView), nextCursor: z.string().nullable() })
  .meta({ id: 'RunPage' })
export type RunPage = z.infer<typeof RunPage>

/** One round of writing, rendering and reviewing, with what the review refused. */
export const RunAttempt = z
  .object({
    library: Library,
    number: z.int().positive(),
    author: z.string(),
    /** the model family that wrote it; null: no model did */
    authorFamily: ModelFamily.nullable(),
    codeSha: z.string(),
    /** the files by name, each as its sha256, where there are several; null: `codeSha` is the one file */
    files: z.record(z.string(), z.string()).nullable(),
    picturePython: PythonVersion.nullable(),
    pictureSha: z.string().nullable(),
    reviewKey: z.string().nullable(),
    score: z.number().nullable(),
    verdict: Verdict.nullable(),
    /** how much judgement stands behind the verdict; null: not reviewed yet */
    strength: Strength.nullable(),
    /** the total by plain averages; null: no model judged */
    average: z.number().nullable(),
    /** what each model said, and where they disagree; null: no model judged */
    panel: PanelReview.nullable(),
    findings: z.array(Finding),
    createdAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'RunAttempt' })
export type RunAttempt = z.infer<typeof RunAttempt>

/** All attempts of a run, by library and number. */
export const RunAttempts = z.object({ items: z.array(RunAttempt) }).meta({ id: 'RunAttempts' })
export type RunAttempts = z.infer<typeof RunAttempts>

/** A person's verdict about exactly one code of a run that ended as `needs_person`. */
export const NewVerdict = z
  .strictObject({
    library: Library,
    codeSha: z.string().regex(/^[0-9a-f]{64}$/, 'use the 64 hexadecimal digits of the code'),
    reason: z.string().max(300).optional(),
  })
  .meta({ id: 'NewVerdict' })
export type NewVerdict = z.infer<typeof NewVerdict>

/** A live event: what happened to which run or plot. */
export const LiveEvent = z
  .object({
    topic: z.enum(['runs', 'plots']),
    type: z.string(),
    entity: z.string(),
    seq: z.int(),
    at: Instant,
    patch: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'LiveEvent' })
export type LiveEvent = z.infer<typeof LiveEvent>
