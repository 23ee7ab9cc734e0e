import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { writeAtomically } from '../atomic-file.ts'
import type { Config } from '../config.ts'
import { messageOf } from '../domain/errors.ts'
import type { EngineState } from './engine.schema.ts'
import type { EnginePlan } from './engine.ts'
import { supervisorSocket } from './lease.ts'
import { openLeaseServer } from './lease-server.ts'
import type { LeaseServer } from './lease-server.ts'
import { takeLock } from './lock.ts'
import { homeHash, makeHome, makeRunFolder, runFolder } from './places.ts'
import { createSupervisor } from './supervisor.ts'
import type { Supervisor } from './supervisor.ts'

/** Who starts the engine, with what, and where its words go. */
export interface EngineRun {
  readonly startedBy: string
  readonly plan: () => Promise<EnginePlan>
  readonly log: (line: string) => void
}

/** A predecessor that is stopping gets this long before a successor gives up. */
const PREDECESSOR_MS = 60_000

/** A supervisor that nobody took a lease on within this time ends. */
const UNUSED_MS = 30_000

/** File with the state of a home's engine; there is one exactly while the engine runs. */
export function engineFile(home: string): string {
  return join(home, 'engine.json')
}

/**
 * Runs the engine of one home until its last lease ends or `signal` aborts.
 * Resolves when every process is gone, with `false` when the engine did not become healthy.
 */
export async function runEngine(config: Config, run: EngineRun, signal: AbortSignal): Promise<boolean> {
  const lock = await takeLock(`engine ${homeHash(config.home)}`, { waitMs: PREDECESSOR_MS, report: run.log })
  makeHome(config.home)
  makeRunFolder(config.home)
  const stopping = new AbortController()
  const stop = (reason: string) => stopping.abort(reason)
  signal.addEventListener('abort', () => stop('told to stop'), { once: true })
  const engine = createEngine(config, run)
  const clients = await openLeaseServer(supervisorSocket(config), {
    describe: engine.describe,
    restart: engine.restart,
    abandoned: () => stop('the last lease ended'),
    log: run.log,
  })
  const unused = setTimeout(() => stop('nobody took a lease'), UNUSED_MS)
  void clients.held.then(() => clearTimeout(unused))
  const healthy = await engine.live(clients, stopping.signal)
  if (!healthy) await Promise.race([clients.held, aborted(stopping.signal)])
  await clients.close()
  await engine.stop()
  clients.hangUp()
  await rm(runFolder(config.home), { recursive: true, force: true })
  await lock.release()
  return healthy
}

interface Engine {
  readonly describe: () => EngineState
  readonly restart: (parts: readonly string[]) => void
  /** starts everything, then waits for the signal; false when it did not become healthy */
  readonly live: (clients: LeaseServer, signal: AbortSignal) => Promise<boolean>
  readonly stop: () => Promise<void>
}

/** What an engine is before it is planned. */
const NOTHING: EnginePlan = {
  specs: [],
  url: null,
  temporalAddress: null,
  temporalUiUrl: null,
  databaseUrl: null,
}

function createEngine(config: Config, run: EngineRun): Engine {
  const present = { plan: NOTHING, supervisor: createSupervisor([], () => undefined) }
  const writing = { last: Promise.resolve() }
  const describe = () => engineState(config, run, present)
  const write = () => {
    // A full disk must not end the engine: its socket tells the same.
    writing.last = writing.last
      .then(() => writeAtomically(engineFile(config.home), toJson(describe())))
      .catch((error: unknown) => run.log(messageOf(error)))
  }
  const start = async (clients: LeaseServer, signal: AbortSignal) => {
    present.plan = await run.plan()
    if (signal.aborted) return
    present.supervisor = createSupervisor(present.plan.specs, (part, note) => {
      run.log(`${part.name}: ${part.state}${note ? ` (${note})` : ''}`)
      clients.broadcast({ type: 'part', part, note: note ?? null })
      write()
    })
    await present.supervisor.start()
  }
  return {
    describe,
    restart: (parts) => present.supervisor.restart(parts),
    live: async (clients, signal) => {
      const stopped = aborted(signal)
      const failure = await Promise.race([stopped, start(clients, signal).then(nothing, messageOf)])
      if (signal.aborted) return true
      if (failure !== null) return (clients.fail(failure), false)
      clients.becomeReady()
      run.log(`stopping: ${await stopped}`)
      return true
    },
    stop: async () => {
      await present.supervisor.stop()
      await writing.last
      await rm(engineFile(config.home), { force: true })
    },
  }
}

function engineState(
  config: Config,
  run: EngineRun,
  { plan, supervisor }: { readonly plan: EnginePlan; readonly supervisor: Supervisor },
): EngineState {
  return {
    home: config.home,
    url: plan.url,
    temporalAddress: plan.temporalAddress,
    temporalUiUrl: plan.temporalUiUrl,
    databaseUrl: plan.databaseUrl,
    pid: process.pid,
    startedBy: run.startedBy,
    parts: [...supervisor.statuses()],
  }
}

function toJson(state: EngineState): string {
  return `${JSON.stringify(state, null, 2)}\n`
}

/** Resolves with the reason when the signal aborts. */
function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(String(signal.reason))
    signal.addEventListener('abort', () => resolve(String(signal.reason)), { once: true })
  })
}

function nothing(): null {
  return null
}
