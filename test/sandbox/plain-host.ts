import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { fontFiles } from '../../sandbox/environments.ts'
import { config, environmentSettings, environments, SANDBOXD } from './host.ts'

/** Uid of a daemon that may do nothing special. */
export const PLAIN_UID = 54_320

/** One for each slot that daemons of the tests have. */
export const WORK_FOLDERS = 3

/** How a daemon is started, and what it is told about where it runs. */
export interface Host {
  readonly program: string
  readonly arguments: readonly string[]
  readonly harness: string
  readonly environments?: Readonly<Record<string, object>>
  readonly workFolders?: readonly string[]
  /** takes what the daemon is called with, where the program does not pass it on */
  readonly prepare?: (args: readonly string[]) => void
}

/**
 * A host where nobody may make a namespace, as in a default container.
 * Lays out in `folder` what an ordinary uid without capabilities can run. Needs root for mounts of its own.
 */
export function plainHost(folder: string, harness: string, python: string): Host {
  const slots = join(folder, 'slots')
  const own = join(folder, 'sandbox')
  openHost(folder)
  mkdirSync(slots)
  copyDaemon(own, harness)
  const script = join(folder, 'plain-host.sh')
  cpSync(join(config.root, 'test', 'sandbox', 'plain-host.sh'), script)
  const host = [String(PLAIN_UID), slots, String(WORK_FOLDERS), privateFolder()]
  const before = ['--mount', '--propagation', 'private', 'sh', script, ...host]
  return {
    program: 'unshare',
    arguments: [...before, python, join(own, 'sandboxd.py')],
    harness: join(own, 'harness'),
    environments: withFontsIn(folder),
    workFolders: Array.from({ length: WORK_FOLDERS }, (_, index) => join(slots, String(index))),
  }
}

/** Lets the daemon's user make its socket in the folder. */
export function openHost(folder: string): void {
  chmodSync(folder, 0o755)
  chownSync(folder, PLAIN_UID, PLAIN_UID)
}

/** The daemon's files where another user can read them. */
export function copyDaemon(folder: string, harness: string): void {
  for (const name of readdirSync(dirname(SANDBOXD)).filter((each) => /\.(py|json)$/.test(each))) {
    cpSync(join(dirname(SANDBOXD), name), join(folder, name))
  }
  cpSync(harness, join(folder, 'harness'), { recursive: true })
}

/** What the daemon is told about every environment, with fonts that its user may read. */
export function withFontsIn(folder: string): Record<string, object> {
  const fonts = fontFiles(config.root).map((font) => {
    const copy = join(folder, 'fonts', basename(font))
    cpSync(font, copy)
    return copy
  })
  const settings = Object.entries(environmentSettings())
  return Object.fromEntries(settings.map(([python, value]) => [python, { ...value, fonts }]))
}

/** The folder of the interpreters where it lies in somebody's private home; "-" where everybody may read it. */
function privateFolder(): string {
  const [first] = environments.map(({ executable }) => dirname(dirname(realpathSync(executable))))
  if (first === undefined || isOpen(first)) return '-'
  return dirname(first)
}

function isOpen(path: string): boolean {
  const parent = dirname(path)
  return (statSync(path).mode & 0o005) === 0o005 && (parent === path || isOpen(parent))
}
