import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'

import { Library, Spec } from '../../domain/plot/plot.schema.ts'
import { sourceProblems } from '../../domain/plot/source.ts'
import { createSourceParser } from '../../sandbox/source/parser.ts'
import { config, environments } from './host.ts'

const parser = createSourceParser({ root: config.root, environments })

describe('the parser of sources', () => {
  it('says what a file imports, reads and defines, with lines, and runs none of it', async () => {
    const code = [
      'import os, pandas as pd',
      'from ..a.b import c',
      'raise SystemExit(1)',
      'def plot(data, /, x, *, color=None): return pd.x.__class__',
    ].join('\n')
    expect(await parser.parse(code, ['3.13'])).toEqual([
      {
        kind: 'parsed',
        python: '3.13',
        imports: [
          { name: 'os', line: 1 },
          { name: 'pandas', line: 1 },
          { name: '..a.b', line: 2 },
        ],
        names: expect.arrayContaining([
          { name: 'SystemExit', line: 3 },
          { name: '__class__', line: 4 },
          { name: 'pd', line: 4 },
        ]) as unknown,
        parameters: ['data', 'x', 'color'],
      },
    ])
  })

  it('asks each Python for itself', async () => {
    const facts = await parser.parse('type Pair = tuple[int, int]\n', ['3.11', '3.12'])
    expect(facts.map(({ kind, python }) => `${python} ${kind}`)).toEqual(['3.11 broken', '3.12 parsed'])
  })

  it.each([
    ['a byte that no source may hold', 'x = 1\0'],
    ['brackets without end', '('.repeat(20_000)],
    ['deep nesting', `${'-'.repeat(200_000)}1`],
    ['deep blocks', Array.from({ length: 200 }, (_, at) => `${' '.repeat(at)}if x:`).join('\n')],
  ])('survives %s', async (_, code) => {
    const [fact] = await parser.parse(code, ['3.10'])
    expect(fact?.kind).toBe('broken')
  })

  it('reads a file as UTF-8 whatever it says of itself, as the harness does', async () => {
    const [fact] = await parser.parse('# -*- coding: utf-7 -*-\n+AG8-s', ['3.10'])
    const names = fact?.kind === 'parsed' ? fact.names.map(({ name }) => name) : []
    expect(names.toSorted()).toEqual(['AG8', 's'])
  })

  it('finds nothing against what the catalogue holds', async () => {
    const folder = join(config.root, 'plots')
    const ids = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
    for (const { name } of ids) {
      const spec = Spec.parse(parseYaml(await readFile(join(folder, name, 'spec.yaml'), 'utf8')))
      for (const library of Library.options) {
        const file = join(folder, name, 'implementations', library, 'current', 'plot.py')
        const code = await readFile(file, 'utf8').catch(() => null)
        if (code === null) continue
        expect(sourceProblems(await parser.parse(code, ['3.10']), { spec, library })).toEqual([])
      }
    }
  })
})
