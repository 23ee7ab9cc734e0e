import { setTimeout as delay } from 'node:timers/promises'

import { AppError, messageOf } from '../domain/errors.ts'
import { logTail } from './process.ts'
import type { RunningProcess } from './process.ts'

/** What one part of a running engine is doing. */
export type ServiceState = 'waiting' | 'starting' | 'ready' | 'restarting' | 'stopping' | 'stopped' | 'failed'

/** How a part is started, recognised as healthy, and stopped. */
export interface ServiceSpec {
  readonly name: string
  readonly version: string
  /** names of the services that must be ready before this one starts */
  readonly needs: readonly string[]
  readonly logFile: string
  /** starts the process, or takes over one that an earlier supervisor left */
  readonly launch: () => Promise<RunningProcess>
  /** whether it answers; polled until it does */
  readonly isReady: () => Promise<boolean>
  /** what is done once it answers, before it counts as ready */
  readonly prepare?: () => Promise<void>
  readonly readyTimeoutMs: number
  readonly stopSignal: NodeJS.Signals
  readonly stopTimeoutMs: number
}

/** What the outside sees of a service. */
export interface ServiceStatus {
  readonly name: string
  readonly version: string
  readonly state: ServiceState
  readonly pid: number | null
  /** milliseconds from launch to ready, of the latest start */
  readonly startedMs: number | null
  readonly restarts: number
}

/** Attempts before the first start counts as failed: a killed predecessor may hold its lock for a moment. */
const START_ATTEMPTS_MAX = 4

const BACKOFF_MS = { first: 200, max: 5_000 }

/** A process that ran this long was healthy: the next fault starts counting anew. */
const HEALTHY_MS = 30_000

const POLL_MS = 25

/** Keeps one process alive from `start` to `stop`. */
export class Service {
  readonly spec: ServiceSpec
  private status: ServiceStatus
  private readonly stopped = new AbortController()
  private restartAsked = false
  private running: RunningProcess | null = null
  private loop: Promise<void> = Promise.resolve()
  private readonly changed: (status: ServiceStatus, note?: string) => void

  constructor(spec: ServiceSpec, changed: (status: ServiceStatus, note?: string) => void) {
    this.spec = spec
    this.changed = changed
    this.status = {
      name: spec.name,
      version: spec.version,
      state: 'waiting',
      pid: null,
      startedMs: null,
      restarts: 0,
    }
  }

  get current(): ServiceStatus {
    return this.status
  }

  /** Starts it; resolves when it is ready. @throws AppError `unavailable` with the end of its log */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.loop = this.keepAlive(resolve, reject)
    })
  }

  /** Ends the present process; the loop starts it again at once. */
  restart(): void {
    this.restartAsked = this.running !== null
    this.running?.signal(this.spec.stopSignal)
  }

  /** Stops it for good; resolves when its process is gone. */
  async stop(): Promise<void> {
    this.stopped.abort()
    if (this.status.state === 'stopped') return
    this.set({ state: 'stopping' })
    if (this.running) await endProcess(this.running, this.spec)
    await this.loop
    this.set({ state: 'stopped', pid: null })
  }

  private get stopping(): boolean {
    return this.stopped.signal.aborted
  }

  private async keepAlive(resolve: () => void, reject: (error: unknown) => void): Promise<void> {
    let failures = 0
    let first = true
    while (!this.stopping) {
      const startedMs = Date.now()
      const how = await this.runOnce(() => {
        first = false
        resolve()
      })
      if (this.stopping) break
      failures = this.restartAsked || Date.now() - startedMs > HEALTHY_MS ? 0 : failures + 1
      if (first && failures >= START_ATTEMPTS_MAX) return reject(this.giveUp(how))
      this.set({ state: 'restarting', pid: null, restarts: this.status.restarts + 1 }, how)
      if (!this.restartAsked) await this.backOff(failures)
      this.restartAsked = false
    }
    reject(new AppError('unavailable', `${this.spec.name} was stopped while it was starting`))
  }

  private giveUp(how: string): AppError {
    this.set({ state: 'failed', pid: null }, how)
    const { name, logFile } = this.spec
    return new AppError(
      'unavailable',
      `${name} does not start (${how}). The end of ${logFile}:\n${logTail(logFile)}`,
    )
  }

  private async backOff(failures: number): Promise<void> {
    const waitMs = Math.min(BACKOFF_MS.max, BACKOFF_MS.first * 2 ** Math.max(0, failures - 1))
    // The only rejection is the abort by `stop`, which ends the loop.
    await delay(waitMs, undefined, { signal: this.stopped.signal }).catch(() => undefined)
  }

  /** One life of the process; returns how it ended. */
  private async runOnce(ready: () => void): Promise<string> {
    const launchedMs = Date.now()
    this.set({ state: 'starting' })
    try {
      const running = await this.spec.launch()
      this.running = running
      this.set({ pid: running.pid })
      if (this.stopping) await endProcess(running, this.spec)
      const early = await Promise.race([running.ended, this.becomesReady(running, launchedMs)])
      if (early !== null) return early
      await this.spec.prepare?.()
      this.set({ state: 'ready', startedMs: Date.now() - launchedMs })
      ready()
      return await running.ended
    } catch (error) {
      if (this.running) await endProcess(this.running, this.spec)
      return messageOf(error)
    } finally {
      this.running = null
    }
  }

  /** Null once it answers. @throws AppError when it takes too long */
  private async becomesReady(running: RunningProcess, launchedMs: number): Promise<null> {
    const { readyTimeoutMs, name, isReady } = this.spec
    const seen = { ended: false, announced: false }
    void running.ended.then(() => (seen.ended = true))
    void running.announced.then(() => (seen.announced = true))
    while (!seen.ended && Date.now() - launchedMs < readyTimeoutMs) {
      if (seen.announced && (await isReady())) return null
      await delay(POLL_MS)
    }
    throw new AppError('unavailable', `${name} does not answer after ${readyTimeoutMs / 1000} s`)
  }

  private set(change: Partial<ServiceStatus>, note?: string): void {
    const state =
      this.stopping && change.state !== 'stopped' ? 'stopping' : (change.state ?? this.status.state)
    this.status = { ...this.status, ...change, state }
    this.changed(this.status, note)
  }
}

/** Asks a process to end, and kills it when it does not. */
export async function endProcess(
  running: RunningProcess,
  spec: Pick<ServiceSpec, 'stopSignal' | 'stopTimeoutMs'>,
): Promise<void> {
  running.signal(spec.stopSignal)
  const timeout = delay(spec.stopTimeoutMs, 'timeout' as const, { ref: false })
  if ((await Promise.race([running.ended, timeout])) === 'timeout') running.signal('SIGKILL')
  await running.ended
}
