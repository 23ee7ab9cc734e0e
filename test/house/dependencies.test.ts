import { describe, expect, it } from 'vitest'

import { readText } from './repository.ts'

const page = readText('docs/dependencies.md')

/** Names in the first column of every table. */
function documented(section: string): readonly string[] {
  const from = page.indexOf(`## ${section}\n`)
  const end = page.indexOf('\n## ', from + 1)
  const text = page.slice(from, end === -1 ? undefined : end)
  const cells = [...text.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell]) => cell ?? '')
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')).toSorted()
}

function requirements(path: string): readonly string[] {
  const lines = readText(path)
    .split('\n')
    .map((line) => line.replace(/[#<>=~!;[ ].*$/, '').trim())
  return lines.filter((line) => line !== '').toSorted()
}

const manifest = JSON.parse(readText('package.json')) as Record<string, Record<string, string> | undefined>
const names = (...keys: readonly string[]) =>
  keys.flatMap((key) => Object.keys(manifest[key] ?? {})).toSorted()

describe('docs/dependencies.md', () => {
  it('gives a reason for each package the engine runs on, and for no other', () => {
    expect(documented('Running the engine')).toEqual(names('dependencies', 'optionalDependencies'))
  })

  it('gives a reason for each package that builds or tests it', () => {
    expect(documented('Building and testing it')).toEqual(names('devDependencies'))
  })

  it('gives a reason for each package of the sandbox', () => {
    expect(documented('Python of the sandbox')).toEqual(requirements('sandbox/environments/requirements.in'))
  })

  it('gives a reason for each Python tool', () => {
    expect(documented('Python tools')).toEqual(requirements('sandbox/environments/tools.in'))
  })

  it('can trust that npm versions are exact', () => {
    const versions = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((key) =>
      Object.entries(manifest[key] ?? {}),
    )
    expect(versions.filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
})
