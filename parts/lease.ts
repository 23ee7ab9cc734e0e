import { spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { SupervisorMessage } from './engine.schema.ts'
import type { EngineState } from './engine.schema.ts'
import { readLines, sendLine } from './lines.ts'
import { withLock } from './lock.ts'
import type { Report } from './part.ts'
import { makeHome, makeRunFolder, runFolder } from './places.ts'
import { logTail, processIdentity } from './process.ts'

/** A client's hold on the engine of its home: it runs as long as somebody holds it. */
export interface Lease {
  readonly engine: EngineState
  /** false when the engine ran already */
  readonly startedHere: boolean
  /** ends the named parts' processes, which start again at once */
  readonly restart: (parts: readonly string[]) => void
  /** gives the engine back; resolves with the number of other holders, after the engine stopped if there are none */
  readonly release: () => Promise<number>
  /** hangs up without waiting, as the end of this process would */
  readonly abandon: () => void
  /** resolves when the connection is gone: the engine ended by itself, or the lease was given back */
  readonly lost: Promise<void>
}

/** What {@link acquireLease} needs to know. */
export interface LeaseOptions {
  /** name shown to others: `make plot PLOT=scatter-basic` */
  readonly client: string
  /** what starts a supervisor: program and arguments */
  readonly command: readonly [string, ...string[]]
  readonly report: Report
}

/** A supervisor answers on its socket within this: it may have to wait for a predecessor that stops. */
const SOCKET_TIMEOUT_MS = 70_000

/** An engine that was just stopping when it was asked is started again, but not for ever. */
const ATTEMPTS_MAX = 3

/** Where the supervisor of a home listens. */
export function supervisorSocket(config: Config): string {
  return join(runFolder(config.home), 'supervisor.sock')
}

/** The engine that serves this home, or null when none runs. Does not hold it. */
export async function describeEngine(config: Config): Promise<EngineState | null> {
  const socket = await tryConnect(supervisorSocket(config))
  if (!socket) return null
  return new Promise((resolve) => {
    listenTo(socket, (message) => {
      if (message.type !== 'described') return
      socket.destroy()
      resolve(message.engine.home === config.home ? message.engine : null)
    })
    socket.on('close', () => resolve(null))
    sendLine(socket, { type: 'describe' })
  })
}

/**
 * Takes a lease on the engine of this home, starting the engine if it does not run.
 * @throws AppError with the engine's own words when it does not become healthy
 */
export async function acquireLease(config: Config, options: LeaseOptions): Promise<Lease> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const running = await tryConnect(supervisorSocket(config))
    const socket =
      running ??
      (await withLock(`start ${config.home}`, options.report, () => startSupervisor(config, options)))
    const lease = await holdLease(socket, { startedHere: running === null, ...options })
    if (lease) return lease
    options.report('the engine was just stopping: starting it again')
  }
  throw new AppError(
    'unavailable',
    `the engine stops while it starts: see ${join(config.home, 'logs', 'supervisor.log')}`,
  )
}

async function startSupervisor(config: Config, options: LeaseOptions): Promise<Socket> {
  const running = await tryConnect(supervisorSocket(config))
  if (running) return running
  makeHome(config.home)
  makeRunFolder(config.home)
  const logs = join(config.home, 'logs')
  mkdirSync(logs, { recursive: true })
  const logFile = join(logs, 'supervisor.log')
  const log = openSync(logFile, 'a')
  const [program, ...args] = options.command
  const env = { ...process.env, PYPLOTS_HOME: config.home, PYPLOTS_CACHE: config.cache }
  const child = spawn(program, args, { cwd: config.root, env, detached: true, stdio: ['ignore', log, log] })
  const state: { ended: string | null } = { ended: null }
  child.on('error', (error) => (state.ended = error.message))
  child.on('exit', (code, signal) => (state.ended = `exit ${code ?? signal}`))
  child.unref()
  const deadlineMs = Date.now() + SOCKET_TIMEOUT_MS
  while (state.ended === null && Date.now() < deadlineMs) {
    const socket = await tryConnect(supervisorSocket(config))
    if (socket) return socket
    await delay(10)
  }
  const how = state.ended ?? `no answer after ${SOCKET_TIMEOUT_MS / 1000} s`
  throw new AppError(
    'unavailable',
    `the supervisor did not start (${how}). The end of ${logFile}:\n${logTail(logFile)}`,
  )
}

type Hold = LeaseOptions & { readonly startedHere: boolean }

/** Registers the lease and waits until the engine is ready; null when the engine was stopping. */
function holdLease(socket: Socket, { client, report, startedHere }: Hold): Promise<Lease | null> {
  const state: { others: number; pid: number } = { others: 0, pid: 0 }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const release = async () => {
    sendLine(socket, { type: 'release' })
    await closed
    const ends = state.others === 0 && state.pid !== process.pid
    while (ends && processIdentity(state.pid) !== null) await delay(10)
    return state.others
  }
  return new Promise((resolve, reject) => {
    listenTo(socket, (message) => {
      if (message.type === 'part') reportPart(message, report)
      if (message.type === 'released') state.others = message.others
      if (message.type === 'failed') reject(new AppError('unavailable', message.message))
      if (message.type !== 'ready') return
      state.pid = message.engine.pid
      const restart = (parts: readonly string[]) => sendLine(socket, { type: 'restart', parts })
      const abandon = () => socket.destroy()
      resolve({ engine: message.engine, startedHere, restart, release, abandon, lost: closed })
    })
    void closed.then(() => resolve(null))
    sendLine(socket, { type: 'lease', client, pid: process.pid })
  })
}

function reportPart(message: Extract<SupervisorMessage, { type: 'part' }>, report: Report): void {
  const { name, state, startedMs } = message.part
  if (state === 'restarting' || state === 'failed')
    report(`${name} ended (${message.note ?? 'unknown'}): ${state}`)
  if (state === 'ready' && startedMs !== null && startedMs > 2_000)
    report(`${name} is ready (${startedMs / 1000} s)`)
}

function listenTo(socket: Socket, read: (message: SupervisorMessage) => void): void {
  readLines(socket, (line) => read(SupervisorMessage.parse(JSON.parse(line))))
  // A supervisor that dies resets the connection: `close` follows and tells.
  socket.on('error', () => undefined)
}

function tryConnect(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      resolve(socket)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      else reject(error)
    })
  })
}
