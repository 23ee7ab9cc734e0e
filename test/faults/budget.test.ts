import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { createDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { settleLost } from '../../db/queries/budget.ts'
import { addRun } from '../budget/support.ts'
import type { SpenderAnswer, SpenderOrder } from '../budget/spender.ts'
import { usePostgres } from '../support/postgres.ts'

const SOURCE = fileURLToPath(new URL('../budget/spender.ts', import.meta.url))

const WORKERS = 5
const RUNS_PER_WORKER = 10
const RUN_MICRO_USD = 1_000
const CAPS = { dayMicroUsd: 15_000, providerDayMicroUsd: 9_000 }

/** No call of a spender can cost more. */
const CALL_MICRO_USD = 150

/** A kill comes with every so many calls, this many times. */
const CALLS_PER_KILL = 20
const KILLS = 8

const LEASE_MS = 1_000

const postgres = usePostgres()
const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

/** Processes that each work for ten runs; one that is killed is followed by another for the same runs. */
class Workers {
  readonly ended: Promise<unknown>
  killed = 0
  readonly #program: string
  readonly #current: ChildProcess[] = []
  #calls = 0

  constructor(program: string, orders: readonly SpenderOrder[]) {
    this.#program = program
    this.ended = Promise.all(orders.map((order) => this.#work(order)))
    cleanups.push(() => this.#current.forEach((worker) => worker.kill('SIGKILL')))
  }

  /** Kills the worker whose call has just arrived, or another one wherever it is at that moment. */
  callArrived(worker: number): void {
    this.#calls += 1
    if (this.#calls % CALLS_PER_KILL !== 0 || this.killed >= KILLS) return
    const victim = this.killed % 2 === 0 ? worker : (worker + 1) % WORKERS
    if (this.#current[victim]?.kill('SIGKILL')) this.killed += 1
  }

  async #work(order: SpenderOrder): Promise<void> {
    const child = spawn(process.execPath, [this.#program, JSON.stringify(order)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#current[order.worker] = child
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    if (signal === 'SIGKILL') return this.#work(order)
    if (code !== 0) throw new Error(`worker ${order.worker} ended with ${code}: ${said}`)
  }
}

/** The spender in one file, which starts many times faster than its source. */
async function bundleSpender(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pp-spender-'))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  const outfile = join(folder, 'spender.mjs')
  await build({ entryPoints: [SOURCE], outfile, bundle: true, platform: 'node', format: 'esm' })
  return outfile
}

/** A stand-in for a model that uses up to the worst case, and now and then does not say how much. */
async function standInModel(arrived: (worker: number) => void): Promise<string> {
  let count = 0
  const server = createServer((request, response) => {
    const [, worker, worstCase] = (request.url ?? '').split('/').map(Number)
    count += 1
    arrived(worker ?? 0)
    response.end(JSON.stringify(answerOf(count, worstCase ?? 0)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

function answerOf(count: number, worstCase: number): SpenderAnswer {
  if (count % 11 === 0) return { outcome: 'rate_limited', tokens: null }
  if (count % 7 === 0) return { outcome: 'outage', tokens: null }
  return { outcome: 'answered', tokens: Math.floor((worstCase * (count % 10)) / 9) }
}

/** A budget beside what the ledger says about it, of one moment. */
interface Observed {
  readonly scope: string
  readonly cap: number
  readonly spent: number
  readonly reserved: number
  readonly ledgerSpent: number
  readonly ledgerReserved: number
}

async function observe(db: Database): Promise<readonly Observed[]> {
  return db.sql<Observed[]>`
    select b.scope, cap_micro_usd::int as cap, spent_micro_usd::int as spent, b.reserved_micro_usd::int as reserved,
      coalesce(sum(c.cost_micro_usd), 0)::int as "ledgerSpent",
      coalesce(sum(c.reserved_micro_usd) filter (where c.state = 'reserved'), 0)::int as "ledgerReserved"
    from budgets b left join ai_calls c
      on b.scope in ('run:' || c.run_id, 'provider:' || c.family || ':' || c.date, 'day:' || c.date)
    group by b.scope`
}

/** Everything that is wrong with what was observed. */
function faults(rows: readonly Observed[]): readonly Observed[] {
  return rows.filter(
    ({ cap, spent, reserved, ledgerSpent, ledgerReserved }) =>
      spent + reserved > cap || spent !== ledgerSpent || reserved !== ledgerReserved,
  )
}

describe('fifty runs against the same budgets, with workers killed in the middle of calls', () => {
  it('never spend and reserve more than a cap, and in the end nothing stays reserved', async () => {
    const databaseUrl = await postgres.createUrl()
    const db = createDatabase(databaseUrl)
    cleanups.push(() => void db.close())
    const runIds = await Promise.all(
      Array.from({ length: WORKERS * RUNS_PER_WORKER }, () => addRun(db, RUN_MICRO_USD)),
    )
    const watched: Promise<readonly Observed[]>[] = []
    let arrived: (worker: number) => void = () => {}
    const modelUrl = await standInModel((worker) => {
      watched.push(observe(db))
      arrived(worker)
    })
    const orders = Array.from({ length: WORKERS }, (_, worker) => ({
      databaseUrl,
      modelUrl,
      worker,
      runIds: runIds.filter((_id, index) => index % WORKERS === worker),
      caps: CAPS,
      leaseMs: LEASE_MS,
    }))
    const workers = new Workers(await bundleSpender(), orders)
    arrived = (worker) => workers.callArrived(worker)

    await workers.ended
    expect((await Promise.all(watched)).flatMap(faults)).toEqual([])
    expect(workers.killed).toBe(KILLS)

    await vi.waitUntil(async () => (await settleLost(db)) === 0 && (await reservedNow(db)) === 0, {
      timeout: 10_000,
      interval: 100,
    })
    const rows = await observe(db)
    expect(faults(rows)).toEqual([])
    expect(rows.filter(({ reserved }) => reserved > 0)).toEqual([])
    expect(runIds.filter((runId) => !isStopped(rows, runId))).toEqual([])
    expect(await lostCalls(db)).toBeGreaterThanOrEqual(KILLS / 2)
    expect(await costOfRuns(db)).toBe(rows.find(({ scope }) => scope.startsWith('day:'))?.spent)
  })
})

/** Whether a budget that a run pays from has no room for the largest call. */
function isStopped(rows: readonly Observed[], runId: string): boolean {
  const payers = rows.filter(({ scope }) => scope === `run:${runId}` || !scope.startsWith('run:'))
  return payers.some(({ cap, spent }) => spent + CALL_MICRO_USD > cap)
}

async function reservedNow(db: Database): Promise<number> {
  const rows = await observe(db)
  return rows.reduce((sum, { reserved }) => sum + reserved, 0)
}

async function lostCalls(db: Database): Promise<number> {
  const [row] = await db.sql<
    [{ count: number }]
  >`select count(*)::int as count from ai_calls where state = 'lost'`
  return row.count
}

async function costOfRuns(db: Database): Promise<number> {
  const [row] = await db.sql<[{ cost: number }]>`select sum(cost_micro_usd)::int as cost from runs`
  return row.cost
}
