import * as z from 'zod'

import { Library, PlotId } from '../plot/plot.schema.ts'
import { ModelFamily } from '../review/family.schema.ts'
import { CALL_TOKENS_MAX } from './limits.ts'

const Tokens = z.int().min(0).max(CALL_TOKENS_MAX)
const MicroUsd = z.int().min(0)

/** Tokens of one model call. Cached ones are counted on their own, never in `inputTokens`; reasoning is output. */
export const Usage = z
  .object({
    inputTokens: Tokens,
    outputTokens: Tokens,
    cacheReadTokens: Tokens,
    cacheWriteTokens: Tokens,
  })
  .meta({ id: 'Usage' })
export type Usage = z.infer<typeof Usage>

/** What a model costs, in whole micro-dollars per million tokens. */
export const Price = z
  .object({ input: MicroUsd, output: MicroUsd, cacheRead: MicroUsd, cacheWrite: MicroUsd })
  .meta({ id: 'Price' })
export type Price = z.infer<typeof Price>

/** What a model is called for. */
export const CallPurpose = z.enum(['author', 'reviewer', 'tagger', 'drafter']).meta({ id: 'CallPurpose' })
export type CallPurpose = z.infer<typeof CallPurpose>

/**
 * Where a call stands. reserved: its worst case is set aside · settled: charged with what it cost · lost: nobody
 * said how it ended, and the whole reservation is charged.
 */
export const CallState = z.enum(['reserved', 'settled', 'lost']).meta({ id: 'CallState' })
export type CallState = z.infer<typeof CallState>

/** How a call ended: with an answer, with one that is of no use, with a fault of the provider, or not at all. */
export const CallOutcome = z
  .enum([
    'answered',
    'cut_off',
    'refused',
    'unreadable',
    'timeout',
    'cancelled',
    'outage',
    'rate_limited',
    'overloaded',
    'misconfigured',
    'quota',
    'rejected',
    'not_sent',
    'lost',
  ])
  .meta({ id: 'CallOutcome' })
export type CallOutcome = z.infer<typeof CallOutcome>

/** A model call as it was made and charged: never what was asked or answered. */
export const ModelCall = z
  .object({
    id: z.uuid(),
    library: Library.nullable(),
    attempt: z.int().min(0),
    purpose: CallPurpose,
    family: ModelFamily,
    model: z.string(),
    /** names the row of the price list that it was charged by */
    priceId: z.string(),
    promptSha: z.string(),
    state: CallState,
    outcome: CallOutcome.nullable(),
    reservedMicroUsd: MicroUsd,
    /** null: not settled yet */
    costMicroUsd: MicroUsd.nullable(),
    /** null: the provider did not say */
    usage: Usage.nullable(),
    latencyMs: z.int().min(0).nullable(),
    requestId: z.string().nullable(),
    createdAt: z.iso.datetime(),
    settledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ModelCall' })
export type ModelCall = z.infer<typeof ModelCall>

/** All model calls of a run, oldest first. */
export const ModelCalls = z.object({ items: z.array(ModelCall) }).meta({ id: 'ModelCalls' })
export type ModelCalls = z.infer<typeof ModelCalls>

/** An amount of money that may be spent, and how much of it is. */
export const Budget = z
  .object({
    capMicroUsd: MicroUsd,
    spentMicroUsd: MicroUsd,
    /** set aside for calls under way */
    reservedMicroUsd: MicroUsd,
  })
  .meta({ id: 'Budget' })
export type Budget = z.infer<typeof Budget>

/** Today's budgets, by UTC, and those of the open runs. */
export const Budgets = z
  .object({
    date: z.iso.date(),
    day: Budget,
    providers: z.array(Budget.extend({ family: ModelFamily })),
    runs: z.array(Budget.extend({ runId: z.uuid(), plotId: PlotId })),
  })
  .meta({ id: 'Budgets' })
export type Budgets = z.infer<typeof Budgets>
