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
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

import { Library } from '../../domain/plot/plot.schema.ts'
import type { PythonVersion } from '../../domain/plot/plot.schema.ts'
import { TagDimension, TagSource } from '../../domain/plot/tags.schema.ts'
import { createdAtColumn, enumColumn, idColumn, timeColumn } from './columns.ts'
import { reviews } from './review.ts'

/** A projection of the catalogue: every row can be rebuilt from `plots/`. */
export const plots = pgTable('plots', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  specVersion: text('spec_version').notNull(),
  specSha: text('spec_sha').notNull(),
  qualityScore: real('quality_score'),
  viewCount: bigint('view_count', { mode: 'number' }).notNull().default(0),
  createdAt: createdAtColumn(),
  updatedAt: timeColumn('updated_at').notNull().defaultNow(),
})

/** The implementation of a plot that is published now; a projection too. */
export const implementations = pgTable(
  'implementations',
  {
    plotId: text('plot_id').notNull(),
    library: enumColumn('library', Library).notNull(),
    version: text('version').notNull(),
    codeSha: text('code_sha').notNull(),
    /** which Pythons each of several files serves; null: `plot.py` serves all */
    files: jsonb('files').$type<Readonly<Record<string, readonly PythonVersion[]>>>(),
    pictureSha: text('picture_sha').notNull(),
    qualityScore: real('quality_score').notNull(),
    pythons: jsonb('pythons').$type<readonly PythonVersion[]>().notNull(),
    publishedAt: timeColumn('published_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.plotId, table.library] })],
)

/**
 * What is said of a plot. Without a library: by its spec, a projection of the catalogue. With one: of exactly
 * that code, read from it or measured; measured anew when the plot is run, should it be lost.
 */
export const plotTags = pgTable(
  'plot_tags',
  {
    id: idColumn(),
    plotId: text('plot_id').notNull(),
    library: enumColumn('library', Library),
    codeSha: text('code_sha'),
    slug: text('slug').notNull(),
    dimension: enumColumn('dimension', TagDimension).notNull(),
    source: enumColumn('source', TagSource).notNull(),
    /** null: it could not be found out */
    holds: boolean('holds'),
    evidence: text('evidence').notNull(),
    /** digest of the review and the rules that it follows from; null: to be found out again */
    basis: text('basis'),
    environmentDigest: text('environment_digest'),
    createdAt: createdAtColumn(),
  },
  (table) => [
    unique('plot_tags_once').on(table.plotId, table.library, table.codeSha, table.slug).nullsNotDistinct(),
    index('plot_tags_by_slug').on(table.slug),
  ],
)

/**
 * The effect ledger's part for the catalogue: intent, look-up, act once, record.
 * `state` intended: files may or may not have been written · done: they have.
 */
export const publications = pgTable(
  'publications',
  {
    key: text('key').primaryKey(),
    plotId: text('plot_id').notNull(),
    library: enumColumn('library', Library).notNull(),
    codeSha: text('code_sha').notNull(),
    reviewKey: text('review_key')
      .notNull()
      .references(() => reviews.key),
    runId: uuid('run_id').notNull(),
    decidedBy: text('decided_by').notNull(),
    /** version the implementation has once published, fixed with the intent */
    version: text('version').notNull(),
    state: text('state', { enum: ['intended', 'done'] }).notNull(),
    /** false: the catalogue held exactly this already */
    changed: boolean('changed').notNull().default(false),
    createdAt: createdAtColumn(),
    doneAt: timeColumn('done_at'),
  },
  (table) => [index('publications_by_plot').on(table.plotId, table.library, table.createdAt)],
)

/** Who looked at or used a plot: shapes only, never data. */
export const plotUsage = pgTable('plot_usage', {
  id: idColumn(),
  plotId: text('plot_id').notNull(),
  userSession: uuid('user_session'),
  dataShape: jsonb('data_shape').$type<{ readonly rows: number; readonly columns: number }>(),
  success: boolean('success').notNull(),
  timestamp: createdAtColumn(),
  durationMs: integer('duration_ms'),
})
