import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { unwritable, writeAtomically } from './atomic-file.ts'

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pyplots-atomic-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('writeAtomically', () => {
  it('replaces the content and leaves no temporary file', async () => {
    const folder = scratch()
    const path = join(folder, 'deep', 'state.json')
    await writeAtomically(path, '{"a":1}')
    await writeAtomically(path, new TextEncoder().encode('{"a":2}'))
    expect(readFileSync(path, 'utf8')).toBe('{"a":2}')
    expect(readdirSync(join(folder, 'deep'))).toEqual(['state.json'])
  })

  it('names the file and what the file system said when it cannot be written', async () => {
    const folder = scratch()
    writeFileSync(join(folder, 'file'), 'in the way of a folder')
    const path = join(folder, 'file', 'state.json')
    await expect(writeAtomically(path, '{}')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^cannot write .*file\/state\.json: the file system answered E\w+;/),
    })
  })
})

describe('unwritable', () => {
  it('passes on the words of a cause that is not the file system', () => {
    expect(unwritable('/a', 'no luck').message).toContain('cannot write /a: the file system answered no luck')
  })
})
