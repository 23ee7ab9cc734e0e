import { describe, expect, it } from 'vitest'

import { AppError } from '../../domain/errors.ts'
import { SANDBOX_OUTPUT_MB } from '../../domain/sandbox/limits.ts'
import { member, numberOf, objectOf, parseFigure, textOf } from './json.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

const fault = (text: string | Uint8Array): string => {
  try {
    parseFigure('plotly', typeof text === 'string' ? bytes(text) : text)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  throw new Error('it was taken')
}

describe('parseFigure', () => {
  it('reads an object, however many brackets its texts hold', () => {
    const text = JSON.stringify({ a: `"${'['.repeat(5000)}\\` })
    expect(parseFigure('plotly', bytes(text))).toEqual(JSON.parse(text))
  })

  it('names what is wrong with anything else', () => {
    expect(fault('{"a": ')).toMatch(/plotly figure is not JSON/)
    expect(fault('[1]')).toMatch(/not a JSON object/)
    expect(fault('null')).toMatch(/not a JSON object/)
    expect(fault(new Uint8Array([0x7b, 0xff, 0x7d]))).toMatch(/is not JSON/)
    expect(fault(`${'['.repeat(300)}${']'.repeat(300)}`)).toMatch(/nests deeper than 200 levels/)
    expect(fault(new Uint8Array(SANDBOX_OUTPUT_MB * 1024 * 1024 + 1))).toMatch(/at most 16 MB/)
  })
})

describe('reading members', () => {
  it('finds own members only', () => {
    expect(member({ a: { b: 1 } }, 'a', 'b')).toBe(1)
    expect(member({ a: [] }, 'a', 'length')).toBeUndefined()
    expect(member({}, 'constructor')).toBeUndefined()
  })

  it('takes values of the wrong kind for none', () => {
    expect([numberOf('1'), numberOf(Number.NaN), numberOf(1)]).toEqual([null, null, 1])
    expect([textOf(' '), textOf(1), textOf('a')]).toEqual([null, null, 'a'])
    expect(objectOf([1])).toEqual({})
  })
})
