import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { createLinter } from '../../sandbox/lint.ts'
import { fixture, ruffPath } from './support.ts'

const linter = createLinter({ ruff: ruffPath() })

describe('the linter', () => {
  it('finds nothing in code as the catalogue wants it', async () => {
    expect(await linter.lint(await fixture('matplotlib', 'good-scatter'))).toEqual({
      formatted: true,
      problems: [],
    })
  })

  it('names the rule and the line of each fault', async () => {
    const { formatted, problems } = await linter.lint('import os\ndef plot( data ):\n    return l\n')
    expect(formatted).toBe(false)
    expect(problems.map(({ rule, line }) => `${rule}:${line}`)).toEqual(
      expect.arrayContaining(['F401:1', 'ANN201:2', 'ANN001:2', 'D103:2', 'F821:3']),
    )
  })

  it('wants each argument in the docstring', async () => {
    const code =
      'def plot(data: int, x: str) -> int:\n    """Draw it.\n\n    Args:\n        data: The rows.\n    """\n    return data + len(x)\n'
    const { problems } = await linter.lint(code)
    expect(problems.map((problem) => problem.rule)).toEqual(['D417'])
  })

  it('finds functions that are too complicated', async () => {
    const branches = Array.from({ length: 9 }, (_, at) => `    if x == ${at}:\n        return ${at}\n`).join(
      '',
    )
    const { problems } = await linter.lint(
      `def plot(x: int) -> int:\n    """Draw."""\n${branches}    return x\n`,
    )
    expect(problems.some((problem) => problem.rule === 'C901')).toBe(true)
  })

  it('says of code that cannot be parsed where it breaks', async () => {
    const { formatted, problems } = await linter.lint('def plot(:\n')
    expect(formatted).toBe(false)
    expect(problems[0]).toMatchObject({ rule: 'invalid-syntax', line: 1 })
  })

  it('formats as Black does and leaves alone what it cannot parse', async () => {
    expect(await linter.format("x = {'a':1}\n")).toBe('x = {"a": 1}\n')
    expect(await linter.format('def plot(:\n')).toBe('def plot(:\n')
  })

  it('obeys no comment or setting from outside', async () => {
    const { problems } = await linter.lint('import os  # noqa: F401\n')
    expect(problems.map((problem) => problem.rule)).toContain('F401')
  })

  it('says that the linter is missing', async () => {
    await expect(createLinter({ ruff: '/nowhere/ruff' }).lint('')).rejects.toThrow('run make setup')
  })

  it('says that the linter broke', async () => {
    await expect(createLinter({ ruff: '/bin/false' }).lint('')).rejects.toThrow('ruff ended with 1')
  })
})

describe('a linter that does not do its work', () => {
  function standIn(script: string) {
    const folder = mkdtempSync(join(tmpdir(), 'pyplots-ruff-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'ruff'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    return createLinter({ ruff: join(folder, 'ruff') })
  }

  it('is a failure that a later attempt may mend, whichever way it ends', async () => {
    const failure = (message: string) => ({ code: 'unavailable', message: expect.stringContaining(message) })
    await expect(standIn('kill -9 $$').lint('')).rejects.toMatchObject(failure('was ended by SIGKILL'))
    await expect(standIn('echo "no such rule" >&2; exit 2').lint('')).rejects.toMatchObject(
      failure('ruff ended with 2: no such rule'),
    )
  })

  it('that names neither rule nor place tells of code that cannot be parsed', async () => {
    const problem = JSON.stringify([{ code: null, message: 'unexpected end', location: null }])
    const { formatted, problems } = await standIn(`echo '${problem}'`).lint('def (')
    expect(problems).toEqual([{ rule: 'invalid-syntax', line: 1, message: 'unexpected end' }])
    expect(formatted).toBe(false)
  })
})
