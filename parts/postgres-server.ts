import { chownSync, mkdirSync, readlinkSync } from 'node:fs'
import { chmod, chown, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { runCommand, tail } from './command.ts'
import { buildAt, exists, readText } from './files.ts'
import type { Found } from './part.ts'
import { dataFolder, makeRunFolder, serverUser } from './places.ts'
import { ensureDatabase, postgresAnswer, socketUrl } from './postgres-client.ts'
import { adoptProcess, commandLine, processIdentity, sendSignal, startProcess } from './process.ts'
import type { RunningProcess } from './process.ts'
import type { ServiceSpec } from './service.ts'

/** The database that holds everything of one home. */
const DATABASE = 'pyplots'

/** Settings that differ from PostgreSQL's own: no network, sockets for this user alone, sized for one engine. */
const SETTINGS = [
  'listen_addresses=',
  'unix_socket_permissions=0700',
  'max_connections=60',
  'shared_buffers=64MB',
  'logging_collector=off',
  'log_destination=stderr',
]

const ENVIRONMENT = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

/** Crash recovery after a `kill -9` took up to 2 s on two cores; a large log takes longer. */
const READY_TIMEOUT_MS = 60_000

const STOP_TIMEOUT_MS = 20_000

/** Where the database of this home is reached, in the form that `DATABASE_URL` takes. */
export function postgresUrl(config: Config): string {
  return socketUrl(socketFolder(config), DATABASE)
}

/**
 * PostgreSQL for one home: its own data folder, reached through a Unix socket only.
 * @param binaries where `postgres` and `initdb` are
 * @param prepare done once the database exists, for instance its migrations
 */
export function postgresService(config: Config, binaries: Found, prepare?: () => Promise<void>): ServiceSpec {
  const folder = dataFolder(config).path
  const logFile = join(config.home, 'logs', 'postgres.log')
  const adminUrl = socketUrl(socketFolder(config), 'postgres')
  return {
    name: 'postgres',
    version: binaries.version,
    needs: [],
    logFile,
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGINT',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    launch: async () => {
      makeSocketFolder(config)
      await initialise(folder, binaries)
      const left = await takeOver(folder, adminUrl)
      if (left) return left
      const settings = SETTINGS.flatMap((setting) => ['-c', setting])
      const args = ['-D', folder, '-k', socketFolder(config), ...settings]
      const command = join(binaries.path, 'postgres')
      return startProcess({ command, args, env: ENVIRONMENT, cwd: '/', logFile, user: serverUser() })
    },
    isReady: async () => {
      const answer = await postgresAnswer(adminUrl)
      return answer.ok && answer.dataFolder === folder
    },
    prepare: async () => {
      await ensureDatabase(adminUrl, DATABASE)
      await prepare?.()
    },
  }
}

function socketFolder(config: Config): string {
  return join(makeRunFolder(config.home), 'postgres')
}

function makeSocketFolder(config: Config): void {
  const folder = socketFolder(config)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const user = serverUser()
  if (user) chownSync(folder, user.uid, user.gid)
}

/** Creates the data folder once, under a temporary name, so that an interruption leaves nothing half-made. */
async function initialise(folder: string, binaries: Found): Promise<void> {
  if (await exists(join(folder, 'PG_VERSION'))) return assertMajor(folder, binaries)
  await mkdir(dirname(folder), { recursive: true })
  await buildAt(folder, async (temporary) => {
    const user = serverUser()
    await mkdir(temporary, { mode: 0o700 })
    await chmod(temporary, 0o700)
    if (user) await chown(temporary, user.uid, user.gid)
    const args = [
      '-D',
      temporary,
      '-U',
      'postgres',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--auth=trust',
      '--no-sync',
    ]
    const made = await runCommand(join(binaries.path, 'initdb'), args, {
      cwd: '/',
      env: ENVIRONMENT,
      ...identity(),
    })
    if (made.code !== 0) throw new AppError('unavailable', `initdb failed:\n${tail(made.stderr)}`)
  })
  void writeToDisk(folder, binaries)
}

/** What initdb left to the kernel; beside the start, as it takes a second and is not needed for it. */
async function writeToDisk(folder: string, binaries: Found): Promise<void> {
  const options = { cwd: '/', env: ENVIRONMENT, ...identity() }
  const synced = await runCommand(join(binaries.path, 'initdb'), ['--sync-only', '-D', folder], options)
  if (synced.code !== 0 && (await exists(folder)))
    process.stderr.write(`initdb --sync-only: ${tail(synced.stderr, 2)}\n`)
}

/** Whom PostgreSQL's programs run as, where that is not this process's user. */
function identity(): { readonly uid?: number; readonly gid?: number } {
  const user = serverUser()
  return user ? { uid: user.uid, gid: user.gid } : {}
}

function assertMajor(folder: string, binaries: Found): void {
  const made = readText(join(folder, 'PG_VERSION'))?.trim()
  if (binaries.version.split('.')[0] === made) return
  throw new AppError(
    'unavailable',
    `${folder} was made by PostgreSQL ${made}, but ${binaries.path} is ${binaries.version}: ` +
      `install PostgreSQL ${made}, or start afresh with \`make reset\``,
  )
}

/**
 * A postmaster whose parent was killed lives on: it is taken over when it answers on this home's socket for
 * this data folder, and stopped when it does not.
 */
async function takeOver(folder: string, adminUrl: string): Promise<RunningProcess | null> {
  const lockFile = join(folder, 'postmaster.pid')
  const pid = Number(readText(lockFile)?.split('\n')[0] ?? 0)
  if (!pid || processIdentity(pid) === null) return null
  if (!isPostmaster(pid, folder)) {
    await rm(lockFile, { force: true })
    return null
  }
  const answer = await postgresAnswer(adminUrl)
  if (answer.ok && answer.dataFolder === folder) return adoptProcess(pid)
  sendSignal(pid, 'SIGINT')
  const deadlineMs = Date.now() + STOP_TIMEOUT_MS
  while (processIdentity(pid) !== null && Date.now() < deadlineMs) await delay(50)
  if (processIdentity(pid) === null) return null
  throw new AppError(
    'conflict',
    `process ${pid} uses ${folder} and does not stop: end it with \`kill ${pid}\``,
  )
}

/** Process ids are reused: only a postgres on this very folder counts. */
function isPostmaster(pid: number, folder: string): boolean {
  return (
    commandLine(pid).includes('postgres') &&
    (commandLine(pid).includes(folder) || workingFolder(pid) === folder)
  )
}

function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    // Not ours to look at, so not ours to take over.
    return null
  }
}
