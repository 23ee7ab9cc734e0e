import { posix } from 'node:path'

import { describe, expect, it } from 'vitest'

import { readText, repositoryFiles } from './repository.ts'

interface Rule {
  readonly values: readonly string[]
  readonly types: readonly string[]
}

interface Import {
  readonly file: string
  readonly target: string
  readonly typeOnly: boolean
}

/** Files of the root that every folder with Node may use. */
const SHARED = ['hash', 'retry', 'atomic-file']

const rules = readRules()
const code = repositoryFiles().filter(
  (path) => path.endsWith('.ts') && path.includes('/') && !path.endsWith('.test.ts'),
)
const imports = code.flatMap(importsOf)

describe('boundaries between folders', () => {
  it('are given for each folder that holds code', () => {
    const folders = [...new Set(code.map((path) => topOf(path)))]
    expect(folders.filter((folder) => !rules.has(folder))).toEqual([])
  })

  it.each([...rules.keys()])('%s imports only what architecture.md lets it', (folder) => {
    const forbidden = imports.filter(
      (item) => topOf(item.file) === folder && !isAllowed(item, rules.get(folder)),
    )
    expect(forbidden.map(({ file, target }) => `${file} → ${target}`)).toEqual([])
  })

  it('refuses what the table does not name', () => {
    const rule: Rule = { values: ['domain'], types: ['config'] }
    const from = (target: string, typeOnly: boolean) => ({ file: 'db/client.ts', target, typeOnly })
    expect(isAllowed(from('api/app.ts', true), rule)).toBe(false)
    expect(isAllowed(from('config.ts', false), rule)).toBe(false)
    expect(isAllowed(from('config.ts', true), rule)).toBe(true)
    expect(isAllowed(from('domain/plot/spec.ts', false), rule)).toBe(true)
  })
})

function isAllowed({ file, target, typeOnly }: Import, rule: Rule | undefined): boolean {
  const from = topOf(file)
  const top = topOf(target)
  const pure = from === 'domain' || from === 'workflows'
  if (rule === undefined) return false
  if (top === from || rule.values.includes('everything') || rule.values.includes(top)) return true
  if (SHARED.includes(top)) return !pure
  if (target === 'config.ts' && file.endsWith('/main.ts')) return true
  if (target === 'domain/errors.ts' || /^domain\/\w+\/limits\.ts$/.test(target)) return true
  return typeOnly && rule.types.includes(top)
}

/** The folder below the root, or the name of a file in the root. */
function topOf(path: string): string {
  return (path.split('/')[0] ?? '').replace(/\.ts$/, '')
}

function importsOf(file: string): readonly Import[] {
  const statements = readText(file).matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+'(\.[^']+)'/gm)
  return [...statements].map(([, type, specifier]) => ({
    file,
    target: posix.normalize(posix.join(posix.dirname(file), specifier ?? '')),
    typeOnly: type !== undefined,
  }))
}

/** Reads the table of folders: `| folder | holds | may import | types only |`. */
function readRules(): ReadonlyMap<string, Rule> {
  const rows = readText('docs/architecture.md').matchAll(/^\| (`[^|]+) \|[^|]+\| ([^|]+) \| ([^|]+) \|$/gm)
  const names = (cell: string | undefined) => (cell ?? '').split(',').map((name) => name.trim())
  return new Map(
    [...rows].flatMap(([, folders, values, types]) =>
      [...(folders ?? '').matchAll(/`(\w+)`/g)].map(([, folder]) => {
        return [folder ?? '', { values: names(values), types: names(types) }] as const
      }),
    ),
  )
}
