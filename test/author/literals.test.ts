import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { literal, literals, prose } from '../../ai/offline/python.ts'
import { program } from './support.ts'

/** Any text, with more of what matters to Python than chance would give. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      "'",
      '\\',
      '\n',
      '\r',
      '{',
      '}',
      '%',
      '#',
      'N',
      'x',
      '0',
      ' ',
      '\u2028',
      '\ud800',
      '🐧',
    ),
    maxLength: 40,
  }),
)

/** What Python reads from expressions, as arrays of code points, so that lone surrogates survive. */
async function evaluated(expressions: readonly string[]): Promise<unknown> {
  const script =
    'import ast, json, sys\n' +
    'found = [ast.literal_eval(code) for code in json.load(sys.stdin)]\n' +
    'json.dump([[ord(char) for char in text] for text in found], sys.stdout)'
  const { stdout } = await program('3.10', ['-c', script], JSON.stringify(expressions))
  return JSON.parse(stdout)
}

function codePoints(value: string): readonly number[] {
  return [...value].map((char) => char.codePointAt(0) ?? 0)
}

describe('a text from a spec', () => {
  const texts = fc.sample(text, { numRuns: 2000, seed: 20 })

  it('is read back by Python as it was', async () => {
    expect(await evaluated(texts.map(literal))).toEqual(texts.map(codePoints))
  })

  it('is read back as it was when it is split over lines', async () => {
    const split = texts.map((each) => `(${literals(each, 12).join('\n')})`)
    expect(await evaluated(split)).toEqual(texts.map(codePoints))
  })

  it('ends no docstring', async () => {
    const docstrings = texts.map((each) => `"""${prose(each)}"""`)
    expect(await evaluated(docstrings)).toEqual(texts.map((each) => codePoints(prose(each))))
  })
})
