import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'

import { createdAtColumn } from './columns.ts'
import { runs } from './run.ts'

/** What a run of kind `draft` came to: at most one draft. The text of the spec is an artefact. */
export const drafts = pgTable('drafts', {
  runId: uuid('run_id')
    .primaryKey()
    .references(() => runs.id),
  /** digest of the spec's text */
  sha256: text('sha256').notNull(),
  author: text('author').notNull(),
  /** what a person should know who decides about it */
  notes: jsonb('notes').$type<readonly string[]>().notNull(),
  createdAt: createdAtColumn(),
})
