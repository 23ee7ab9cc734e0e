import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'

import { writeAtomically } from '../atomic-file.ts'
import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { chromiumPart } from './chromium.ts'
import { endLeftover } from './leftover.ts'
import type { Found, Part } from './part.ts'
import { makeRunFolder, userId } from './places.ts'
import { assertPortFree, freePort, reachableHost } from './ports.ts'
import { postgresPart } from './postgres.ts'
import { postgresService, postgresUrl } from './postgres-server.ts'
import { environmentFolder, readEnvironments, toolsPart } from './pythons.ts'
import { apiService, sandboxService, workerService } from './own-services.ts'
import type { ServiceSpec } from './service.ts'
import { temporalPart } from './temporal.ts'
import { temporalService } from './temporal-server.ts'

/** The parts an engine is made of, in the order they are started. */
export const ENGINE_PARTS = ['postgres', 'temporal', 'sandboxd', 'worker', 'api'] as const
export type EnginePart = (typeof ENGINE_PARTS)[number]

/** What one start of the engine may choose. */
export interface EngineOptions {
  readonly parts: readonly EnginePart[]
  /** port of the API; null = any free one */
  readonly apiPort: number | null
  /** port of Temporal's web interface; null = none */
  readonly uiPort: number | null
}

/** What the rest of the project lends to the engine. */
export interface EngineLoans {
  /** font files that executions see */
  readonly fonts: readonly string[]
  /** brings a database up to date */
  readonly migrate: (databaseUrl: string) => Promise<void>
}

/** An engine that can be started: its processes, and where it will be reached. */
export interface EnginePlan {
  readonly specs: readonly ServiceSpec[]
  readonly url: string | null
  readonly temporalAddress: string | null
  readonly temporalUiUrl: string | null
  readonly databaseUrl: string | null
}

/** Whether the engine is to have a part. */
type Wants = (part: EnginePart) => boolean

/** Something the engine uses, where it is reached, and the process to start for it unless it runs already. */
interface Planned {
  readonly address: string | null
  readonly specs: readonly ServiceSpec[]
}

/**
 * Looks up every part and decides ports and settings. Writes the files that the processes are started with.
 * @throws AppError `unavailable` naming a missing part and its fix, `conflict` when a wanted port is taken
 */
export async function planEngine(
  config: Config,
  options: EngineOptions,
  loans: EngineLoans,
): Promise<EnginePlan> {
  const wants: Wants = (part) => options.parts.includes(part)
  // Before the ports are tried: what a killed supervisor left may hold them. PostgreSQL is taken over instead.
  for (const part of options.parts) if (part !== 'postgres') await endLeftover(config, part)
  const ports = await choosePorts(config, options)
  const [database, temporal, sandboxd, files] = await Promise.all([
    wants('postgres') ? planDatabase(config, loans) : ABSENT,
    wants('temporal') ? planTemporal(config, ports) : ABSENT,
    wants('sandboxd') ? planSandbox(config, loans.fonts) : ABSENT,
    fileSettings(config, wants),
  ])
  const settings = { DATABASE_URL: database.address, TEMPORAL_ADDRESS: temporal.address, ...files }
  const stores = [...database.specs, ...temporal.specs]
  const needs = stores.map((spec) => spec.name)
  const worker = wants('worker') ? [workerService(config, { settings, needs })] : []
  const api = wants('api') ? [apiService(config, { settings, needs, port: ports.api })] : []
  const hasUi = ports.ui !== null && temporal.specs.length > 0
  return {
    specs: [...stores, ...sandboxd.specs, ...worker, ...api],
    url: wants('api') ? `http://${reachableHost(config.HOST)}:${ports.api}` : null,
    temporalAddress: temporal.address,
    temporalUiUrl: hasUi ? `http://127.0.0.1:${ports.ui}` : null,
    databaseUrl: database.address,
  }
}

const ABSENT: Planned = { address: null, specs: [] }

async function planDatabase(config: Config, loans: EngineLoans): Promise<Planned> {
  const postgres = await required(postgresPart, config)
  if (config.DATABASE_URL) {
    await loans.migrate(config.DATABASE_URL)
    return { address: config.DATABASE_URL, specs: [] }
  }
  const address = postgresUrl(config)
  return { address, specs: [postgresService(config, postgres, () => loans.migrate(address))] }
}

