import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { projectRoot } from '../config.ts'
import {
  environmentDigest,
  environmentFor,
  fontFiles,
  fontsDigest,
  harnessDigest,
  loadEnvironments,
} from './environments.ts'
import type { Environment } from './environments.ts'

const environment: Environment = {
  python: '3.12',
  interpreter: 'CPython 3.12.1',
  executable: '/somewhere/bin/python',
  libraries: {
    matplotlib: ['matplotlib==3.11.2', 'numpy==2.5.5'],
    seaborn: ['seaborn==0.13.2'],
    plotly: ['plotly==7.1.0'],
    bokeh: ['bokeh==3.10.2'],
    altair: ['altair==6.3.0'],
  },
  bundles: { plotly: '/somewhere/plotly.js', bokeh: [] },
  versions: {},
}
const fixed = { fontsDigest: 'f', harnessDigest: 'h' }

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pyplots-environments-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the digest of an environment', () => {
  const digest = environmentDigest(environment, 'matplotlib', fixed)

  it('does not depend on where the environment lies or on other libraries', () => {
    const moved = {
      ...environment,
      executable: '/elsewhere/bin/python',
      libraries: { ...environment.libraries, bokeh: ['bokeh==4.0.0'] },
    }
    expect(environmentDigest(moved, 'matplotlib', fixed)).toBe(digest)
  })

  it.each([
    [
      'a library of its closure',
      { libraries: { ...environment.libraries, matplotlib: ['matplotlib==3.11.3'] } },
      {},
    ],
    ['the interpreter', { interpreter: 'CPython 3.12.2' }, {}],
    ['the fonts', {}, { fontsDigest: 'g' }],
    ['the harness', {}, { harnessDigest: 'i' }],
  ])('changes with %s', (_what, change, changedFixed) => {
    const changed = environmentDigest({ ...environment, ...change }, 'matplotlib', {
      ...fixed,
      ...changedFixed,
    })
    expect(changed).not.toBe(digest)
    expect(changed).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is another one for each library', () => {
    expect(environmentDigest(environment, 'seaborn', fixed)).not.toBe(digest)
  })
})

describe('the list of environments', () => {
  it('is read from a file', async () => {
    const file = join(folder, 'environments.json')
    writeFileSync(file, JSON.stringify([{ ...environment, more: 1 }]))
    const environments = await loadEnvironments(file)
    expect(environments).toEqual([environment])
    expect(environmentFor(environments, '3.12')).toEqual(environment)
    expect(() => environmentFor(environments, '3.13')).toThrow(
      'no environment for Python 3.13, only for 3.12',
    )
  })

  it.each(['[]', '[{"python": "2.7"}]', 'not JSON'])('is refused when it is %s', async (text) => {
    const file = join(folder, 'environments.json')
    writeFileSync(file, text)
    await expect(loadEnvironments(file)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(file),
    })
  })

  it('is refused when it is missing', async () => {
    await expect(loadEnvironments(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('what takes part in every execution', () => {
  it('has a digest that follows the jail and the harness, but not compiled files or other folders', async () => {
    const sandbox = join(folder, 'sandbox')
    mkdirSync(join(sandbox, 'harness', '__pycache__'), { recursive: true })
    writeFileSync(join(sandbox, 'jail.py'), '1')
    writeFileSync(join(sandbox, 'harness', '__init__.py'), '1')
    const digest = await harnessDigest(folder)
    writeFileSync(join(sandbox, 'harness', '__pycache__', 'a.pyc'), '1')
    writeFileSync(join(sandbox, 'client.ts'), '1')
    expect(await harnessDigest(folder)).toBe(digest)
    writeFileSync(join(sandbox, 'syscalls.json'), '{}')
    const withTable = await harnessDigest(folder)
    expect(withTable).not.toBe(digest)
    mkdirSync(join(sandbox, 'harness', 'more'))
    writeFileSync(join(sandbox, 'harness', 'more', 'a.py'), '1')
    expect(await harnessDigest(folder)).not.toBe(withTable)
  })

  it('has four weights of one font family', async () => {
    const root = projectRoot()
    expect(fontFiles(root).map((path) => path.slice(path.lastIndexOf('/') + 1))).toEqual([
      'Inter_400Regular.ttf',
      'Inter_500Medium.ttf',
      'Inter_600SemiBold.ttf',
      'Inter_700Bold.ttf',
    ])
    const package_ = 'node_modules/@expo-google-fonts/inter'
    cpSync(join(root, package_), join(folder, package_), { recursive: true })
    expect(await fontsDigest(folder)).toBe(await fontsDigest(root))
    writeFileSync(fontFiles(folder)[0] ?? '', 'x')
    expect(await fontsDigest(folder)).not.toBe(await fontsDigest(root))
  })
})
