import { describe, expect, it } from 'vitest'

import type { SourceFacts } from './source.schema.ts'
import { readable, sourceProblems } from './source.ts'

const data = [{ name: 'x' }, { name: 'color' }].map(({ name }) => {
  return { name, types: ['nominal' as const], required: true }
})

function parsed(overrides: Partial<Extract<SourceFacts, { kind: 'parsed' }>> = {}): SourceFacts {
  return {
    kind: 'parsed',
    python: '3.12',
    imports: [],
    names: [],
    parameters: ['data', 'x', 'color'],
    ...overrides,
  }
}

function problems(facts: readonly SourceFacts[], library: 'seaborn' | 'altair' = 'seaborn') {
  return sourceProblems(facts, { spec: { data }, library })
}

describe('readable', () => {
  it('keeps what those say that can read a file; of one that none can read, all', () => {
    const broken: SourceFacts = { kind: 'broken', python: '3.10', line: 1, message: 'invalid syntax' }
    expect(readable([broken, parsed()], ['3.10', '3.12'])).toEqual([parsed()])
    expect(readable([broken], ['3.10'])).toEqual([broken])
  })

  it('keeps all when a Python that cannot read it will not be tried', () => {
    const broken: SourceFacts = { kind: 'broken', python: '3.10', line: 1, message: 'invalid syntax' }
    expect(readable([broken, parsed()], ['3.12'])).toEqual([broken, parsed()])
  })
})

describe('sourceProblems', () => {
  it('finds none in a file that computes, draws with its library and takes the slots in their order', () => {
    const imports = ['__future__', 'pathlib', 'pandas', 'seaborn', 'matplotlib.figure'].map((name) => {
      return { name, line: 1 }
    })
    const names = [{ name: 'len', line: 2 }]
    expect(problems([parsed({ imports, names })])).toEqual([])
  })

  it('tells of each Python that cannot read it, and then of nothing else', () => {
    const broken = { kind: 'broken' as const, message: 'invalid syntax' }
    const facts: readonly SourceFacts[] = [
      { ...broken, python: '3.10', line: 7 },
      { ...broken, python: '3.11', line: null },
      parsed({ parameters: null }),
    ]
    expect(problems(facts)).toEqual([
      'Python 3.10 cannot read it (line 7): invalid syntax',
      'Python 3.11 cannot read it: invalid syntax',
    ])
  })

  it.each(['os', 'subprocess', 'urllib.request', 'matplotlib.pyplot', '..secrets', 'plotly'])(
    'refuses the import of %s for altair',
    (name) => {
      expect(problems([parsed({ imports: [{ name, line: 3 }] })], 'altair')).toEqual([
        `line 3 imports ${name}; use altair, numpy, pandas, scipy and plain Python`,
      ])
    },
  )

  it('lets a slot be called like a function of Python', () => {
    const spec = { data: [{ name: 'open', types: ['quantitative' as const], required: true }] }
    const facts = [parsed({ parameters: ['data', 'open'], names: [{ name: 'open', line: 2 }] })]
    expect(sourceProblems(facts, { spec, library: 'altair' })).toEqual([])
  })

  it.each(['eval', '__import__', 'open', '__subclasses__'])('refuses the name %s', (name) => {
    expect(problems([parsed({ names: [{ name, line: 4 }] })])).toEqual([
      `line 4 uses ${name}, which an implementation has no use for`,
    ])
  })

  it('wants the function plot with the slots of the spec', () => {
    expect(problems([parsed({ parameters: null })])[0]).toMatch(
      /no function plot; write plot\(data, x, color\)/,
    )
    expect(problems([parsed({ parameters: ['df', 'x'] })])[0]).toMatch(/plot takes \(df, x\)/)
  })

  it('says nothing of a file that no Python was asked about', () => {
    expect(problems([])).toEqual([])
  })
})
