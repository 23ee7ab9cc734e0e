import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

import type { Manifest } from '../../domain/plot/matrix.ts'
import { Library } from '../../domain/plot/plot.schema.ts'
import { ModelFamily } from '../../domain/review/family.schema.ts'
import { Verdict } from '../../domain/review/review.schema.ts'
import { LibraryStatus, RunStatus, Stage } from '../../domain/run/run.schema.ts'
import type { LibraryProgress } from '../../domain/run/run.schema.ts'
import type { DraftInput } from '../../temporal/contracts/draft.ts'
import type { PlotRunInput, PublicationInput } from '../../temporal/contracts/plot.ts'
import { createdAtColumn, enumColumn, idColumn, timeColumn } from './columns.ts'

/** What is or was being done. The row is written before its Workflow starts. */
export const runs = pgTable(
  'runs',
  {
    id: idColumn(),
    kind: text('kind', { enum: ['plot', 'verdict', 'draft'] }).notNull(),
    plotId: text('plot_id').notNull(),
    /** digest of everything that decides what the run does: equal keys may join, others conflict */
    requestKey: text('request_key').notNull(),
    input: jsonb('input').$type<PlotRunInput | PublicationInput | DraftInput>().notNull(),
    status: enumColumn('status', RunStatus).notNull().default('queued'),
    reason: text('reason'),
    message: text('message'),
    requestedBy: text('requested_by').notNull(),
    /** what its model calls may cost; a run without a budget makes none that cost anything */
    budgetMicroUsd: bigint('budget_micro_usd', { mode: 'number' }).notNull().default(0),
    /** what they have cost so far */
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }).notNull().default(0),
    version: integer('version').notNull().default(1),
    createdAt: createdAtColumn(),
    startedAt: timeColumn('started_at'),
    finishedAt: timeColumn('finished_at'),
  },
  (table) => [
    uniqueIndex('runs_one_open_per_plot')
      .on(table.plotId)
      .where(sql`${table.status} in ('queued', 'running')`),
    index('runs_by_age').on(table.createdAt, table.id),
    index('runs_by_plot').on(table.plotId, table.createdAt),
  ],
)

/** How far each library of a run is. */
export const runLibraries = pgTable(
  'run_libraries',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id),
    library: enumColumn('library', Library).notNull(),
    status: enumColumn('status', LibraryStatus).notNull().default('running'),
    stage: enumColumn('stage', Stage).notNull().default('waiting'),
    attempt: integer('attempt').notNull().default(0),
    pythons: jsonb('pythons').$type<LibraryProgress['pythons']>().notNull().default([]),
    score: real('score'),
    version: text('version'),
    codeSha: text('code_sha'),
    reviewKey: text('review_key'),
    published: boolean('published').notNull().default(false),
    message: text('message'),
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }).notNull().default(0),
    startedAt: timeColumn('started_at'),
    finishedAt: timeColumn('finished_at'),
    /** who has it for a verdict, and until when */
    claimedBy: text('claimed_by'),
    claimExpiresAt: timeColumn('claim_expires_at'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.library] }),
    index('run_libraries_waiting')
      .on(table.runId)
      .where(sql`${table.status} = 'needs_person'`),
  ],
)

/** One round of writing, rendering and reviewing a library within a run. */
export const attempts = pgTable(
  'attempts',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id),
    library: enumColumn('library', Library).notNull(),
    number: integer('number').notNull(),
    author: text('author').notNull(),
    /** the model family that wrote it; null: no model did */
    authorFamily: enumColumn('author_family', ModelFamily),
    codeSha: text('code_sha').notNull(),
    /** the files of which `codeSha` is the manifest; null: it is the one file */
    files: jsonb('files').$type<Manifest>(),
    picturePython: text('picture_python'),
    reviewKey: text('review_key'),
    score: real('score'),
    verdict: enumColumn('verdict', Verdict),
    createdAt: createdAtColumn(),
    finishedAt: timeColumn('finished_at'),
  },
  (table) => [primaryKey({ columns: [table.runId, table.library, table.number] })],
)

/** What a person decided about a library that ended as `needs_person`: once per run, library and code. */
export const verdicts = pgTable(
  'verdicts',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id),
    library: enumColumn('library', Library).notNull(),
    codeSha: text('code_sha').notNull(),
    reviewKey: text('review_key').notNull(),
    decision: text('decision', { enum: ['approve', 'reject'] }).notNull(),
    decidedBy: text('decided_by').notNull(),
    reason: text('reason'),
    /** the run that publishes what was approved */
    publicationRunId: uuid('publication_run_id').references(() => runs.id),
    createdAt: createdAtColumn(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.library, table.codeSha] })],
)
