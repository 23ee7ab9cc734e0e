import { integer, pgTable, text } from 'drizzle-orm/pg-core'

import { createdAtColumn } from './columns.ts'

/** Content-addressed bytes: the row is the proof that storage holds them. */
export const artifacts = pgTable('artifacts', {
  sha256: text('sha256').primaryKey(),
  kind: text('kind', {
    enum: [
      'spec',
      'data',
      'code',
      'manifest',
      'figure',
      'picture',
      'facts',
      'tests',
      'reply',
      'idea',
      'draft',
    ],
  }).notNull(),
  bytes: integer('bytes').notNull(),
  createdAt: createdAtColumn(),
})
