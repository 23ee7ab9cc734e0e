import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'

import { createApp } from '../../api/app.ts'
import type { ApiDeps } from '../../api/deps.ts'
import { createEventHub } from '../../api/event-hub.ts'
import { rebuildPlots } from '../../api/projection.ts'
import { createCatalogue } from '../../clients/catalogue.ts'
import { createStorage } from '../../clients/storage.ts'
import { projectRoot, Settings } from '../../config.ts'
import type { Database } from '../../db/client.ts'
import { capsOf } from '../../domain/budget/scope.ts'
import { createSandbox } from '../../sandbox/client.ts'
import { connectTemporal } from '../../temporal/client.ts'
import type { TemporalClient } from '../../temporal/client.ts'
import { usePostgres } from './postgres.ts'
import { startTemporal } from './temporal.ts'
import type { TestTemporal } from './temporal.ts'

/** An API over a real database, a real Temporal server and a catalogue of its own. */
export interface TestApi {
  readonly deps: ApiDeps
  readonly db: Database
  /** folder with `plots/` and `data/` */
  readonly root: string
  /** sends a request through all of the middleware */
  send(path: string, init?: RequestInit): Promise<Response>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** ends live streams, as a stopping server does */
  shutdown(): void
}

/** A log that says nothing. */
export const quiet = pino({ level: 'silent' })

/** The plots that tests of the API know: others that join the catalogue change nothing for them. */
const PLOTS = ['bar-basic', 'boxplot-basic', 'histogram-basic', 'line-basic', 'scatter-basic']

/** A copy of some specs of this checkout and of its samples, with nothing published. */
export function copyCatalogue(): string {
  const root = mkdtempSync(join(tmpdir(), 'pp-catalogue-'))
  const source = projectRoot()
  for (const plotId of PLOTS) {
    mkdirSync(join(root, 'plots', plotId), { recursive: true })
    cpSync(join(source, 'plots', plotId, 'spec.yaml'), join(root, 'plots', plotId, 'spec.yaml'))
  }
  cpSync(join(source, 'data'), join(root, 'data'), { recursive: true })
  return root
}

/** Starts the parts once for a test file; each `open` gives an API with a database of its own. */
export function useApi(): {
  open(overrides?: Partial<ApiDeps>): Promise<TestApi>
  /** a client of the running Temporal server */
  temporal(): TemporalClient
  /** ends every Workflow that a test left open */
  endWorkflows(): Promise<void>
  address(): string
} {
  const postgres = usePostgres()
  const cleanups: (() => Promise<void> | void)[] = []
  let server: TestTemporal | undefined
  let client: TemporalClient | undefined
  beforeAll(async () => {
    server = await startTemporal()
    client = await connectTemporal({
      TEMPORAL_ADDRESS: server.address,
      TEMPORAL_NAMESPACE: 'default',
    })
    await client.prepare()
  })
  afterAll(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup()
    await client?.close()
    await server?.stop()
  })
  const started = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('use the API in a test or a hook')
    return value
  }
  return {
    temporal: () => started(client),
    address: () => started(server).address,
    async endWorkflows() {
      for (const plotId of PLOTS) {
        const execution = await started(client).describePlot(plotId)
        if (execution.kind === 'open') await started(client).terminatePlot(execution, 'the test is over')
      }
    },
    async open(overrides = {}) {
      const db = await postgres.open()
      const root = copyCatalogue()
      const catalogue = createCatalogue({ root })
      await rebuildPlots({ db, catalogue, log: quiet })
      const hub = await createEventHub(db, quiet)
      const shutdown = new AbortController()
      const deps: ApiDeps = {
        db,
        catalogue,
        hub,
        temporal: started(client),
        storage: createStorage({ root: join(root, 'artifacts') }),
        sandbox: createSandbox({ socketPath: join(root, 'no-sandbox.sock') }),
        log: quiet,
        pythons: ['3.11', '3.13'],
        caps: capsOf(Settings.parse({})),
        authRequired: false,
        allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
        anyAddress: false,
        homeDigest: 'abcdefabcdef',
        version: '0.0.0',
        wakeReconciler: () => {},
        shutdown: shutdown.signal,
        migrationsFolder: join(projectRoot(), 'db', 'migrations'),
        ...overrides,
      }
      const app = createApp(deps)
      cleanups.push(async () => {
        shutdown.abort()
        await hub.close()
        rmSync(root, { recursive: true, force: true })
      })
      const send = async (path: string, init?: RequestInit) => app.request(`http://localhost${path}`, init)
      return {
        deps,
        db,
        root,
        send,
        shutdown: () => shutdown.abort(),
        post: (path, body, headers = {}) =>
          send(path, {
            method: 'POST',
            headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          }),
      }
    },
  }
}
