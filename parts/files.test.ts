import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { buildAt, closedAncestor, readJson, readText } from './files.ts'

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pyplots-files-'))
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('buildAt', () => {
  it('shows the result only when it is complete', async () => {
    const target = join(scratch(), 'tool')
    await buildAt(target, (temporary) => {
      mkdirSync(temporary)
      writeFileSync(join(temporary, 'file'), 'done')
      expect(existsSync(target)).toBe(false)
      return Promise.resolve()
    })
    expect(readFileSync(join(target, 'file'), 'utf8')).toBe('done')
  })

  it('leaves nothing of a build that fails', async () => {
    const folder = scratch()
    const failing = buildAt(join(folder, 'tool'), (temporary) => {
      mkdirSync(temporary)
      return Promise.reject(new Error('disk full'))
    })
    await expect(failing).rejects.toThrow('disk full')
    expect(readdirSync(folder)).toEqual([])
  })

  it('removes what an interrupted build left, and nothing of one that runs', async () => {
    const folder = scratch()
    const gone = join(folder, '.tool.4194305-abcd')
    const running = join(folder, `.tool.${process.pid}-abcd`)
    mkdirSync(gone)
    mkdirSync(running)
    await buildAt(join(folder, 'tool'), (temporary) => Promise.resolve(mkdirSync(temporary)))
    expect([gone, running].map((path) => existsSync(path))).toEqual([false, true])
  })
})

describe('closedAncestor', () => {
  it('names the folder that others cannot pass through, of a path that does not exist yet', () => {
    const folder = scratch()
    const closed = join(folder, 'private')
    mkdirSync(closed, { mode: 0o700 })
    expect(closedAncestor(join(closed, 'home', 'data'))).toBe(closed)
    expect(closedAncestor(join(folder, 'home', 'data'))).toBeNull()
  })
})

describe('readJson and readText', () => {
  it('answer null for what is missing or broken', () => {
    const folder = scratch()
    writeFileSync(join(folder, 'half.json'), '{"a":')
    expect(readJson(join(folder, 'half.json'))).toBeNull()
    expect(readText(join(folder, 'none'))).toBeNull()
  })
})
