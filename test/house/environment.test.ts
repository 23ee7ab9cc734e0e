import { describe, expect, it } from 'vitest'

import { Settings } from '../../config.ts'
import { documents, readText, repositoryFiles } from './repository.ts'

const defaults: Readonly<Record<string, unknown>> = Settings.parse({})
const settings = Object.keys(Settings.shape)
const example = [...readText('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]*)=(.*)$/gm)]

describe('.env.example', () => {
  it('names each setting once and no other', () => {
    expect(example.map(([, name]) => name).toSorted()).toEqual(settings.toSorted())
  })

  it.each(example.map(([, name, value]) => [name ?? '', value ?? '']))(
    'shows the default of %s',
    (name, value) => {
      expect(value).toBe(String(defaults[name] ?? ''))
    },
  )

  it('sets nothing', () => {
    const set = readText('.env.example')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(set).toEqual([])
  })
})

describe('documents', () => {
  it.each(documents())('%s names only settings that exist', (path) => {
    const named = readText(path).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)
    const unknown = [...named].map(([, name]) => name ?? '').filter((name) => !isKnownName(name))
    expect(unknown).toEqual([])
  })
})

/** Names in capitals that are not settings: the constants of the limits, and variables other programs define. */
function isKnownName(name: string): boolean {
  return settings.includes(name) || limits.has(name) || FOREIGN.has(name)
}

const FOREIGN = new Set([
  'POSTGRES_PASSWORD',
  'PYPLOTS_DATABASE_PASSWORD',
  'TEMPORAL_DATABASE_PASSWORD',
  'PYPLOTS_UID',
  'PYPLOTS_GID',

  'NO_COLOR',
  'FORCE_COLOR',
  'XDG_CACHE_HOME',
  'PYENV_ROOT',
  'AUTO_UPGRADE',
  'CAP_ADD',
])
const limits = new Set(
  repositoryFiles()
    .filter((path) => /^domain\/\w+\/limits\.ts$/.test(path))
    .flatMap((path) =>
      [...readText(path).matchAll(/^export const ([A-Z0-9_]+)/gm)].map(([, name]) => name ?? ''),
    ),
)
