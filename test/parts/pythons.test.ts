import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { findInterpreters } from '../../parts/interpreters.ts'
import { ensurePythons, environmentFolder, pythonParts, readEnvironments } from '../../parts/pythons.ts'
import { temporaryHome } from './support.ts'

afterEach(() => vi.unstubAllEnvs())

/** A machine on which no Python can be found. */
function withoutPythons(): void {
  vi.stubEnv('PATH', '/nonexistent')
  vi.stubEnv('HOME', '/nonexistent')
  vi.stubEnv('PYENV_ROOT', '/nonexistent')
}

describe('the Python environments', () => {
  it('describe what each library rests on', () => {
    const marks = readEnvironments(temporaryHome())
    expect(marks.length).toBeGreaterThan(0)
    for (const mark of marks) {
      expect(mark.libraries.seaborn).toEqual(expect.arrayContaining([expect.stringMatching(/^matplotlib==/)]))
      expect(mark.libraries.plotly).toContain(`plotly==${mark.versions['plotly']}`)
      expect(mark.libraries.altair).toEqual(mark.libraries.altair.toSorted())
      expect(mark.interpreter).toContain(`CPython ${mark.python}.`)
    }
  })

  it('name the version that has no interpreter, and how to get it', async () => {
    const config = temporaryHome({}, { emptyCache: true })
    withoutPythons()
    for (const part of pythonParts) {
      const version = part.name.replace('python ', '')
      expect(await part.find(config)).toMatchObject({
        kind: 'missing',
        reason: `there is no Python ${version} on this machine`,
        fix: `Run \`uv python install ${version}\` or \`pyenv install ${version}\`, then \`make setup\`.`,
      })
    }
  })

  it('cannot be made without uv and any Python, and say so', async () => {
    const config = temporaryHome({}, { emptyCache: true })
    withoutPythons()
    await expect(ensurePythons(config, () => undefined)).rejects.toThrow(/uv could not be got[^]*Install uv/)
  })

  it('do not count when the interpreter behind them is gone', () => {
    const config = temporaryHome({}, { emptyCache: true })
    const present = readEnvironments(temporaryHome())[0]
    const folder = join(environmentFolder(config, '3.12'), 'pyplots')
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'environment.json'),
      JSON.stringify({ ...present, executable: '/nonexistent/python' }),
    )
    expect(readEnvironments(config)).toEqual([])
  })
})

describe('findInterpreters', () => {
  it('passes over a shim that fails', async () => {
    const config = temporaryHome()
    const folder = join(config.home, 'shims')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'python3.12'), '#!/bin/sh\nexit 127\n', { mode: 0o755 })
    withoutPythons()
    vi.stubEnv('PATH', `${folder}:/bin`)
    expect(await findInterpreters(['3.12'], null)).toEqual(new Map())
  })
})
