import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { writeAtomically } from '../atomic-file.ts'
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
