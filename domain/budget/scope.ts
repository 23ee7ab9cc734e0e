import type { ModelFamily } from '../review/family.schema.ts'
import type { Budget } from './budget.schema.ts'
import { microUsd } from './cost.ts'

/** What a call is paid from: its run, the day by UTC, and that day's budget for the provider. */
export interface CallScopes {
  readonly runId: string
  readonly family: ModelFamily
  /** YYYY-MM-DD */
  readonly date: string
}

/** Caps of the budgets that settings decide; a run brings its own. */
export interface DayCaps {
  readonly dayMicroUsd: number
  readonly providerDayMicroUsd: number
}

/** All caps that settings decide; the first is that of a run which brings none. */
export interface Caps extends DayCaps {
  readonly runMicroUsd: number
}

/** The caps that the settings give. */
export function capsOf(settings: {
  readonly BUDGET_USD_PER_RUN: number
  readonly BUDGET_USD_PER_DAY: number
  readonly BUDGET_USD_PER_PROVIDER_DAY: number
}): Caps {
  return {
    runMicroUsd: microUsd(settings.BUDGET_USD_PER_RUN),
    dayMicroUsd: microUsd(settings.BUDGET_USD_PER_DAY),
    providerDayMicroUsd: microUsd(settings.BUDGET_USD_PER_PROVIDER_DAY),
  }
}

/** Names of the budgets a call is paid from, always in the order in which they are locked: the busiest last. */
export function scopesOf({ runId, family, date }: CallScopes): readonly [string, string, string] {
  return [runScope(runId), providerScope(family, date), dayScope(date)]
}

/** The budget of a run. */
export function runScope(runId: string): string {
  return `run:${runId}`
}

/** The budget of one provider on one day. */
export function providerScope(family: ModelFamily, date: string): string {
  return `provider:${family}:${date}`
}

/** The budget of one day. */
export function dayScope(date: string): string {
  return `day:${date}`
}

/**
 * Whether an amount can be set aside: `now`, `later` when it would fit once calls under way have cost less than
 * was reserved for them, or `never`.
 */
export function roomFor(budget: Budget, amountMicroUsd: number): 'now' | 'later' | 'never' {
  const { capMicroUsd, spentMicroUsd, reservedMicroUsd } = budget
  if (spentMicroUsd + amountMicroUsd > capMicroUsd) return 'never'
  return spentMicroUsd + reservedMicroUsd + amountMicroUsd > capMicroUsd ? 'later' : 'now'
}
