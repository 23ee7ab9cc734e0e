import { describe, expect, it } from 'vitest'

import { TABLE } from '../../test/review/table.ts'
import { specOf } from '../../test/review/input.ts'
import { changeData } from './changed-data.ts'

describe('changeData', () => {
  it('mirrors the numbers that slots use within their own range', () => {
    const changed = changeData(TABLE, specOf('scatter'))
    expect(changed.columns['mass_g']).toEqual([50, 48, 46, 42, 40, 34, 30, 10])
    expect(changed.columns['length_mm']).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('keeps names, dates, unused columns and missing values', () => {
    const table = {
      rows: 3,
      columns: { day: ['2020-01-01', null, '2020-01-03'], mass_g: [1, null, 3], other: [1, 2, 3] },
    }
    const changed = changeData(table, specOf('line'))
    expect(changed.columns).toEqual({
      day: ['2020-01-01', null, '2020-01-03'],
      mass_g: [3, null, 1],
      other: [1, 2, 3],
    })
  })

  it('gives a mirrored number no more decimals than the data has', () => {
    const table = { rows: 3, columns: { mass_g: [0.1, 0.25, 0.7] } }
    expect(changeData(table, specOf('histogram')).columns['mass_g']).toEqual([0.7, 0.55, 0.1])
  })

  it('keeps numbers that are written with an exponent', () => {
    const table = { rows: 2, columns: { mass_g: [1e-7, 3e-7] } }
    expect(changeData(table, specOf('histogram')).columns['mass_g']).toEqual([3e-7, 1e-7])
  })

  it('moves a column that is the same everywhere', () => {
    const table = { rows: 2, columns: { mass_g: [5, 5] } }
    expect(changeData(table, specOf('histogram')).columns['mass_g']).toEqual([6, 6])
  })

  it('leaves every third row out where no slot uses numbers', () => {
    const table = { rows: 4, columns: { kind: ['a', 'b', 'c', 'd'], mass_g: ['?', '?', '?', '?'] } }
    expect(changeData(table, specOf('bar'))).toEqual({
      rows: 3,
      columns: { kind: ['a', 'b', 'd'], mass_g: ['?', '?', '?'] },
    })
  })
})
