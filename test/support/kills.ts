import type postgres from 'postgres'

import { until } from './real-engine.ts'
import type { RealEngine } from './real-engine.ts'

/** A statement that the engine's database holds back until the gate opens. */
export interface Gate {
  readonly table: string
  readonly operation: 'insert' | 'update'
  readonly when?: string
}

/** Kills a part of an engine at once. @returns the pid it had */
export async function kill(engine: RealEngine, part: string): Promise<number> {
  const state = await engine.state()
  const { pid } = state.parts.find(({ name }) => name === part) ?? {}
  if (!pid) throw new Error(`${part} has no process`)
  process.kill(pid, 'SIGKILL')
  return pid
}

/** Waits until a part that was killed is back. */
export async function recovered(engine: RealEngine, part: string, killed: number): Promise<void> {
  await until(async () => {
    const state = await engine.state()
    const now = state.parts.find(({ name }) => name === part)
    return now?.state === 'ready' && now.pid !== killed
  })
}

const GATE = 4_711

/** Holds back a kind of statement with a trigger that waits for a lock of the test's session. */
export async function closeGate(engine: RealEngine, { table, operation, when }: Gate) {
  const sql = engine.sql()
  const holder = await sql.reserve()
  await holder`select pg_advisory_lock(${GATE})`
  await sql.unsafe(`
    create or replace function test_gate() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(${GATE}); return new; end $$;
    create trigger test_gate before ${operation} on ${table} for each row
      ${when ? `when (${when})` : ''} execute function test_gate()`)
  return {
    /** @param orphaned the statement's own process is dead: it must not go through after all */
    async open({ orphaned }: { readonly orphaned: boolean }) {
      const fresh = engine.sql()
      if (orphaned) await endBackends(fresh, false)
      await endBackends(fresh, true)
      await fresh.unsafe(`drop trigger test_gate on ${table}`)
      holder.release()
    },
  }
}

/** Ends the sessions that wait at the gate, or the one that holds it closed. */
async function endBackends(sql: postgres.Sql, granted: boolean): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and objid = ${GATE} and granted = ${granted}`
}

/** True while a statement waits at the gate. */
export async function held(sql: postgres.Sql): Promise<boolean> {
  const rows =
    await sql`select 1 from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted`
  return rows.length > 0
}
