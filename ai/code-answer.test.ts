import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { readCodeAnswer } from './code-answer.ts'

describe('readCodeAnswer', () => {
  it('takes any file out of its block as it is, whatever is said around it', () => {
    const line = fc.string().filter((text) => !/[\r\n]|^ {0,3}```/.test(text))
    const lines = fc.array(line, { minLength: 1 }).filter((all) => all.some((text) => text.trim() !== ''))
    const words = fc.array(line).map((all) => all.join('\n'))
    const language = fc.constantFrom('', 'python', 'py')
    fc.assert(
      fc.property(lines, words, words, language, (file, before, after, tag) => {
        const code = `${file.join('\n')}\n`
        const text = `${before}\n\`\`\`${tag}\n${code}\`\`\`\n${after}`
        expect(readCodeAnswer(text)).toEqual({ kind: 'file', code })
      }),
    )
  })

  it('reads line ends of Windows', () => {
    expect(readCodeAnswer('```python\r\na = 1\r\n```\r\n')).toEqual({ kind: 'file', code: 'a = 1\n' })
  })

  it('knows a block without an end for none', () => {
    expect(readCodeAnswer('```python\na = 1\n').kind).toBe('faulty')
  })

  it.each([
    ['openings without an end', '```a\n'.repeat(60_000)],
    ['blank lines', `\`\`\`\n${'\n'.repeat(300_000)}`],
    ['spaces', ' '.repeat(300_000)],
    ['backticks', '`'.repeat(300_000)],
    ['lines that begin a reason', 'NOT EXPRESSIBLE:\n'.repeat(20_000)],
  ])('comes to an end with a text of many %s', (_, text) => {
    expect(readCodeAnswer(text).kind).toBe('faulty')
  })
})
