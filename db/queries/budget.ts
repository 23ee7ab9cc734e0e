import { and, desc, eq, isNotNull, lte, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'

import type { Budget, CallOutcome, Price, Usage } from '../../domain/budget/budget.schema.ts'
import { chargeOf } from '../../domain/budget/cost.ts'
import { roomFor, scopesOf } from '../../domain/budget/scope.ts'
import type { DayCaps } from '../../domain/budget/scope.ts'
import { AppError } from '../../domain/errors.ts'
import { inTransaction } from '../client.ts'
import type { Session } from '../client.ts'
import { aiCalls, budgets, runLibraries, runs } from '../schema/index.ts'
import { stored } from '../stored.ts'
import { withoutNul } from '../text.ts'

type CallRow = typeof aiCalls.$inferSelect

/** A model call that is about to be made. */
export interface NewCall extends Pick<
  CallRow,
  'key' | 'runId' | 'library' | 'attempt' | 'purpose' | 'family' | 'model' | 'priceId' | 'promptSha'
> {
  /** see `worstCaseOf` */
  readonly worstCaseMicroUsd: number
  /** after this, unsettled, it counts as lost: its timeout and `CALL_LEASE_MARGIN_MS` */
  readonly leaseMs: number
}

/**
 * reserved: make the call, then settle it · answered: the same question has a stored reply, which costs nothing ·
 * refused: this budget has no room; `later` it may have, once calls under way are settled.
 */
export type CallReservation =
  | { readonly kind: 'reserved'; readonly callId: string }
  | { readonly kind: 'answered'; readonly replySha: string }
  | ({ readonly kind: 'refused'; readonly scope: string; readonly room: 'later' | 'never' } & Budget)

/** How a call ended. */
export interface CallEnd {
  readonly outcome: Exclude<CallOutcome, 'lost'>
  /** null: the provider did not say */
  readonly usage: Usage | null
  readonly price: Price
  readonly latencyMs: number
  readonly requestId: string | null
  /** digest of the reply, which is stored already; null when there is none to be used again */
  readonly replySha: string | null
}

/** A change of what is reserved and spent, on account of one call. */
interface Posting extends Pick<CallRow, 'runId' | 'library' | 'family' | 'date'> {
  readonly reservedMicroUsd: number
  readonly spentMicroUsd: number
}

interface Change {
  readonly reserved: number
  readonly spent: number
}

/**
 * Sets the worst case of a call aside in the budgets of its run, its provider and the day. An earlier try of the
 * same question by the same run that never was settled is charged as lost first, as is every call past its lease.
 * @throws AppError `not_found` for a run that does not exist
 */
export async function reserveCall(db: Session, call: NewCall, caps: DayCaps): Promise<CallReservation> {
  await loseCalls(db, or(isExpired(), and(eq(aiCalls.key, call.key), eq(aiCalls.runId, call.runId))))
  const replySha = await findReply(db, call.key)
  if (replySha !== null) return { kind: 'answered', replySha }
  return inTransaction(db, async (tx) => {
    const { capMicroUsd, date } = await payer(tx, call.runId)
    const [run, provider, day] = scopesOf({ ...call, date })
    const { worstCaseMicroUsd: reservedMicroUsd, leaseMs, ...about } = call
    const refusal = await setAside(tx, reservedMicroUsd, [
      { scope: run, capMicroUsd },
      { scope: provider, capMicroUsd: caps.providerDayMicroUsd },
      { scope: day, capMicroUsd: caps.dayMicroUsd },
    ])
    if (refusal) return refusal
    const [row] = await tx.orm
      .insert(aiCalls)
      .values({ ...withoutNul(about), reservedMicroUsd, date, expiresAt: after(leaseMs) })
      .returning({ id: aiCalls.id })
    return { kind: 'reserved', callId: stored(row, `call ${call.key}`).id }
  })
}

/**
 * Charges an ended call by `chargeOf` and gives the rest of its reservation back. A call that was taken for lost
 * is corrected; one that is settled stays as it is.
 * @returns what it cost, in micro-dollars
 * @throws AppError `not_found` for a call that was never reserved
 */
export async function settleCall(db: Session, callId: string, end: CallEnd): Promise<number> {
  return inTransaction(db, async (tx) => {
    const [row] = await tx.orm.select().from(aiCalls).where(eq(aiCalls.id, callId)).for('update')
    if (row === undefined) throw new AppError('not_found', `model call ${callId} was never reserved`)
    if (row.state === 'settled') return row.costMicroUsd ?? 0
    const costMicroUsd = chargeOf({ ...end, reservedMicroUsd: row.reservedMicroUsd })
    const { price: _, ...ending } = end
    await tx.orm
      .update(aiCalls)
      .set({ ...withoutNul(ending), costMicroUsd, state: 'settled', settledAt: sql`now()` })
      .where(eq(aiCalls.id, callId))
    const reservedMicroUsd = row.state === 'reserved' ? -row.reservedMicroUsd : 0
    const spentMicroUsd = costMicroUsd - (row.costMicroUsd ?? 0)
    await post(tx, [{ ...row, reservedMicroUsd, spentMicroUsd }])
    return costMicroUsd
  })
}

/** Charges every call past its lease with its whole reservation. @returns how many there were */
export async function settleLost(db: Session): Promise<number> {
  return loseCalls(db, isExpired())
}

/** Calls that are being settled at this moment are left alone. */
async function loseCalls(db: Session, which: SQL | undefined): Promise<number> {
  const isLost = and(eq(aiCalls.state, 'reserved'), which)
  const found = await db.orm.select({ id: aiCalls.id }).from(aiCalls).where(isLost).limit(1)
  if (found.length === 0) return 0
  return inTransaction(db, async (tx) => {
    const rows = await tx.orm.select().from(aiCalls).where(isLost).for('update', { skipLocked: true })
    if (rows.length === 0) return 0
    for (const { id, reservedMicroUsd } of rows) {
      await tx.orm
        .update(aiCalls)
        .set({ state: 'lost', outcome: 'lost', costMicroUsd: reservedMicroUsd, settledAt: sql`now()` })
        .where(eq(aiCalls.id, id))
    }
    await post(
      tx,
      rows.map((row) => ({
        ...row,
        reservedMicroUsd: -row.reservedMicroUsd,
        spentMicroUsd: row.reservedMicroUsd,
      })),
    )
    return rows.length
  })
}

/** The stored reply to the same question, asked at any time by any run; null when there is none. */
async function findReply(db: Session, key: string): Promise<string | null> {
  const [row] = await db.orm
    .select({ replySha: aiCalls.replySha })
    .from(aiCalls)
    .where(and(eq(aiCalls.key, key), isNotNull(aiCalls.replySha)))
    .orderBy(desc(aiCalls.createdAt))
    .limit(1)
  return row?.replySha ?? null
}

/** What a run may spend, and the day it is, by UTC and the clock of the database. */
async function payer(tx: Session, runId: string) {
  const [run] = await tx.orm
    .select({
      capMicroUsd: runs.budgetMicroUsd,
      date: sql<string>`to_char(now() at time zone 'utc', 'YYYY-MM-DD')`,
    })
    .from(runs)
    .where(eq(runs.id, runId))
  if (run === undefined) throw new AppError('not_found', `there is no run ${runId}`)
  return run
}

/**
 * Adds an amount to what is reserved in each budget, or to none and says why. Budgets are locked in the order of
 * `scopesOf` by every transaction, the busiest last, and after the runs, so that none waits for one that waits
 * for it.
 */
async function setAside(
  tx: Session,
  amountMicroUsd: number,
  caps: readonly { readonly scope: string; readonly capMicroUsd: number }[],
): Promise<CallReservation | null> {
  const rows = await tx.orm
    .insert(budgets)
    .values(caps.map((cap) => ({ ...cap, reservedMicroUsd: amountMicroUsd })))
    .onConflictDoUpdate({
      target: budgets.scope,
      set: {
        capMicroUsd: sql`excluded.cap_micro_usd`,
        reservedMicroUsd: sql`${budgets.reservedMicroUsd} + excluded.reserved_micro_usd`,
      },
    })
    .returning()
  const before = rows.map((row) => ({ ...row, reservedMicroUsd: row.reservedMicroUsd - amountMicroUsd }))
  const refusal = refusalOf(before, amountMicroUsd)
  if (refusal)
    await change(tx, new Map(caps.map(({ scope }) => [scope, { reserved: -amountMicroUsd, spent: 0 }])))
  return refusal
}

function refusalOf(
  rows: readonly (Budget & { readonly scope: string })[],
  amountMicroUsd: number,
): CallReservation | null {
  const full = rows.map((row) => ({ row, room: roomFor(row, amountMicroUsd) }))
  const first = full.find(({ room }) => room === 'never') ?? full.find(({ room }) => room === 'later')
  if (first === undefined || first.room === 'now') return null
  const { scope, capMicroUsd, spentMicroUsd, reservedMicroUsd } = first.row
  return { kind: 'refused', room: first.room, scope, capMicroUsd, spentMicroUsd, reservedMicroUsd }
}

/** Brings runs, libraries and budgets in line with the ledger. */
async function post(tx: Session, postings: readonly Posting[]): Promise<void> {
  const charged = postings.filter(({ spentMicroUsd }) => spentMicroUsd !== 0)
  for (const posting of charged.toSorted((a, b) => a.runId.localeCompare(b.runId)))
    await chargeRun(tx, posting)
  const changes = new Map<string, Change>()
  for (const posting of postings) {
    for (const scope of scopesOf(posting)) {
      const { reserved = 0, spent = 0 } = changes.get(scope) ?? {}
      changes.set(scope, {
        reserved: reserved + posting.reservedMicroUsd,
        spent: spent + posting.spentMicroUsd,
      })
    }
  }
  await change(tx, changes)
}

/** Changes budgets in one statement. Backwards in the alphabet is the order of `scopesOf`: run, provider, day. */
async function change(tx: Session, changes: ReadonlyMap<string, Change>): Promise<void> {
  const rows = [...changes].map(
    ([scope, { reserved, spent }]) => sql`(${scope}::text, ${reserved}::bigint, ${spent}::bigint)`,
  )
  await tx.orm.execute(sql`
    with changes (scope, reserved, spent) as (values ${sql.join(rows, sql`, `)}),
    locked as (
      select scope from ${budgets} where scope in (select scope from changes) order by scope desc for update
    )
    update ${budgets} set
      reserved_micro_usd = reserved_micro_usd + changes.reserved,
      spent_micro_usd = spent_micro_usd + changes.spent
    from locked join changes using (scope)
    where budgets.scope = locked.scope`)
}

async function chargeRun(tx: Session, { runId, library, spentMicroUsd }: Posting): Promise<void> {
  await tx.orm
    .update(runs)
    .set({
      costMicroUsd: sql`${runs.costMicroUsd} + ${spentMicroUsd}`,
      version: sql`${runs.version} + 1`,
    })
    .where(eq(runs.id, runId))
  if (library === null) return
  await tx.orm
    .update(runLibraries)
    .set({ costMicroUsd: sql`${runLibraries.costMicroUsd} + ${spentMicroUsd}` })
    .where(and(eq(runLibraries.runId, runId), eq(runLibraries.library, library)))
}

function isExpired(): SQL {
  return lte(aiCalls.expiresAt, sql`now()`)
}

function after(ms: number): SQL {
  return sql`now() + ${ms} * interval '1 millisecond'`
}
