import { describe, expect, it } from 'vitest'

import { columns, isIdentifier, literal, literals, prose, wrap } from './python.ts'

describe('literals', () => {
  it('take the quotes that need fewer escapes', () => {
    expect(literal('plain')).toBe('"plain"')
    expect(literal("it's")).toBe(`"it's"`)
    expect(literal('say "so"')).toBe(`'say "so"'`)
    expect(literal(`"'`)).toBe(`"\\"'"`)
  })

  it('escape what does not print or could mislead', () => {
    expect(literal('a\nb\tc\\d')).toBe('"a\\nb\\tc\\\\d"')
    expect(literal('\u0000\u202e\u2028\u{E0001}\ud800')).toBe('"\\x00\\u202e\\u2028\\U000e0001\\ud800"')
    expect(literal('CO₂ 温度 é')).toBe('"CO₂ 温度 é"')
  })

  it('are cut after spaces where there are any', () => {
    expect(literals('one two three', 9)).toEqual(['"one "', '"two "', '"three"'])
    expect(literals('abcdefgh', 6)).toEqual(['"abcd"', '"efgh"'])
    expect(literals('', 6)).toEqual(['""'])
  })
})

describe('identifiers', () => {
  it.each(['x', 'error_low', '_a1'])('%s is one', (name) => expect(isIdentifier(name)).toBe(true))
  it.each(['', '1a', 'a-b', 'class', 'None', 'é', 'a b'])('%s is none', (name) =>
    expect(isIdentifier(name)).toBe(false),
  )
})

describe('text for people', () => {
  it('cannot end or change a docstring', () => {
    expect(prose('a """ b\\ \n  c\u202e')).toBe("a ''' b/ c")
  })

  it('is filled into lines, and words that are too long are cut', () => {
    expect(wrap('aa bb cc', 5)).toEqual(['aa bb', 'cc'])
    expect(wrap('abcdefgh ij', 4)).toEqual(['abcd', 'efgh', 'ij'])
  })

  it('counts wide letters double', () => {
    expect(columns('ab')).toBe(2)
    expect(columns('温度')).toBe(4)
  })
})
