import { describe, expect, it } from 'vitest'

import { takeLock, withLock } from './lock.ts'

describe('takeLock', () => {
  it('keeps a second holder out until the first lets go', async () => {
    const name = `test ${process.pid} one`
    const first = await takeLock(name)
    await expect(takeLock(name, { waitMs: 0 })).rejects.toThrow(`another process holds the lock "${name}"`)
    await first.release()
    const second = await takeLock(name, { waitMs: 0 })
    await second.release()
  })

  it('keeps different names apart', async () => {
    const one = await takeLock(`test ${process.pid} a`)
    await expect(
      takeLock(`test ${process.pid} b`, { waitMs: 0 }).then((other) => other.release()),
    ).resolves.toBeUndefined()
    await one.release()
  })
})

describe('withLock', () => {
  it('lets go when the work fails', async () => {
    const name = `test ${process.pid} two`
    const failing = withLock(
      name,
      () => undefined,
      () => Promise.reject(new Error('broken')),
    )
    await expect(failing).rejects.toThrow('broken')
    const next = await takeLock(name, { waitMs: 0 })
    await next.release()
  })

  it('runs one piece of work after the other', async () => {
    const running = { now: 0, most: 0 }
    const work = async () => {
      running.now += 1
      running.most = Math.max(running.most, running.now)
      await new Promise((resolve) => setImmediate(resolve))
      running.now -= 1
    }
    const all = [1, 2, 3].map(() => withLock(`test ${process.pid} three`, () => undefined, work))
    await Promise.all(all)
    expect(running).toEqual({ now: 0, most: 1 })
  })
})
