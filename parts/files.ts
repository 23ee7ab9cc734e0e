import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A name beside `path` for something that is not finished. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}`)
}

/**
 * Builds something under a temporary name beside `path` and moves it there when it is complete.
 * What an earlier, interrupted build left under `path` is replaced.
 */
export async function buildAt(path: string, build: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await removeAbandoned(path)
  const temporary = temporaryName(path)
  try {
    await build(temporary)
    await rm(path, { recursive: true, force: true })
    await rename(temporary, path)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Removes what interrupted builds of `path` left: temporary names whose process is gone. */
async function removeAbandoned(path: string): Promise<void> {
  const prefix = `.${basename(path)}.`
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix))
  const abandoned = names.filter((name) => !isAlive(Number.parseInt(name.slice(prefix.length), 10)))
  await Promise.all(abandoned.map((name) => rm(join(dirname(path), name), { recursive: true, force: true })))
}

function isAlive(pid: number): boolean {
  return Number.isInteger(pid) && statSync(`/proc/${pid}`, { throwIfNoEntry: false }) !== undefined
}

/** Parsed JSON of a file, or null when the file is missing or is not JSON. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    // A missing or half-written file means "not there yet" to every caller.
    return null
  }
}

/** Text of a file, or null when it cannot be read. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Missing, or not for this user: the same to every caller.
    return null
  }
}

/** Whether a path exists. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** The first ancestor (or the folder itself) that another user cannot pass through, or null. */
export function closedAncestor(folder: string): string | null {
  const path = nearestExisting(folder)
  const closed = (statSync(path).mode & 0o001) === 0
  if (closed) return path
  const parent = dirname(path)
  return parent === path ? null : closedAncestor(parent)
}

function nearestExisting(path: string): string {
  const parent = dirname(path)
  if (parent === path) return path
  return statSync(path, { throwIfNoEntry: false }) ? path : nearestExisting(parent)
}
