import { COMMON_FILE } from '../domain/plot/matrix.ts'
import type { Manifest } from '../domain/plot/matrix.ts'
import { canonicalJson, sha256 } from '../hash.ts'

/** The text that stands for an implementation of several files; null for one that is a single file. */
export function manifestText(files: Manifest): string | null {
  return Object.keys(files).some((name) => name !== COMMON_FILE) ? canonicalJson(files) : null
}

/** What identifies an implementation: the digest of its one file, or of its manifest. */
export function codeShaOf(files: Manifest): string {
  const text = manifestText(files)
  return text === null ? (files[COMMON_FILE] ?? '') : sha256(text)
}
