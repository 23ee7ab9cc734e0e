import { sql } from 'drizzle-orm'
import { bigint, customType, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'

import { createdAtColumn, idColumn, timeColumn } from './columns.ts'

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

/**
 * What happened, append-only; feeds live updates. Readers order by `(tx, seq)` and read only transactions
 * below the oldest one still open, or an event of a slow transaction would be skipped for ever.
 */
export const events = pgTable(
  'events',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tx: xid8('tx')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    topic: text('topic').notNull(),
    type: text('type').notNull(),
    entity: text('entity').notNull(),
    data: jsonb('data').$type<Readonly<Record<string, unknown>>>().notNull(),
    createdAt: createdAtColumn(),
  },
  (table) => [index('events_in_order').on(table.tx, table.seq)],
)

/** Answers to requests that carried an `Idempotency-Key`. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    id: idColumn(),
    principal: text('principal').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    status: integer('status'),
    headers: jsonb('headers').$type<Readonly<Record<string, string>>>(),
    body: text('body'),
    createdAt: createdAtColumn(),
  },
  (table) => [uniqueIndex('idempotency_keys_once').on(table.principal, table.key)],
)

/** Access tokens: only their digests are kept. */
export const apiTokens = pgTable('api_tokens', {
  id: idColumn(),
  name: text('name').notNull(),
  role: text('role', { enum: ['viewer', 'operator', 'admin'] }).notNull(),
  sha256: text('sha256').notNull().unique(),
  createdAt: createdAtColumn(),
  lastUsedAt: timeColumn('last_used_at'),
})
