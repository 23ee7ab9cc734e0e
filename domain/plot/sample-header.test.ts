import { describe, expect, it } from 'vitest'

import { sampleHeader } from './sample-header.ts'

describe('sampleHeader', () => {
  it('says what each column holds and how many different values', () => {
    const table = {
      rows: 3,
      columns: {
        when: ['2012-01-01T00:00:00', '2012-01-02T00:00:00', null],
        much: [1, 1, 2.5],
        what: ['sun', 'rain', '2012-01-01T00:00:00'],
        nothing: [null, null, null],
      },
    }
    expect(sampleHeader(table)).toEqual({
      rows: 3,
      columns: [
        { name: 'when', type: 'temporal', distinct: 2 },
        { name: 'much', type: 'quantitative', distinct: 2 },
        { name: 'what', type: 'nominal', distinct: 3 },
        { name: 'nothing', type: 'nominal', distinct: 0 },
      ],
    })
  })
})
