import { describe, expect, it } from 'vitest'

import { categoryOf, isDate, isNear, numberAt, placeOf, spanOf } from './values.ts'

describe('placeOf', () => {
  it('takes numbers and ISO dates and nothing else', () => {
    expect(placeOf(3)).toBe(3)
    expect(placeOf('1970-01-02')).toBe(86_400_000)
    expect(placeOf('1970-01-01T00:00:01')).toBe(1000)
    expect(placeOf('1970-01-01 00:00:01Z')).toBe(1000)
    for (const other of ['3', 'Ant', null, undefined, Number.NaN, '2020-13-45'])
      expect(placeOf(other)).toBeNull()
  })

  it('tells dates from numbers', () => {
    expect(isDate('2020-01-01')).toBe(true)
    expect(isDate(2020)).toBe(false)
  })
})

describe('categoryOf', () => {
  it('reads wrapped names as one line', () => {
    expect(categoryOf('East Asia\n& Pacific')).toBe('East Asia & Pacific')
    expect(categoryOf(' East<br>Asia ')).toBe('East Asia')
    expect(categoryOf(4)).toBe('4')
    expect(categoryOf(undefined)).toBeNull()
  })
})

describe('isNear', () => {
  it('allows five ten-thousandths of the value', () => {
    expect(isNear(1000.4, 1000, 1)).toBe(true)
    expect(isNear(1000.6, 1000, 1)).toBe(false)
  })

  it('allows rounding noise around zero', () => {
    expect(isNear(1e-12, 0, 100)).toBe(true)
    expect(isNear(1e-3, 0, 100)).toBe(false)
  })
})

describe('numberAt', () => {
  it('is not a number outside of the list', () => {
    expect(numberAt([4], 0)).toBe(4)
    expect(numberAt([4], 1)).toBeNaN()
  })
})

describe('spanOf', () => {
  it('is the distance of the extremes', () => {
    expect(spanOf([3, -1, 2])).toBe(4)
    expect(spanOf([])).toBe(0)
  })
})
