import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'

import { loadConfig } from '../../config.ts'
import type { Config } from '../../config.ts'
import { connect } from '../../db/client.ts'
import { Run } from '../../domain/run/run.schema.ts'
import type { NewPlotRun } from '../../domain/run/run.schema.ts'
import type { EngineState } from '../../parts/engine.schema.ts'
import { acquireLease, describeEngine } from '../../parts/lease.ts'
import type { Lease } from '../../parts/lease.ts'
import { NODE_FLAGS } from '../../parts/own-services.ts'

/** An engine of its own: real parts, a home and a catalogue that nothing else uses. */
export interface RealEngine {
  readonly config: Config
  /** address of its API */
  readonly url: string
  /** what the supervisor says now */
  state(): Promise<EngineState>
  /** Adds a plot that is another one under a new id, so that nothing of it has been done yet. */
  addPlot(plotId: string, original?: string): void
  start(run: Omit<NewPlotRun, 'kind'>): Promise<Response>
  /** Starts a run that must be accepted and gives its id. */
  accepted(run: Omit<NewPlotRun, 'kind'>): Promise<string>
  getRun(id: string): Promise<Run>
  /** Waits until a run has ended. */
  ended(id: string): Promise<Run>
  /** How often each execution was started in the sandbox, by its id. */
  executions(): ReadonlyMap<string, number>
  /** Connections of the test's own to the engine's database. */
  sql(): postgres.Sql
  stop(): Promise<void>
}

/**
 * Starts an engine. Needs `dist/`, which `make` builds.
 * @param settings what it is configured with besides its own home and catalogue
 */
export async function startRealEngine(
  name: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RealEngine> {
  const base = mkdtempSync(join('/var/tmp', `pyplots-${name}-`))
  const own = loadConfig()
  const config: Config = { ...own, home: join(base, 'home'), catalogue: join(base, 'catalogue') }
  mkdirSync(join(config.catalogue, 'plots'), { recursive: true })
  cpSync(join(own.root, 'data'), join(config.catalogue, 'data'), { recursive: true })
  Object.assign(process.env, settings, { PYPLOTS_HOME: config.home, PYPLOTS_CATALOGUE: config.catalogue })
  const lease = await acquireLease(config, {
    client: name,
    command: [process.execPath, ...NODE_FLAGS, join(own.root, 'dist', 'supervisor.js')],
    report: () => undefined,
  })
  return engineOf({ config, base, lease })
}

function engineOf({
  config,
  base,
  lease,
}: {
  readonly config: Config
  readonly base: string
  readonly lease: Lease
}) {
  const { url, databaseUrl } = lease.engine
  const connections: postgres.Sql[] = []
  const engine: RealEngine = {
    config,
    url: url ?? '',
    async state() {
      const state = await describeEngine(config)
      if (state === null) throw new Error('the engine is gone')
      return state
    },
    addPlot: (plotId, original = 'scatter-basic') => addPlot(config, plotId, original),
    start: (run) => post(`${url}/v1/runs`, { kind: 'plot', ...run }),
    async accepted(run) {
      const response = await engine.start(run)
      const body = (await response.json()) as { readonly id?: string }
      if (response.status !== 202 || !body.id) throw new Error(`not accepted: ${JSON.stringify(body)}`)
      return body.id
    },
    async getRun(id) {
      const response = await fetch(`${url}/v1/runs/${id}`)
      return Run.parse(await response.json())
    },
    ended: (id) =>
      until(async () => {
        // While a part is away the API may not answer: that is not the end of the run.
        const run = await engine.getRun(id).catch(() => null)
        return run?.finishedAt ? run : null
      }),
    executions: () => executionsOf(config),
    sql() {
      const sql = connect(databaseUrl ?? '', 4)
      connections.push(sql)
      return sql
    },
    async stop() {
      await Promise.all(connections.map((sql) => sql.end({ timeout: 1 })))
      await lease.release()
      rmSync(base, { recursive: true, force: true })
    },
  }
  return engine
}

function addPlot({ root, catalogue }: Config, plotId: string, original: string): void {
  const text = readFileSync(join(root, 'plots', original, 'spec.yaml'), 'utf8')
  const folder = join(catalogue, 'plots', plotId)
  mkdirSync(folder)
  writeFileSync(join(folder, 'spec.yaml'), text.replace(`plot_id: ${original}`, `plot_id: ${plotId}`))
}

function post(url: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

function executionsOf({ home }: Config): ReadonlyMap<string, number> {
  const lines = readFileSync(join(home, 'logs', 'executions.ndjson'), { encoding: 'utf8', flag: 'a+' }).split(
    '\n',
  )
  const ids = lines.filter(Boolean).map((line) => String(JSON.parse(line).id))
  return new Map([...new Set(ids)].map((id) => [id, ids.filter((other) => other === id).length]))
}

/** Waits for an observed state; the test's own limit ends a wait for something that never comes. */
export async function until<Value>(look: () => Promise<Value | null | false | undefined>): Promise<Value> {
  for (;;) {
    const seen = await look()
    if (seen) return seen
    await pause(10)
  }
}
