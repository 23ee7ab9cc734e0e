import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

import { AppError } from '../domain/errors.ts'
import { sha256 } from '../hash.ts'
import type { Report } from './part.ts'
import { userId } from './places.ts'

/** A lock that ends with `release` or with the process, however it ends. */
export interface Lock {
  readonly release: () => Promise<void>
}

/** Options of {@link takeLock}. */
export interface LockOptions {
  /** milliseconds to wait for the present holder; 0 = do not wait */
  readonly waitMs?: number
  readonly report?: Report
}

/**
 * Takes the machine-wide lock of that name, waiting for the present holder.
 * The lock is an abstract Unix socket: the kernel drops it with its process, so none is ever left behind.
 * @throws AppError `conflict` when it is still held after `waitMs`
 */
export async function takeLock(name: string, options: LockOptions = {}): Promise<Lock> {
  const { waitMs = 30 * 60_000, report = () => undefined } = options
  const address = `\0pyplots-${userId()}-${sha256(name).slice(0, 24)}`
  const startedMs = Date.now()
  const attempt = async (announced: boolean): Promise<Lock> => {
    const server = await listen(address)
    if (server) return { release: () => close(server) }
    const waitedMs = Date.now() - startedMs
    if (waitedMs >= waitMs) throw new AppError('conflict', `another process holds the lock "${name}"`)
    if (!announced && waitedMs > 1_000) report(`waiting for another process that is at work on ${name}`)
    await delay(100)
    return attempt(announced || waitedMs > 1_000)
  }
  return attempt(false)
}

/** Runs `work` while holding the lock of that name. */
export async function withLock<T>(name: string, report: Report, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(name, { report })
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen(address, () => resolve(server.unref()))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
