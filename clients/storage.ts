import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'

import { AppError } from '../domain/errors.ts'
import { sha256 } from '../hash.ts'

/** Content-addressed bytes: what is stored under a hash is what has that hash. */
export interface Storage {
  /** Stores bytes durably and returns their sha256; storing them again changes nothing. */
  put(bytes: Uint8Array): Promise<string>
  /** @throws AppError `not_found` when nothing is stored, `internal` when the bytes no longer fit their hash */
  get(sha: string): Promise<Uint8Array>
  has(sha: string): Promise<boolean>
}

/** Keeps artefacts as files below `root`, in folders by the first two digits of the hash. */
export function createStorage({ root }: { readonly root: string }): Storage {
  const pathOf = (sha: string) => join(root, sha.slice(0, 2), sha)
  const has = (sha: string) =>
    access(pathOf(sha)).then(
      () => true,
      () => false,
    )
  return {
    has,
    async put(bytes) {
      const sha = sha256(bytes)
      if (!(await has(sha))) await writeAtomically(pathOf(sha), bytes)
      return sha
    },
    async get(sha) {
      const bytes = await readFile(pathOf(sha)).catch((cause: unknown) => {
        throw new AppError('not_found', `artefact ${sha} is not in storage (${root})`, { cause })
      })
      if (sha256(bytes) !== sha)
        throw new AppError('internal', `artefact ${sha} is damaged: delete ${pathOf(sha)}`)
      return bytes
    },
  }
}

/**
 * Writes a file so that a reader sees the old or the new content and a crash leaves one of the two.
 * @throws AppError `unavailable` when the disk is full or the folder cannot be written
 */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `.${uuidv7()}.tmp`)
  try {
    const file = await open(temporary, 'wx', 0o644)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw unwritable(path, cause)
  }
}

function unwritable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  const fix = code === 'ENOSPC' ? 'the disk is full: free some space' : `the file system answered ${code}`
  return new AppError('unavailable', `cannot write ${path}: ${fix}; the run goes on once it can be written`, {
    cause,
  })
}
