import { describe, expect, it } from 'vitest'

import { stored } from './stored.ts'

describe('stored', () => {
  it('gives the row, and says what is missing when there is none', () => {
    expect(stored({ key: 'a' }, 'render a')).toEqual({ key: 'a' })
    expect(() => stored(null, 'render a')).toThrow('render a was not stored')
    expect(() => stored(undefined, 'render b')).toThrow('render b was not stored')
  })
})
