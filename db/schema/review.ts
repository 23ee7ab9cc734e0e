import { index, jsonb, pgTable, real, text, uniqueIndex } from 'drizzle-orm/pg-core'

import { Library, PythonVersion } from '../../domain/plot/plot.schema.ts'
import { ModelFamily } from '../../domain/review/family.schema.ts'
import type { Opinion } from '../../domain/review/opinion.schema.ts'
import { Strength, Verdict } from '../../domain/review/review.schema.ts'
import type { Review } from '../../domain/review/review.schema.ts'
import { SandboxOutcome } from '../../domain/sandbox/sandbox.schema.ts'
import type { SandboxReport } from '../../domain/sandbox/sandbox.schema.ts'
import { artifacts } from './artifact.ts'
import { createdAtColumn, enumColumn } from './columns.ts'

/** One execution of one code on one Python: spec + code + data + environment + limits + renderer is its key. */
export const renders = pgTable('renders', {
  key: text('key').primaryKey(),
  specSha: text('spec_sha').notNull(),
  codeSha: text('code_sha')
    .notNull()
    .references(() => artifacts.sha256),
  dataSha: text('data_sha').notNull(),
  environmentDigest: text('environment_digest').notNull(),
  library: enumColumn('library', Library).notNull(),
  python: enumColumn('python', PythonVersion).notNull(),
  /** sample: the spec's own data · changed: the data a faithful plot must follow · missing, many: what tags are measured with */
  variant: text('variant', { enum: ['sample', 'changed', 'missing', 'many'] }).notNull(),
  outcome: enumColumn('outcome', SandboxOutcome).notNull(),
  report: jsonb('report').$type<SandboxReport>().notNull(),
  run: jsonb('run').$type<RenderRun | null>(),
  figureSha: text('figure_sha').references(() => artifacts.sha256),
  pictureSha: text('picture_sha').references(() => artifacts.sha256),
  factsSha: text('facts_sha').references(() => artifacts.sha256),
  createdAt: createdAtColumn(),
})

/** What the harness noted about an execution that ended. */
export interface RenderRun {
  readonly warnings: readonly string[]
  readonly tests:
    | readonly { readonly name: string; readonly passed: boolean; readonly message: string }[]
    | null
}

/** A judgement of exactly these renders by one judge with one rubric. */
export const reviews = pgTable(
  'reviews',
  {
    key: text('key').primaryKey(),
    plotId: text('plot_id').notNull(),
    library: enumColumn('library', Library).notNull(),
    specSha: text('spec_sha').notNull(),
    codeSha: text('code_sha')
      .notNull()
      .references(() => artifacts.sha256),
    renderKeys: jsonb('render_keys').$type<readonly string[]>().notNull(),
    pictureKey: text('picture_key').references(() => renders.key),
    rubricDigest: text('rubric_digest').notNull(),
    model: text('model').notNull(),
    score: real('score').notNull(),
    verdict: enumColumn('verdict', Verdict).notNull(),
    strength: enumColumn('strength', Strength).notNull(),
    review: jsonb('review').$type<Review>().notNull(),
    createdAt: createdAtColumn(),
  },
  (table) => [
    uniqueIndex('reviews_same_inputs').on(table.codeSha, table.key),
    index('reviews_by_plot').on(table.plotId, table.library, table.createdAt),
  ],
)

/** What one model said about what one measuring review looked at; asked and paid for once. */
export const opinions = pgTable('opinions', {
  key: text('key').primaryKey(),
  /** the review by measurement whose numbers the model was shown */
  measuredKey: text('measured_key')
    .notNull()
    .references(() => reviews.key),
  family: enumColumn('family', ModelFamily).notNull(),
  model: text('model').notNull(),
  promptDigest: text('prompt_digest').notNull(),
  opinion: jsonb('opinion').$type<Opinion>().notNull(),
  createdAt: createdAtColumn(),
})

/** Scores of one plot by one judge, in the form the brief names: of a review, or of a single model's opinion. */
export const evaluations = pgTable(
  'evaluations',
  {
    key: text('key').primaryKey(),
    plotId: text('plot_id').notNull(),
    aiModel: text('ai_model').notNull(),
    scores: jsonb('scores').$type<Readonly<Record<string, number | null>>>().notNull(),
    overall: real('overall').notNull(),
    timestamp: createdAtColumn(),
  },
  (table) => [index('evaluations_by_plot').on(table.plotId, table.timestamp)],
)
