import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { createStorage } from './storage.ts'

function scratch() {
  const root = mkdtempSync(join(tmpdir(), 'pyplots-storage-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return { root, storage: createStorage({ root }) }
}

const BYTES = new TextEncoder().encode('a picture')

describe('createStorage', () => {
  it('gives back what was stored, however often it was stored', async () => {
    const { storage } = scratch()
    const sha = await storage.put(BYTES)
    expect(await storage.put(BYTES)).toBe(sha)
    expect(Buffer.from(await storage.get(sha)).toString()).toBe('a picture')
    expect(await storage.has(sha)).toBe(true)
  })

  it('says that an artefact is not there, and where it looked', async () => {
    const { root, storage } = scratch()
    const sha = '0'.repeat(64)
    expect(await storage.has(sha)).toBe(false)
    await expect(storage.get(sha)).rejects.toMatchObject({
      code: 'not_found',
      message: `artefact ${sha} is not in storage (${root})`,
    })
  })

  it('does not give out bytes that no longer fit their hash', async () => {
    const { root, storage } = scratch()
    const sha = await storage.put(BYTES)
    const path = join(root, sha.slice(0, 2), sha)
    writeFileSync(path, 'another picture')
    await expect(storage.get(sha)).rejects.toMatchObject({
      code: 'internal',
      message: `artefact ${sha} is damaged: delete ${path}`,
    })
  })
})
