import { asc, eq, inArray } from 'drizzle-orm'

import type { Budget, Budgets, ModelCall } from '../../domain/budget/budget.schema.ts'
import { dayScope, providerScope, runScope } from '../../domain/budget/scope.ts'
import type { DayCaps } from '../../domain/budget/scope.ts'
import { ModelFamily } from '../../domain/review/family.schema.ts'
import type { Session } from '../client.ts'
import { aiCalls, budgets } from '../schema/index.ts'
import { openRuns } from './run.ts'

/** The budgets of a day (YYYY-MM-DD, by UTC), of its providers, and of the runs that are open now. */
export async function readBudgets(db: Session, date: string, caps: DayCaps): Promise<Budgets> {
  const open = await openRuns(db)
  const scopes = [
    dayScope(date),
    ...ModelFamily.options.map((family) => providerScope(family, date)),
    ...open.map(({ id }) => runScope(id)),
  ]
  const rows = await db.orm.select().from(budgets).where(inArray(budgets.scope, scopes))
  const budgetOf = (scope: string, capMicroUsd: number): Budget => {
    const row = rows.find((candidate) => candidate.scope === scope)
    const { spentMicroUsd = 0, reservedMicroUsd = 0 } = row ?? {}
    return { capMicroUsd, spentMicroUsd, reservedMicroUsd }
  }
  return {
    date,
    day: budgetOf(dayScope(date), caps.dayMicroUsd),
    providers: ModelFamily.options.map((family) => ({
      family,
      ...budgetOf(providerScope(family, date), caps.providerDayMicroUsd),
    })),
    runs: open.map(({ id, plotId, budgetMicroUsd }) => ({
      runId: id,
      plotId,
      ...budgetOf(runScope(id), budgetMicroUsd),
    })),
  }
}

/** All model calls of a run, oldest first. */
export async function listCalls(db: Session, runId: string): Promise<readonly ModelCall[]> {
  const rows = await db.orm
    .select()
    .from(aiCalls)
    .where(eq(aiCalls.runId, runId))
    .orderBy(asc(aiCalls.createdAt), asc(aiCalls.id))
  return rows.map(
    ({ key: _key, runId: _runId, replySha: _reply, date: _date, expiresAt: _expires, ...call }) => ({
      ...call,
      createdAt: call.createdAt.toISOString(),
      settledAt: call.settledAt?.toISOString() ?? null,
    }),
  )
}
