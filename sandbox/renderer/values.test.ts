import { describe, expect, it } from 'vitest'

import { factValue, guessScale, isoOfMillis, isoOfText } from './values.ts'

describe('dates', () => {
  it.each([
    ['2012-01-01', '2012-01-01T00:00:00'],
    ['2012-01', '2012-01-01T00:00:00'],
    ['2012-01-01 13:45', '2012-01-01T13:45:00'],
    ['1958-03-01T00:00:00.000000', '1958-03-01T00:00:00'],
    ['2012-01-01T00:00:00.600', '2012-01-01T00:00:01'],
    ['2012-01-01T10:00:00Z', '2012-01-01T10:00:00'],
  ])('reads %s', (text, iso) => {
    expect(isoOfText(text)).toBe(iso)
  })

  it.each(['2012', '12', 'Monday', '2012-13-45', ''])('takes %s for no date', (text) => {
    expect(isoOfText(text)).toBeNull()
  })

  it('knows no moment outside of the calendar', () => {
    expect(isoOfMillis(Number.MAX_VALUE)).toBeNull()
  })
})

describe('factValue', () => {
  it.each([
    [3, 'linear', 3],
    ['3.5', 'linear', 3.5],
    ['', 'linear', null],
    ['x', 'log', null],
    [Number.POSITIVE_INFINITY, 'linear', null],
    [3, 'category', '3'],
    ['a', 'category', 'a'],
    [true, 'category', 'true'],
    [0, 'time', '1970-01-01T00:00:00'],
    ['1970-01-02', 'time', '1970-01-02T00:00:00'],
    [Number.NaN, 'time', null],
    [new Date(0), 'time', '1970-01-01T00:00:00'],
    [null, 'linear', null],
    [{}, 'category', null],
  ] as const)('reads %s on a %s axis', (value, scale, fact) => {
    expect(factValue(value, scale)).toBe(fact)
  })
})

describe('guessScale', () => {
  it.each([
    [[1, 2, null], 'linear'],
    [[true, false], 'category'],
    [['1', '2'], 'linear'],
    [['2012-01-01', null], 'time'],
    [['2012-01-01', 5], 'category'],
    [['a', '1'], 'category'],
    [[], 'linear'],
  ] as const)('takes %j for %s', (values, scale) => {
    expect(guessScale(values)).toBe(scale)
  })
})
