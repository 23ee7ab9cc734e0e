import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { documents, readText, repositoryFiles, ROOT } from './repository.ts'

const files = repositoryFiles()
const tops = new Set(files.map((path) => path.split('/')[0] ?? ''))
const folders = [
  ...new Set(files.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? '')),
]

/** State and output that exist only after the engine ran. */
const MADE_LATER = ['.pyplots', 'coverage', 'node_modules', 'dist']

describe.each(documents())('%s', (document) => {
  const text = readText(document)

  it('links to files that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? '')
    const local = links.filter((target) => !/^[a-z]+:/.test(target))
    expect(local.filter((target) => !existsSync(join(ROOT, dirname(document), target)))).toEqual([])
  })

  it('cites paths that exist', () => {
    expect(citedPaths(text).filter((path) => !pathExists(path, document))).toEqual([])
  })

  it('names make targets that exist', () => {
    const targets = makeTargets()
    const named = [...text.matchAll(/(?:`|^\s*|\$ )make ([a-z][a-z-]*)/gm)].map(([, target]) => target ?? '')
    expect(named.filter((target) => !targets.has(target))).toEqual([])
  })
})

describe('folders', () => {
  const visible = folders.filter((folder) => !folder.startsWith('.'))

  it.each(visible)('%s says in at most 15 lines what belongs in it', (folder) => {
    const readme = `${folder}/README.md`
    expect(files).toContain(readme)
    expect(readText(readme).trimEnd().split('\n').length).toBeLessThanOrEqual(15)
  })
})

describe('limits', () => {
  const table = readText('docs/architecture.md').matchAll(/^\| `([A-Z0-9_]+)` \| ([\d.]+) \| `([^`]+)` \|$/gm)
  const documented = [...table].map(([, name, value, file]) => [`${file}: ${name}`, value ?? ''] as const)
  const defined = files
    .filter((path) => /^domain\/\w+\/limits\.ts$/.test(path))
    .flatMap((path) =>
      [...readText(path).matchAll(/^export const ([A-Z0-9_]+) = ([\d_.]+)$/gm)].map(
        ([, name, value]) => [`${path}: ${name}`, (value ?? '').replaceAll('_', '')] as const,
      ),
    )

  it('that architecture.md lists have the value it gives', () => {
    const values = new Map(defined)
    expect(documented.filter(([name, value]) => values.get(name) !== value)).toEqual([])
    expect(documented.length).toBeGreaterThan(0)
  })

  it('of plots and of the sandbox are all listed', () => {
    const listed = new Set(documented.map(([name]) => name))
    const own = defined.map(([name]) => name).filter((name) => !name.startsWith('domain/review/'))
    expect(own.filter((name) => !listed.has(name))).toEqual([])
  })
})

/** Paths in code spans: something with a slash whose first part is a top-level entry. */
function citedPaths(text: string): readonly string[] {
  const spans = [...text.matchAll(/`([^`\s]+)`/g)].map(([, span]) => span ?? '')
  const paths = spans.filter((span) => span.includes('/') && tops.has(span.split('/')[0] ?? ''))
  return paths.filter((path) => !/[<>{}*…|]/.test(path)).map((path) => path.replace(/:\d+$/, ''))
}

function pathExists(path: string, document: string): boolean {
  if (MADE_LATER.some((folder) => path.startsWith(`${folder}/`))) return true
  return existsSync(join(ROOT, path)) || existsSync(join(ROOT, dirname(document), path))
}

function makeTargets(): ReadonlySet<string> {
  const rules = readText('Makefile').matchAll(/^([a-z][a-z -]*):(?!=)/gm)
  return new Set([...rules].flatMap(([, names]) => (names ?? '').trim().split(/\s+/)))
}
