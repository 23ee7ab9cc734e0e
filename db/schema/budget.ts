import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'

import { CallOutcome, CallPurpose, CallState } from '../../domain/budget/budget.schema.ts'
import type { Usage } from '../../domain/budget/budget.schema.ts'
import { Library } from '../../domain/plot/plot.schema.ts'
import { ModelFamily } from '../../domain/review/family.schema.ts'
import { createdAtColumn, enumColumn, idColumn, timeColumn } from './columns.ts'
import { runs } from './run.ts'

const microUsd = (name: string) => bigint(name, { mode: 'number' })

/**
 * What may be spent on model calls, per run, per day, and per day and provider; `domain/budget/scope.ts` makes the
 * names. Reservations keep spent + reserved below the cap; a call that cost more than its reservation is recorded
 * as it was.
 */
export const budgets = pgTable(
  'budgets',
  {
    scope: text('scope').primaryKey(),
    capMicroUsd: microUsd('cap_micro_usd').notNull(),
    spentMicroUsd: microUsd('spent_micro_usd').notNull().default(0),
    reservedMicroUsd: microUsd('reserved_micro_usd').notNull().default(0),
    createdAt: createdAtColumn(),
  },
  ({ capMicroUsd, spentMicroUsd, reservedMicroUsd }) => [
    check('budgets_not_negative', sql`least(${capMicroUsd}, ${spentMicroUsd}, ${reservedMicroUsd}) >= 0`),
  ],
)

/** The ledger of model calls: what each was for and what it cost. Never what was asked or answered. */
export const aiCalls = pgTable(
  'ai_calls',
  {
    id: idColumn(),
    /** digest of the question: equal keys ask the same */
    key: text('key').notNull(),
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id),
    library: enumColumn('library', Library),
    attempt: integer('attempt').notNull(),
    purpose: enumColumn('purpose', CallPurpose).notNull(),
    family: enumColumn('family', ModelFamily).notNull(),
    model: text('model').notNull(),
    priceId: text('price_id').notNull(),
    promptSha: text('prompt_sha').notNull(),
    state: enumColumn('state', CallState).notNull().default('reserved'),
    outcome: enumColumn('outcome', CallOutcome),
    reservedMicroUsd: microUsd('reserved_micro_usd').notNull(),
    costMicroUsd: microUsd('cost_micro_usd'),
    usage: jsonb('usage').$type<Usage>(),
    latencyMs: integer('latency_ms'),
    requestId: text('request_id'),
    /** digest of the stored reply; null without one */
    replySha: text('reply_sha'),
    /** the day, by UTC, whose budgets it is paid from */
    date: text('date').notNull(),
    createdAt: createdAtColumn(),
    expiresAt: timeColumn('expires_at').notNull(),
    settledAt: timeColumn('settled_at'),
  },
  (table) => [
    check(
      'ai_calls_settled_with_cost',
      sql`(${table.state} = 'reserved') = (${table.costMicroUsd} is null) and (${table.state} = 'reserved') = (${table.outcome} is null)`,
    ),
    check('ai_calls_not_negative', sql`least(${table.reservedMicroUsd}, ${table.costMicroUsd}) >= 0`),
    index('ai_calls_by_run').on(table.runId, table.createdAt),
    index('ai_calls_by_key').on(table.key),
    index('ai_calls_open')
      .on(table.expiresAt)
      .where(sql`${table.state} = 'reserved'`),
  ],
)
