import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import { AppError } from './domain/errors.ts'

/**
 * Writes a file so that a reader sees the old or the new content and a crash leaves one of the two.
 * @throws AppError `unavailable` when the disk is full or the folder cannot be written
 */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    makeFolder(dirname(path))
    await writeDurably(temporary, content)
    await rename(temporary, path)
  } catch (cause) {
    // Where nothing may be removed, nothing was written: the first cause is the one that helps.
    await rm(temporary, { force: true }).catch(() => undefined)
    throw unwritable(path, cause)
  }
}

/** Makes a folder with its parents. Not with the promise of Node 20, which calls a full disk a missing folder. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true })
}

/** What to tell of a path that the file system refused to write; the run that needed it is retried. */
export function unwritable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : String(cause)
  const fix = code === 'ENOSPC' ? 'the disk is full: free some space' : `the file system answered ${code}`
  return new AppError(
    'unavailable',
    `cannot write ${path}: ${fix}; what needs it goes on once it can be written`,
    {
      cause,
    },
  )
}

async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx', 0o644)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}
