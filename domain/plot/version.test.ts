import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { nextVersion } from './version.ts'

const before = { version: '2.3.4', specVersion: '1.1.0', pythons: ['3.12'] }

describe('nextVersion', () => {
  it('raises MAJOR when the spec broke', () => {
    expect(nextVersion(before, { specVersion: '2.0.0', pythons: ['3.12'] })).toBe('3.0.0')
  })

  it('raises MINOR for a new feature of the spec or a new Python', () => {
    expect(nextVersion(before, { specVersion: '1.2.0', pythons: ['3.12'] })).toBe('2.4.0')
    expect(nextVersion(before, { specVersion: '1.1.0', pythons: ['3.12', '3.13'] })).toBe('2.4.0')
  })

  it('raises PATCH for everything else', () => {
    expect(nextVersion(before, { specVersion: '1.1.0', pythons: ['3.12'] })).toBe('2.3.5')
    expect(nextVersion(before, { specVersion: '0.9.0', pythons: ['3.12'] })).toBe('2.3.5')
  })

  it('always grows', () => {
    const part = fc.nat(50)
    const version = fc.tuple(part, part, part).map((numbers) => numbers.join('.'))
    fc.assert(
      fc.property(version, version, version, (own, oldSpec, newSpec) => {
        const previous = { version: own, specVersion: oldSpec, pythons: [] }
        const next = nextVersion(previous, { specVersion: newSpec, pythons: [] })
        expect(next.localeCompare(own, 'en', { numeric: true })).toBeGreaterThan(0)
      }),
    )
  })

  it('reads a version with missing parts as zeros', () => {
    expect(nextVersion({ ...before, version: '' }, { specVersion: '', pythons: [] })).toBe('0.0.1')
  })
})
