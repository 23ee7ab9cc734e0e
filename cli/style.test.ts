import { describe, expect, it } from 'vitest'

import { columns, createPaint, dollars, duration, width } from './style.ts'

describe('columns', () => {
  it('aligns cells whatever their colour, and fills rows that are shorter', () => {
    const { green } = createPaint(true)
    const lines = columns([['library', 'score'], [green('altair'), '9'], ['x']])
    expect(lines.map(width)).toEqual([14, 10, 1])
    expect(columns([])).toEqual([])
  })
})

describe('duration', () => {
  it('fits its unit to the length', () => {
    expect([840, 12_300, 59_999, 60_000, 245_000].map(duration)).toEqual([
      '840 ms',
      '12.3 s',
      '60.0 s',
      '1 min 00 s',
      '4 min 05 s',
    ])
  })
})

describe('dollars', () => {
  it('counts millionths', () => {
    expect([0, 1_230_000].map(dollars)).toEqual(['$0.00', '$1.23'])
  })
})
