import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { sha256 } from '../hash.ts'
import { closedAncestor, readText } from './files.ts'

/** A user of this machine. */
export interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Who runs PostgreSQL when the engine runs as root: it refuses to be root, and initdb wants a user with a name. */
const SERVER_USERS = ['postgres', 'daemon', 'nobody']

/** The user this process runs as. Only Windows has no user ids, and the engine runs on Linux. */
export function userId(): number {
  return (process as typeof process & { getuid(): number }).getuid()
}

/** The short folder of this home's sockets: Unix socket paths are limited to 107 bytes. */
export function runFolder(home: string): string {
  return `/tmp/pyplots-${userId()}-${homeHash(home)}`
}

/**
 * Creates the run folder, for its owner alone; as root other users may pass through it to their own sockets.
 * @throws AppError `forbidden` when somebody else made a folder of that name
 */
export function makeRunFolder(home: string): string {
  const folder = runFolder(home)
  const mode = serverUser() ? 0o711 : 0o700
  mkdirSync(folder, { recursive: true, mode })
  const found = lstatSync(folder)
  const ours = found.isDirectory() && found.uid === userId()
  if (!ours || (found.mode & 0o022) !== 0) {
    throw new AppError('forbidden', `${folder} belongs to somebody else: remove it, then start again`)
  }
  return folder
}

/** Creates the home: for its owner alone, except that root's PostgreSQL must be able to pass through. */
export function makeHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: serverUser() ? 0o755 : 0o700 })
}

/** The user PostgreSQL runs as when this process is root, otherwise null. */
export function serverUser(): User | null {
  if (userId() !== 0) return null
  const users = (readText('/etc/passwd') ?? '').split('\n').map((line) => line.split(':'))
  for (const name of SERVER_USERS) {
    const entry = users.find((fields) => fields[0] === name)
    if (entry) return { name, uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new AppError(
    'unavailable',
    `PostgreSQL cannot run as root and none of the users ${SERVER_USERS.join(', ')} exists`,
  )
}

/** Where PostgreSQL keeps this home's data; below the home, unless PostgreSQL's user cannot reach it there. */
export function dataFolder(config: Config): { readonly path: string; readonly note?: string } {
  const closed = serverUser() ? closedAncestor(config.home) : null
  if (closed === null) return { path: join(config.home, 'postgres') }
  const path = join('/var/lib/pyplots', homeHash(config.home), 'postgres')
  return { path, note: `data in ${path}, as PostgreSQL's user cannot enter ${closed}` }
}

/**
 * The cache for files that a process under another user must read: the cache itself, or for root the
 * machine's cache when the configured one lies below a closed folder.
 */
export function openCache(config: Config): string {
  const closed = userId() === 0 && closedAncestor(config.cache) !== null
  return closed ? '/var/cache/pyplots' : config.cache
}

/** Twelve hexadecimal digits that stand for a home, the same through every link to it. */
export function homeHash(home: string): string {
  return sha256(realPath(home)).slice(0, 12)
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // Not created yet: its parent decides.
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), path.slice(parent.length))
  }
}