async function planTemporal(config: Config, ports: Ports): Promise<Planned> {
  const temporal = await required(temporalPart, config)
  if (config.TEMPORAL_ADDRESS) return { address: config.TEMPORAL_ADDRESS, specs: [] }
  return { address: `127.0.0.1:${ports.grpc}`, specs: [temporalService(config, temporal, ports)] }
}

/** A part that is there. @throws AppError `unavailable` with the fix */
async function required(part: Part, config: Config): Promise<Found> {
  const found = await part.find(config)
  if (found.kind === 'found') return found
  throw new AppError('unavailable', `${part.name}: ${found.reason}. ${fixSentence(found.fix)}`)
}

function fixSentence(fix: string): string {
  return /^[a-z]/.test(fix) ? `Run \`${fix}\`.` : fix
}

interface Ports {
  readonly grpc: number
  readonly ui: number | null
  readonly api: number
}

async function choosePorts(config: Config, options: EngineOptions): Promise<Ports> {
  if (options.uiPort !== null) await assertPortFree('127.0.0.1', options.uiPort, 'TEMPORAL_UI_PORT')
  if (options.apiPort !== null) await assertPortFree(config.HOST, options.apiPort, 'PORT')
  if (options.parts.includes('api') && config.METRICS_PORT !== undefined)
    await assertPortFree(config.HOST, config.METRICS_PORT, 'METRICS_PORT')
  return { grpc: await freePort(), ui: options.uiPort, api: options.apiPort ?? (await freePort()) }
}

/** Uid of the sandbox's executions when the engine is root: used by nothing else on the machine. */
const SANDBOX_UID = 65_533

/** Slots for people who wait at a page. */
const INTERACTIVE_SLOTS = 2

/** Memory for processes that wait with a library loaded: 20 of them take about 2.2 GB. */
const ZYGOTE_MEMORY_MB = Math.min(2560, Math.floor(totalmem() / (8 << 20)))

async function planSandbox(config: Config, fonts: readonly string[]): Promise<Planned> {
  const { marks, newest } = environments(config)
  const uid = userId()
  const entries = marks.map((mark) => {
    const mplconfig = join(environmentFolder(config, mark.python), 'pyplots', 'mplconfig')
    return [mark.python, { python: mark.executable, fonts, mplconfig }] as const
  })
  const file = join(config.home, 'sandbox.json')
  await writeAtomically(
    file,
    JSON.stringify({
      tiers: config.SANDBOX_TIER === 'lsm' ? ['ns', 'lsm'] : ['ns'],
      slots: { batch: Math.max(2, availableParallelism()), interactive: INTERACTIVE_SLOTS },
      zygoteMemoryMb: ZYGOTE_MEMORY_MB,
      uid: uid === 0 ? SANDBOX_UID : uid,
      environments: Object.fromEntries(entries),
    }),
  )
  const spec = sandboxService(config, {
    python: newest.executable,
    socket: sandboxSocket(config),
    file,
  })
  return { address: sandboxSocket(config), specs: [spec] }
}

/** The Python environments that are complete. @throws AppError `unavailable` when there is none */
function environments(config: Config) {
  const marks = readEnvironments(config)
  const newest = marks.at(-1)
  if (newest) return { marks, newest }
  throw new AppError('unavailable', 'no Python environment is complete. Run `make setup`.')
}

function sandboxSocket(config: Config): string {
  return join(makeRunFolder(config.home), 'sandbox.sock')
}

/** Settings that name files: the sandbox's socket, the environments, browser and linter. */
async function fileSettings(config: Config, wants: Wants) {
  if (!wants('worker') && !wants('api')) return {}
  const [chromium, tools] = await Promise.all([required(chromiumPart, config), required(toolsPart, config)])
  const file = join(config.home, 'environments.json')
  await writeAtomically(file, `${JSON.stringify(environments(config).marks, null, 2)}\n`)
  return {
    SANDBOX_SOCKET: sandboxSocket(config),
    ENVIRONMENTS_FILE: file,
    CHROMIUM_PATH: chromium.path,
    RUFF_PATH: join(tools.path, 'bin', 'ruff'),
  }
}
