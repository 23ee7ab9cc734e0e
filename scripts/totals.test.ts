import { describe, expect, it } from 'vitest'

import { summarise } from './totals.ts'

const green = { passed: 12, failed: 0, skipped: 0, broken: 0 }
const quiet = { code: 0, output: '' }

describe('summarise', () => {
  it('ends a green run with its count and code 0', () => {
    expect(summarise(green, quiet)).toEqual({ line: '12 passed, 0 failed', code: 0, notes: [] })
  })

  it('names skipped tests only when there are some', () => {
    expect(summarise({ ...green, skipped: 2 }, quiet).line).toBe('12 passed, 0 failed, 2 skipped')
  })

  it('fails a run with failed tests', () => {
    const summary = summarise({ ...green, failed: 3 }, { code: 1, output: '' })
    expect(summary).toEqual({ line: '12 passed, 3 failed', code: 1, notes: [] })
  })

  it('counts what broke outside of a test as failed', () => {
    const summary = summarise({ ...green, broken: 2 }, { code: 1, output: '' })
    expect(summary.line).toBe('12 passed, 2 failed')
    expect(summary.notes).toEqual(['2 failed outside of a test: see the errors above'])
  })

  it('counts a runner that died before it reported as one failure', () => {
    const summary = summarise(null, { code: 137, output: '' })
    expect(summary.line).toBe('0 passed, 1 failed')
    expect(summary.code).toBe(1)
    expect(summary.notes).toEqual(['the test runner ended with code 137 before it reported'])
  })

  it('counts a runner that failed without a failed test as one failure', () => {
    const summary = summarise(green, { code: 1, output: '' })
    expect(summary.line).toBe('12 passed, 1 failed')
    expect(summary.notes).toEqual(['the test runner ended with code 1 although no test failed'])
  })

  it('fails on low coverage without inventing a failed test', () => {
    const output = 'ERROR: Coverage for lines (80%) does not meet global threshold (90%)'
    const summary = summarise(green, { code: 1, output })
    expect(summary.line).toBe('12 passed, 0 failed')
    expect(summary.code).toBe(1)
    expect(summary.notes).toEqual(['coverage is below its threshold: see the ERROR lines above'])
  })

  it('fails when no test was found', () => {
    const summary = summarise({ ...green, passed: 0 }, quiet)
    expect(summary).toEqual({ line: '0 passed, 0 failed', code: 1, notes: ['no test was found'] })
  })
})
