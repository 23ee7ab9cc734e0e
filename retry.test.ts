import { describe, expect, it } from 'vitest'

import { retry } from './retry.ts'

/** A call that fails a number of times before it answers, and counts how often it was made. */
function failing(times: number) {
  const made = { count: 0 }
  const call = async () => {
    made.count += 1
    if (made.count <= times) throw new Error(`failure ${made.count}`)
    return 'answer'
  }
  return { made, call }
}

describe('retry', () => {
  it('repeats a call until it succeeds', async () => {
    const { made, call } = failing(2)
    expect(await retry(call, { tries: 3, pauseMs: 0 })).toBe('answer')
    expect(made.count).toBe(3)
  })

  it('gives up with the last error', async () => {
    const { made, call } = failing(9)
    await expect(retry(call, { tries: 3, pauseMs: 0 })).rejects.toThrow('failure 3')
    expect(made.count).toBe(3)
  })

  it('does not repeat what no try would mend', async () => {
    const { made, call } = failing(9)
    const mends = (error: unknown) => error instanceof Error && error.message !== 'failure 2'
    await expect(retry(call, { tries: 5, pauseMs: 0, mends })).rejects.toThrow('failure 2')
    expect(made.count).toBe(2)
  })

  it('stops waiting when it is told to', async () => {
    const { made, call } = failing(9)
    const stop = new AbortController()
    const tried = retry(call, { tries: 5, pauseMs: 3_600_000, signal: stop.signal })
    stop.abort()
    await expect(tried).rejects.toThrow('abort')
    expect(made.count).toBe(1)
  })
})
