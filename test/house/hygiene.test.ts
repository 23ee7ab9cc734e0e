import { describe, expect, it } from 'vitest'

import { readText, repositoryFiles } from './repository.ts'

const TEXT =
  /\.(ts|js|json|md|ya?ml|toml|py|sql|sh|in|txt|mod|editorconfig|nvmrc)$|(^|\/)(Makefile|Dockerfile|run|\.[a-z]+)$/

/** Recorded results name the machine they were measured on, and lock files are written by their tools. */
const NOT_OURS = /^(package-lock\.json|parts\/temporal\/go\.sum|db\/migrations\/meta\/|test\/replay\/)/

const files = repositoryFiles().filter((path) => TEXT.test(path) && !NOT_OURS.test(path))

function offenders(pattern: RegExp): readonly string[] {
  return files
    .filter((path) => !path.startsWith('test/house/hygiene'))
    .flatMap((path) =>
      readText(path)
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
        ),
    )
}

describe('the repository', () => {
  it('names no path of one machine', () => {
    expect(offenders(/(^|[\s'"`(=:])\/(work|home\/[a-z]+|Users)\//)).toEqual([])
  })

  it('leaves no work marked as undone', () => {
    expect(offenders(/\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([])
  })

  it('names no package mirror', () => {
    const resolved = [...readText('package-lock.json').matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map(
      ([, host]) => host,
    )
    expect([...new Set(resolved)].filter((host) => host !== 'registry.npmjs.org')).toEqual([])
    expect(offenders(/(index-url|extra-index-url|--registry|GOPROXY=)/)).toEqual([])
  })
})
