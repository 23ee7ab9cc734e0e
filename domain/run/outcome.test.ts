import { describe, expect, it } from 'vitest'

import { runStatus } from './outcome.ts'

describe('runStatus', () => {
  it('is approved when every library that can be expressed is', () => {
    expect(runStatus(['approved', 'not_expressible'])).toBe('approved')
  })

  it('waits for a person when one library does', () => {
    expect(runStatus(['approved', 'needs_person'])).toBe('needs_person')
  })

  it('fails when one library failed, and when none can be expressed', () => {
    expect(runStatus(['approved', 'needs_person', 'failed'])).toBe('failed')
    expect(runStatus(['not_expressible'])).toBe('failed')
  })

  it('is cancelled when one library was', () => {
    expect(runStatus(['failed', 'cancelled'])).toBe('cancelled')
  })
})
