import { describe, expect, it } from 'vitest'

import { messageOf } from './errors.ts'

describe('messageOf', () => {
  it('gives the message of an error and the text of anything else', () => {
    expect([new Error('out of paper'), 'out of ink', 7].map(messageOf)).toEqual([
      'out of paper',
      'out of ink',
      '7',
    ])
  })
})
