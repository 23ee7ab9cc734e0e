import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { canonicalJson, sha256 } from '../hash.ts'

/** What decides what a measurement says: the rules, the tools that look at picture and source, and their versions. */
const RUBRIC_SOURCES = [
  'domain/review',
  'domain/plot/roles.ts',
  'domain/sandbox/limits.ts',
  'sandbox/data-table.ts',
  'sandbox/picture.ts',
  'sandbox/png.ts',
  'sandbox/lint.ts',
  'sandbox/environments/tools.txt',
]

/** Digest of the check set and the rubric; another one makes every review stale. */
export async function rubricDigest(root: string): Promise<string> {
  const files = (await Promise.all(RUBRIC_SOURCES.map((source) => filesBelow(root, source)))).flat().sort()
  const named = await Promise.all(files.map(async (file) => [file, sha256(await readFile(join(root, file)))]))
  return sha256(canonicalJson(named))
}

async function filesBelow(root: string, path: string): Promise<readonly string[]> {
  if (/\.\w+$/.test(path)) return [path]
  const names = await readdir(join(root, path), { recursive: true })
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(path, name))
}
