import { describe, expect, it } from 'vitest'

import { marksOf, touching } from './series.ts'

describe('marksOf', () => {
  const one = { type: 'point', series: null, color: null, opacity: 1, values: {} } as const

  it('calls a series redundant when no other of its type has its shape', () => {
    const shapes = ['circle', 'circle', 'square']
    expect(marksOf(shapes.map((shape) => ({ ...one, shape }))).map((marks) => marks.redundant)).toEqual([
      false,
      false,
      true,
    ])
  })

  it('never calls the only series of its type redundant', () => {
    const series = [
      { ...one, shape: 'circle' },
      { ...one, type: 'line' as const, shape: 'solid' },
    ]
    expect(marksOf(series).map((marks) => marks.redundant)).toEqual([false, false])
  })
})

describe('touching', () => {
  it('tells bins from bars', () => {
    expect(
      touching([
        [0, 1],
        [2, 1],
        [2, 3],
      ]),
    ).toBe(true)
    expect(
      touching([
        [0, 0.8],
        [1, 1.8],
      ]),
    ).toBe(false)
    expect(touching([[0, 1]])).toBe(false)
    expect(
      touching([
        [0, Number.NaN],
        [1, 2],
      ]),
    ).toBe(false)
    expect(
      touching([
        [0, 0],
        [0, 0],
      ]),
    ).toBe(false)
  })
})
