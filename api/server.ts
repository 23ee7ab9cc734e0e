import { mkdirSync, readFileSync, realpathSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Logger } from 'pino'

import { createCatalogue } from '../clients/catalogue.ts'
import { createStorage } from '../clients/storage.ts'
import type { Config } from '../config.ts'
import { createDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { capsOf } from '../domain/budget/scope.ts'
import { AppError } from '../domain/errors.ts'
import { sha256 } from '../hash.ts'
import { createSandbox } from '../sandbox/client.ts'
import { loadEnvironments } from '../sandbox/environments.ts'
import { connectTemporal } from '../temporal/client.ts'
import { createApp } from './app.ts'
import { bootstrapToken, isAuthRequired } from './auth.ts'
import type { ApiDeps } from './deps.ts'
import { createEventHub } from './event-hub.ts'
import { rebuildPlots } from './projection.ts'
import { createReconciler } from './reconcile.ts'

/** A listening API. */
export interface RunningApi {
  readonly url: string
  /** where its metrics are; null when `METRICS_PORT` is not set */
  readonly metricsUrl: string | null
  /** the first token of this database, to be shown once; null when there is one already or none is needed */
  readonly firstToken: string | null
  /** Ends live streams, waits for requests under way, and lets go of everything. */
  stop(): Promise<void>
}

/** Requests that are under way when the server stops get this long. */
const DRAIN_MS = 10_000

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

/**
 * Brings the database up to date, rebuilds the projection of the catalogue and listens.
 * @throws AppError `invalid` for settings that do not fit together, `unavailable` when the database is away,
 * `conflict` when the port is taken
 */
export async function startApi(config: Config, log: Logger): Promise<RunningApi> {
  const authRequired = isAuthRequired(config)
  const databaseUrl = needed(config, 'DATABASE_URL')
  const sandbox = createSandbox({ socketPath: needed(config, 'SANDBOX_SOCKET') })
  const environments = await loadEnvironments(needed(config, 'ENVIRONMENTS_FILE'))
  const temporal = await connectTemporal(config)
  const migrationsFolder = join(config.root, 'db', 'migrations')
  await migrate(databaseUrl, migrationsFolder)
  const db = createDatabase(databaseUrl)
  const release = async () => {
    sandbox.close()
    await Promise.all([temporal.close(), db.close()])
  }
  try {
    return await serveWith({
      config,
      db,
      temporal,
      sandbox,
      log,
      authRequired,
      migrationsFolder,
      pythons: environments.map((environment) => environment.python),
      release,
    })
  } catch (error) {
    await release()
    throw error
  }
}

interface Opened extends Pick<
  ApiDeps,
  'db' | 'temporal' | 'sandbox' | 'log' | 'authRequired' | 'migrationsFolder' | 'pythons'
> {
  readonly config: Config
  readonly release: () => Promise<unknown>
}

async function serveWith({ config, release, ...opened }: Opened): Promise<RunningApi> {
  const { db, log } = opened
  const catalogue = createCatalogue({ root: config.catalogue })
  await rebuildPlots({ db, catalogue, log })
  const hub = await createEventHub(db, log)
  const reconciler = createReconciler(opened)
  const shutdown = new AbortController()
  const deps: ApiDeps = {
    ...opened,
    catalogue,
    hub,
    caps: capsOf(config),
    storage: createStorage({ root: join(config.home, 'artifacts') }),
    allowedHosts: allowedHosts(config),
    anyAddress: ['0.0.0.0', '::'].includes(config.HOST),
    homeDigest: homeDigest(config.home),
    version: packageVersion(config.root),
    wakeReconciler: () => reconciler.wake(),
    shutdown: shutdown.signal,
  }
  const api = await listen(createApp(deps), { host: config.HOST, port: config.PORT, setting: 'PORT' })
  const metrics = await listenForMetrics(deps, config).catch(async (error: unknown) => {
    await api.close()
    throw error
  })
  reconciler.start()
  return {
    url: api.url,
    metricsUrl: metrics && `${metrics.url}/metrics`,
    firstToken: opened.authRequired ? await bootstrapToken(db) : null,
    async stop() {
      shutdown.abort()
      await Promise.all([api.close(), metrics?.close(), reconciler.stop()])
      await hub.close()
      await release()
    },
  }
}

/** Twelve digits that stand for a state folder, the same through every link to it. */
export function homeDigest(home: string): string {
  mkdirSync(home, { recursive: true })
  return sha256(realpathSync(home)).slice(0, 12)
}

/** Names this server answers to: those of this machine's loopback, its own, and its public one. */
export function allowedHosts(config: Pick<Config, 'HOST' | 'PUBLIC_URL'>): readonly string[] {
  const own = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST
  const published = config.PUBLIC_URL === undefined ? [] : [new URL(config.PUBLIC_URL).hostname]
  return [...new Set([...LOOPBACK_NAMES, own.toLowerCase(), ...published])]
}

/** The library that metrics are made with takes some MB, so it is loaded by those who want them. */
async function listenForMetrics(deps: ApiDeps, { HOST, METRICS_PORT }: Config): Promise<Listening | null> {
  if (METRICS_PORT === undefined) return null
  const { createMetricsApp } = await import('./metrics.ts')
  return listen(createMetricsApp(deps), { host: HOST, port: METRICS_PORT, setting: 'METRICS_PORT' })
}

interface Listening {
  readonly url: string
  /** Waits for requests under way. */
  close(): Promise<void>
}

function listen(
  app: { readonly fetch: (request: Request) => Response | Promise<Response> },
  where: { readonly host: string; readonly port: number; readonly setting: 'PORT' | 'METRICS_PORT' },
): Promise<Listening> {
  const { host, port, setting } = where
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (bound) =>
      resolve({ url: `http://${hostInUrl(host)}:${bound.port}`, close: () => closeServer(server) }),
    ) as Server
    server.once('error', (cause) => {
      const code = 'code' in cause ? cause.code : undefined
      const message =
        code === 'EADDRINUSE'
          ? `port ${port} of ${host} is taken: stop what uses it, or set ${setting}`
          : `cannot listen on ${host}:${port}: ${cause.message}`
      reject(new AppError(code === 'EADDRINUSE' ? 'conflict' : 'unavailable', message, { cause }))
    })
  })
}

async function closeServer(server: Server): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(force)
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function packageVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return version
}

function needed(config: Config, name: 'DATABASE_URL' | 'SANDBOX_SOCKET' | 'ENVIRONMENTS_FILE'): string {
  const value = config[name]
  if (value === undefined) throw new AppError('invalid', `${name} is not set: start the API with make serve`)
  return value
}
