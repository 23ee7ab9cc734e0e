import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { modulesProblem } from './node-modules.js'

const WANTED = {
  '': {},
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
}

function checkout(installed: unknown): string {
  const root = mkdtempSync(join(tmpdir(), 'pyplots-modules-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: WANTED }))
  if (installed === null) return root
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }))
  return root
}

describe('modulesProblem', () => {
  it('is content with what the lock file asks for, optional packages left out', () => {
    expect(modulesProblem(checkout({ 'node_modules/a': WANTED['node_modules/a'] }))).toBeNull()
  })

  it('names the first package that differs', () => {
    const other = { version: '1.1.0', integrity: 'sha512-x' }
    expect(modulesProblem(checkout({ 'node_modules/a': other }))).toBe(
      'a 1.0.0 is asked for, 1.1.0 is installed',
    )
    expect(modulesProblem(checkout({}))).toBe('a 1.0.0 is asked for, nothing is installed')
  })

  it('notices another content under the same version', () => {
    const other = { version: '1.0.0', integrity: 'sha512-x' }
    expect(modulesProblem(checkout({ 'node_modules/a': other }))).toContain('a 1.0.0 is asked for')
  })

  it('notices a missing or interrupted installation', () => {
    expect(modulesProblem(checkout(null))).toBe('node_modules is missing or its installation was interrupted')
  })
})
