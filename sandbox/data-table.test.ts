import { describe, expect, it } from 'vitest'

import { AppError } from '../domain/errors.ts'
import { specOf } from '../test/review/input.ts'
import { formatTable, parseTable, temporalColumns } from './data-table.ts'

function problems(read: () => unknown): readonly string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof AppError) return error.problems.map((problem) => problem.message)
  }
  throw new Error('nothing was refused')
}

describe('parseTable', () => {
  it('reads numbers where a slot wants them and texts elsewhere', () => {
    const table = parseTable('\uFEFFkind,mass_g,note\nAnt,1.5,7\nBee,-2e3,8\n', specOf('bar'))
    expect(table).toEqual({
      rows: 2,
      columns: { kind: ['Ant', 'Bee'], mass_g: [1.5, -2000], note: ['7', '8'] },
    })
  })

  it('reads dates as ISO moments', () => {
    const table = parseTable(
      'day,mass_g\n2020-01-02,1\n2020-03,2\n2020-01-02 03:04,3\n2020-01-02T03:04:05,4\n',
      specOf('line'),
    )
    expect(table.columns['day']).toEqual([
      '2020-01-02T00:00:00',
      '2020-03-01T00:00:00',
      '2020-01-02T03:04:00',
      '2020-01-02T03:04:05',
    ])
  })

  it('lets the column decide where a slot takes numbers and dates', () => {
    expect(parseTable('day,mass_g\n1,1\n2,2\n', specOf('line')).columns['day']).toEqual([1, 2])
    expect(parseTable('day,mass_g\nMonday,1\n', specOf('line')).columns['day']).toEqual(['Monday'])
  })

  it('reads what pandas reads as missing as missing', () => {
    const table = parseTable('kind,mass_g\nNA,1\nBee,\nAnt,nan\n', specOf('bar'))
    expect(table.columns).toEqual({ kind: [null, 'Bee', 'Ant'], mass_g: [1, null, null] })
  })

  it('keeps texts in a column that is not all numbers', () => {
    expect(parseTable('kind,mass_g\nAnt,1\nBee,heavy\n', specOf('bar')).columns['mass_g']).toEqual([
      '1',
      'heavy',
    ])
  })

  it('refuses data without its columns or rows, with a broken row, or with a name twice', () => {
    expect(problems(() => parseTable('kind,mass\nAnt,1\n', specOf('bar')))).toEqual([
      'there is no column mass_g for the slot value',
    ])
    expect(problems(() => parseTable('kind,mass_g\n', specOf('bar')))).toEqual(['there are no rows'])
    expect(problems(() => parseTable('kind,mass_g\nAnt,1,2\n', specOf('bar')))).toEqual([
      'this row has 3 cells, the header has 2',
    ])
    expect(problems(() => parseTable('kind,mass_g,kind\nAnt,1,a\n', specOf('bar')))).toEqual([
      'two columns are called kind',
    ])
    expect(problems(() => parseTable('', specOf('histogram'))).length).toBe(2)
  })
})

describe('formatTable', () => {
  it('writes what parseTable reads back', () => {
    const csv = 'kind,mass_g\n"Ant, red",0.1\nBee,\n"say ""hi""",3\n'
    const table = parseTable(csv, specOf('bar'))
    expect(parseTable(formatTable(table), specOf('bar'))).toEqual(table)
  })
})

describe('temporalColumns', () => {
  it('names the columns that hold dates', () => {
    const spec = specOf('line')
    expect(temporalColumns(parseTable('day,mass_g\n2020-01-02,1\n', spec), spec)).toEqual(['day'])
    expect(temporalColumns(parseTable('day,mass_g\n5,1\n', spec), spec)).toEqual([])
    expect(temporalColumns(parseTable('day,mass_g\n5,1\n', spec), specOf('bar'))).toEqual([])
  })
})
