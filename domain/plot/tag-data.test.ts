import { describe, expect, it } from 'vitest'

import { specOf } from '../../test/review/input.ts'
import { MANY_ROWS } from './limits.ts'
import { withManyRows, withMissingValues } from './tag-data.ts'

const twenty = Array.from({ length: 20 }, (_, row) => row + 1)
const table = {
  rows: 20,
  columns: { length_mm: twenty, mass_g: twenty, kind: twenty.map(String), other: twenty },
}

describe('withMissingValues', () => {
  it('takes a tenth of each slot away, in other rows for each column, and leaves the rest', () => {
    const { rows, columns } = withMissingValues(table, specOf('scatter'))
    expect(rows).toBe(20)
    expect(columns['other']).toBe(twenty)
    const used = Object.entries(columns).filter(([name]) => name !== 'other')
    for (const [, values] of used) expect(values.filter((value) => value === null)).toHaveLength(2)
    const holes = used.map(([, values]) => values.indexOf(null))
    expect(new Set(holes).size).toBe(used.length)
  })

  it('leaves values in the smallest table', () => {
    const { columns } = withMissingValues({ rows: 2, columns: { mass_g: [1, 2] } }, specOf('histogram'))
    expect(columns['mass_g']).toEqual([null, 2])
  })
})

describe('withManyRows', () => {
  it('repeats the sample between its own values, and keeps only what slots use', () => {
    const { rows, columns } = withManyRows(table, specOf('scatter'))
    expect(rows).toBe(MANY_ROWS)
    expect(columns['other']).toBeUndefined()
    const lengths = columns['length_mm'] ?? []
    expect(lengths).toHaveLength(MANY_ROWS)
    expect(lengths.slice(0, 20)).toEqual(twenty)
    expect(lengths[20]).toBe(1.0002)
    expect(new Set(lengths).size).toBe(MANY_ROWS)
    expect(columns['kind']?.[20]).toBe('1')
  })

  it('moves dates by seconds and leaves gaps and single values', () => {
    const days = ['2020-01-01T00:00:00', null, '2020-01-02T00:00:00']
    const { columns } = withManyRows({ rows: 3, columns: { day: days, mass_g: [5, 5, 5] } }, specOf('line'))
    expect(columns['day']?.slice(0, 6)).toEqual([
      '2020-01-01T00:00:00',
      null,
      '2020-01-02T00:00:00',
      '2020-01-01T00:00:02',
      null,
      '2020-01-02T00:00:02',
    ])
    expect(columns['mass_g']?.slice(0, 4)).toEqual([5, 5, 5, 5.000029999])
  })
})
