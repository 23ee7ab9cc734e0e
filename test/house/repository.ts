import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { projectRoot } from '../../config.ts'

export const ROOT = projectRoot()

/** Every file of the checkout that is, or would be, committed; paths relative to its root. */
export function repositoryFiles(): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(ROOT, path)))
}

/** The text of a file of the checkout. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** The documents people read: everything in Markdown outside of the catalogue and the recorded results. */
export function documents(): readonly string[] {
  return repositoryFiles().filter((path) => path.endsWith('.md') && !path.startsWith('bench/results/'))
}
