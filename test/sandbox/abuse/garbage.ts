import { OUT_OF_TIME, SHORT } from './case.ts'
import type { AbuseCase } from './case.ts'

/** Nothing to run, or nothing that a parser survives: the parser is not the author's, but it is inside. */
const UNREADABLE = ['syntax_error', 'crashed', 'error', 'memory_limit', ...OUT_OF_TIME] as const

const cases: readonly Omit<AbuseCase, 'family' | 'bare' | 'limits'>[] = [
  { name: 'is empty', code: '' },
  { name: 'is null characters', outcomes: ['syntax_error'], code: '\0'.repeat(1000) },
  { name: 'is half a character', quick: true, outcomes: ['syntax_error'], code: '\ud800 = "\udfff"' },
  { name: 'is noise', outcomes: ['syntax_error'], code: noise(20_000) },
  { name: 'opens a hundred thousand brackets', quick: true, outcomes: UNREADABLE, code: '('.repeat(100_000) },
  { name: 'nests a hundred thousand lists', outcomes: UNREADABLE, code: nested('[', ']', 100_000) },
  { name: 'negates a hundred thousand times', outcomes: UNREADABLE, code: `${'-'.repeat(100_000)}1` },
  { name: 'chains a hundred thousand attributes', outcomes: UNREADABLE, code: `a${'.a'.repeat(100_000)}` },
  { name: 'adds a hundred thousand numbers', outcomes: UNREADABLE, code: `1${'+x'.repeat(100_000)}` },
  {
    name: 'is a number of half a million digits',
    outcomes: [...UNREADABLE, 'no_output'],
    code: '9'.repeat(500_000),
  },
  {
    name: 'is one name of half a million letters',
    outcomes: UNREADABLE,
    code: 'x'.repeat(500_000),
  },
  {
    name: 'is text in an encoding of its choice',
    outcomes: ['syntax_error', 'error', 'no_output'],
    code: '# -*- coding: utf-7 -*-\n+AGkAbQBwAG8AcgB0ACAAbwBz-',
  },
  {
    name: 'is indented a thousand deep',
    outcomes: UNREADABLE,
    code: Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}if 1:`).join('\n'),
  },
]

function noise(size: number): string {
  const values = Array.from({ length: size }, (_, index) => (index * 7919 + (index >> 3) * 104_729) % 0x2ff)
  return String.fromCharCode(...values)
}

function nested(open: string, close: string, depth: number): string {
  return open.repeat(depth) + close.repeat(depth)
}

/** Files that are no Python, or too much of it. */
export const garbage: readonly AbuseCase[] = cases.map((each) => {
  return { family: 'garbage', bare: true, limits: SHORT, ...each }
})
