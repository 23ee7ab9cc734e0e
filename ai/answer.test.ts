import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { readAnswer } from './answer.ts'

const reply = (text: string) => ({
  text,
  stop: 'end' as const,
  usage: null,
  model: 'm',
  requestId: null,
})

describe('readAnswer', () => {
  it('reads any JSON back, in a code block or not', () => {
    const fence = fc.constantFrom(
      ['', ''],
      ['```\n', '\n```'],
      ['```json\n', '```'],
      ['\n ```json  \n', '\n```\n'],
    )
    fc.assert(
      fc.property(fc.jsonValue(), fence, (value, [before, after]) => {
        const json = JSON.stringify(value)
        expect(readAnswer(reply(`${before}${json}${after}`), z.unknown())).toEqual({
          kind: 'answer',
          value: JSON.parse(json) as unknown,
        })
      }),
    )
  })

  it('tells of a few faults and at no great length, however many there are', () => {
    const many = JSON.stringify({ list: Array.from({ length: 500 }, () => ({ ['x'.repeat(500)]: 1 })) })
    const schema = z.object({ list: z.array(z.strictObject({ id: z.string() })) })
    const answer = readAnswer(reply(many), schema)
    expect(answer.kind === 'unusable' && answer.message.length).toBe(1000)
  })

  it.each([
    ['blank lines', `\`\`\`\n${'\n'.repeat(300_000)}`],
    ['spaces', `\`\`\`${' '.repeat(300_000)}x`],
    ['brackets', '['.repeat(300_000)],
  ])('comes to an end with a text of many %s', (_, text) => {
    expect(readAnswer(reply(text), z.unknown())).toMatchObject({ kind: 'unusable', fault: 'unparseable' })
  })
})
