import { describe, expect, it } from 'vitest'

import { createLimit } from './limit.ts'

describe('createLimit', () => {
  it('runs as many at a time as there are slots, in the order asked, failures included', async () => {
    const limit = createLimit(2)
    const started: number[] = []
    const gates = [0, 1, 2, 3].map(() => {
      let open: () => void = () => undefined
      const gate = new Promise<void>((resolve) => (open = resolve))
      return { gate, open }
    })
    const runs = gates.map(({ gate }, index) =>
      limit(async () => {
        started.push(index)
        await gate
        if (index === 0) throw new Error('first')
        return index
      }),
    )
    await Promise.resolve()
    expect(started).toEqual([0, 1])
    gates.forEach(({ open }) => open())
    await expect(runs[0]).rejects.toThrow('first')
    expect(await Promise.all(runs.slice(1))).toEqual([1, 2, 3])
    expect(started).toEqual([0, 1, 2, 3])
  })
})
