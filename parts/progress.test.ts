import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { seconds, timed } from './progress.ts'

describe('timed', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('says nothing about short work', async () => {
    const lines: string[] = []
    const result = await timed(
      'looking',
      (line) => lines.push(line),
      () => Promise.resolve(7),
    )
    expect(result).toBe(7)
    expect(lines).toEqual([])
  })

  it('announces long work, repeats the elapsed time and closes with it', async () => {
    const lines: string[] = []
    const work = () => new Promise<void>((resolve) => setTimeout(resolve, 12_500))
    const done = timed('building', (line) => lines.push(line), work)
    await vi.advanceTimersByTimeAsync(12_500)
    await done
    expect(lines).toEqual(['building …', 'building … 10.0 s', 'building: done in 12.5 s'])
  })

  it('passes a failure on and falls silent', async () => {
    const lines: string[] = []
    const failing = timed(
      'building',
      (line) => lines.push(line),
      () => Promise.reject(new Error('no')),
    )
    await expect(failing).rejects.toThrow('no')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lines).toEqual([])
  })
})

describe('seconds', () => {
  it('writes minutes from a minute on', () => {
    expect([seconds(1_234), seconds(75_000)]).toEqual(['1.2 s', '1 min 15 s'])
  })
})
