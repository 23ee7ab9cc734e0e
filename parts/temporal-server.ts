import { mkdir, rename } from 'node:fs/promises'
import { connect } from 'node:http2'
import { join } from 'node:path'

import { writeAtomically } from '../atomic-file.ts'
import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { runCommand, tail } from './command.ts'
import { exists, readText } from './files.ts'
import { endLeftover, recordProcess } from './leftover.ts'
import type { Found } from './part.ts'
import { startProcess } from './process.ts'
import type { ServiceSpec } from './service.ts'

/** How long closed Workflows stay readable; the development server's own default is one day. */
const RETENTION = '720h'

const READY_TIMEOUT_MS = 60_000

/** Where the server listens. */
export interface TemporalPorts {
  readonly grpc: number
  /** port of the web interface, or null for none */
  readonly ui: number | null
}

/** Temporal's development server for one home, on a file in WAL mode. */
export function temporalService(config: Config, binary: Found, ports: TemporalPorts): ServiceSpec {
  const folder = join(config.home, 'temporal')
  const logFile = join(config.home, 'logs', 'temporal.log')
  const address = `127.0.0.1:${ports.grpc}`
  const env = { PATH: '/usr/bin:/bin', HOME: folder }
  return {
    name: 'temporal',
    version: binary.version,
    needs: [],
    logFile,
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 10_000,
    launch: async () => {
      await endLeftover(config, 'temporal')
      await putOldDatabaseAside(folder, binary.version)
      const args = serverArguments(join(folder, 'temporal.db'), ports)
      const running = startProcess({ command: binary.path, args, env, cwd: folder, logFile })
      await recordProcess(config, 'temporal', running.pid)
      return running
    },
    isReady: () => isServing(address),
    prepare: () => raiseRetention(binary.path, address, folder),
  }
}

function serverArguments(database: string, ports: TemporalPorts): string[] {
  const ui = ports.ui === null ? ['--headless'] : ['--ui-port', String(ports.ui), '--ui-disable-news-fetch']
  const address = ['--ip', '127.0.0.1', '--port', String(ports.grpc), ...ui]
  const file = [
    '--db-filename',
    database,
    '--sqlite-pragma',
    'journal_mode=wal',
    '--sqlite-pragma',
    'synchronous=1',
  ]
  const quiet = ['--dynamic-config-value', 'frontend.enableServerVersionCheck=false', '--log-level', 'warn']
  return ['server', 'start-dev', ...address, ...file, ...quiet]
}

/** The server does not migrate the file of another version; what was in it is still in PostgreSQL. */
async function putOldDatabaseAside(folder: string, version: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const mark = join(folder, 'version')
  const made = readText(mark)?.trim()
  if (made === version) return
  for (const suffix of made === undefined ? [] : ['', '-wal', '-shm']) {
    const file = join(folder, `temporal.db${suffix}`)
    if (await exists(file)) await rename(file, `${file}.of-${made?.split(' ')[0]}`)
  }
  await writeAtomically(mark, `${version}\n`)
  await writeAtomically(join(folder, 'retention'), '')
}

async function raiseRetention(binary: string, address: string, folder: string): Promise<void> {
  const mark = join(folder, 'retention')
  if (readText(mark)?.trim() === RETENTION) return
  const args = [
    'operator',
    'namespace',
    'update',
    '-n',
    'default',
    '--retention',
    RETENTION,
    '--address',
    address,
  ]
  const result = await runCommand(binary, args, { env: { PATH: '/usr/bin:/bin', HOME: folder } })
  if (result.code !== 0)
    throw new AppError('unavailable', `cannot set the retention: ${tail(result.stderr, 2)}`)
  await writeAtomically(mark, `${RETENTION}\n`)
}

/** `grpc.health.v1.HealthCheckRequest { service: "…" }`, framed; the answer's last two bytes say SERVING. */
const SERVICE = 'temporal.api.workflowservice.v1.WorkflowService'
const REQUEST = Buffer.concat([
  Buffer.from([0, 0, 0, 0, SERVICE.length + 2, 0x0a, SERVICE.length]),
  Buffer.from(SERVICE),
])
const SERVING = Buffer.from([0x08, 0x01])

/** Asks the gRPC health service; by hand, as loading a client takes longer than the server's whole start. */
export function isServing(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`)
    const end = (serving: boolean) => {
      session.destroy()
      resolve(serving)
    }
    session.setTimeout(2_000, () => end(false))
    session.on('error', () => end(false))
    const stream = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('error', () => end(false))
    stream.on('end', () => end(Buffer.concat(chunks).subarray(5).equals(SERVING)))
    stream.end(REQUEST)
  })
}
