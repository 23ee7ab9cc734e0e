import { join } from 'node:path'

import { withoutModelKeys } from '../config.ts'
import type { Config } from '../config.ts'
import { endLeftover, recordProcess } from './leftover.ts'
import { canConnect, reachableHost } from './ports.ts'
import { startProcess } from './process.ts'
import type { Launch, RunningProcess } from './process.ts'
import type { ServiceSpec } from './service.ts'

/** Our own processes take a few seconds to start on a busy machine. */
const READY_TIMEOUT_MS = 60_000

/** Executions and activities that are under way get a moment to end. */
const STOP_TIMEOUT_MS = 15_000

/**
 * Flags of our Node processes. A small young generation keeps the three of them about 60 MB smaller at rest; what
 * they do is too little for the more frequent collections to show.
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=2'] as const

/** What a Node process of ours is started with. */
export interface NodeProcess {
  readonly settings: Readonly<Record<string, string | null>>
  readonly needs: readonly string[]
}

/** The daemon that runs authors' code; it gets none of this process's environment. */
export function sandboxService(
  config: Config,
  { python, socket, file }: { readonly python: string; readonly socket: string; readonly file: string },
): ServiceSpec {
  const logFile = log(config, 'sandboxd')
  const executions = join(config.home, 'logs', 'executions.ndjson')
  const program = join(config.root, 'sandbox', 'sandboxd.py')
  const args = [
    '-s',
    program,
    '--socket',
    socket,
    '--config',
    file,
    '--executions',
    executions,
    '--with-parent',
  ]
  const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' }
  return {
    ...common('sandboxd', logFile),
    needs: [],
    launch: () => launch(config, 'sandboxd', { command: python, args, env, cwd: config.root, logFile }),
    isReady: () => canConnect({ path: socket }),
  }
}

/** The process that polls every Task Queue. */
export function workerService(config: Config, { settings, needs }: NodeProcess): ServiceSpec {
  return {
    ...common('worker', log(config, 'worker')),
    needs,
    launch: () =>
      launch(config, 'worker', { ...nodeLaunch(config, 'worker', settings), readyLine: /worker ready/ }),
    isReady: () => Promise.resolve(true),
  }
}

/** The HTTP server. */
export function apiService(
  config: Config,
  { settings, needs, port }: NodeProcess & { readonly port: number },
): ServiceSpec {
  const host = reachableHost(config.HOST)
  const own = { ...settings, HOST: config.HOST, PORT: String(port) }
  return {
    ...common('api', log(config, 'api')),
    needs,
    launch: () => {
      const { env, ...what } = nodeLaunch(config, 'api', own)
      return launch(config, 'api', { ...what, env: withoutModelKeys(env) })
    },
    isReady: async () => (await canConnect({ host, port })) && answers(`http://${host}:${port}/readyz`),
  }
}

function common(name: string, logFile: string) {
  const limits = {
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopTimeoutMs: STOP_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
  } as const
  return { name, version: 'of this checkout', logFile, ...limits }
}

async function launch(config: Config, name: string, what: Launch): Promise<RunningProcess> {
  await endLeftover(config, name)
  const running = startProcess(what)
  await recordProcess(config, name, running.pid)
  return running
}

function nodeLaunch(config: Config, name: string, settings: Readonly<Record<string, string | null>>): Launch {
  const given = Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== null)
  const env = {
    ...process.env,
    PYPLOTS_HOME: config.home,
    PYPLOTS_CACHE: config.cache,
    ...Object.fromEntries(given),
  }
  const leash = join(config.root, 'dist', 'leash.js')
  const args = [...NODE_FLAGS, '--import', leash, join(config.root, 'dist', `${name}.js`), '--with-parent']
  return { command: process.execPath, args, env, cwd: config.root, logFile: log(config, name), leash: true }
}

function log(config: Config, name: string): string {
  return join(config.home, 'logs', `${name}.log`)
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
  return response?.ok ?? false
}
