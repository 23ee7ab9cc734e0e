import { describe, expect, it } from 'vitest'

import type { Finding } from '../review/review.schema.ts'
import type { PythonVersion } from './plot.schema.ts'
import { findingsOfTheirOwn, pythonsOfTheirOwn } from './variant.ts'
import type { Tried } from './variant.ts'

function failed(check: string, message = check): Finding {
  return { check, criterion: 'runs', status: 'failed', veto: true, message, loss: 1 }
}

function tried(
  pythons: readonly PythonVersion[],
  findings: readonly string[] = [],
  files: readonly string[] = ['plot.py'],
): Tried {
  return { files, review: { pythons: [...pythons], findings: findings.map((check) => failed(check)) } }
}

const NEWER = ['3.11', '3.12', '3.13'] as const
const ALL = ['3.10', ...NEWER] as const
const split = tried(NEWER, ['runs-3.10'])
const BOTH = ['plot.py', 'plot_py310.py']

describe('pythonsOfTheirOwn', () => {
  it('asks for one file for all after the first failure on some Pythons', () => {
    expect(pythonsOfTheirOwn(split, null)).toEqual([])
    expect(pythonsOfTheirOwn(split, tried(ALL, ['legend']))).toEqual([])
  })

  it('asks for a file for those that the mended one still fails on', () => {
    expect(pythonsOfTheirOwn(split, split)).toEqual(['3.10'])
    const more = tried(['3.12', '3.13'], ['runs-3.10', 'runs-3.11'])
    expect(pythonsOfTheirOwn(more, split)).toEqual(['3.10', '3.11'])
  })

  it('asks for one file for all while it runs nowhere, or has run nowhere before', () => {
    const nowhere = tried([], ['runs-3.10', 'runs-3.11', 'runs-3.12', 'runs-3.13'])
    expect(pythonsOfTheirOwn(nowhere, split)).toEqual([])
    expect(pythonsOfTheirOwn(split, nowhere)).toEqual([])
  })

  it('counts no Python whose figure cannot be read as one that it runs on', () => {
    expect(pythonsOfTheirOwn(tried(['3.10'], ['runs-3.10']), split)).toEqual([])
  })

  it('asks for one file for all when others fail than before, or none does', () => {
    expect(pythonsOfTheirOwn(tried(['3.10', '3.11', '3.12'], ['runs-3.13']), split)).toEqual([])
    expect(pythonsOfTheirOwn(tried(ALL, ['legend']), split)).toEqual([])
  })

  it('has a file of their own mended while it does not run or draws something else', () => {
    expect(pythonsOfTheirOwn(tried(NEWER, ['runs-3.10'], BOTH), split)).toEqual(['3.10'])
    expect(pythonsOfTheirOwn(tried(ALL, ['pythons-agree'], BOTH), split)).toEqual(['3.10'])
  })

  it('goes back to one file for all when anything else is wrong', () => {
    const other = tried(ALL, ['legend'], BOTH)
    expect(pythonsOfTheirOwn(other, split)).toEqual([])
    expect(pythonsOfTheirOwn(split, other)).toEqual(['3.10'])
  })
})

describe('findingsOfTheirOwn', () => {
  it('are that they fail, that they disagree, and what is wrong with their file', () => {
    const own = [
      failed('runs-3.10'),
      failed('pythons-agree'),
      failed('lint', 'plot_py310.py: an unused name'),
    ]
    const others = [failed('runs-3.11'), failed('lint', 'an unused name')]
    expect(findingsOfTheirOwn([...others, ...own], ['3.10'])).toEqual(own)
  })
})
