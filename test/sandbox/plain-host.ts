import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { fontFiles } from '../../sandbox/environments.ts'
import { config, environmentSettings, environments, SANDBOXD } from './host.ts'

/** Uid of a daemon that may do nothing special. */
export const PLAIN_UID = 54_320

/** One for each slot that daemons of the tests have. */
const WORK_FOLDERS = 3

/** How a daemon is started where nobody may make a namespace: in a default container, or here as in one. */
export interface PlainHost {
  readonly program: string
  readonly arguments: readonly string[]
  readonly harness: string
  readonly environments: Readonly<Record<string, object>>
  readonly workFolders: readonly string[]
}

/** Lays out in `folder` what an ordinary uid without capabilities can run. Needs root for mounts of its own. */
export function plainHost(folder: string, harness: string, python: string): PlainHost {
  const slots = join(folder, 'slots')
  const own = join(folder, 'sandbox')
  chmodSync(folder, 0o755)
  chownSync(folder, PLAIN_UID, PLAIN_UID)
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

/** The daemon's files where another user can read them. */
export function copyDaemon(folder: string, harness: string): void {
  for (const name of readdirSync(dirname(SANDBOXD)).filter((each) => /\.(py|json)$/.test(each))) {
    cpSync(join(dirname(SANDBOXD), name), join(folder, name))
  }
  cpSync(harness, join(folder, 'harness'), { recursive: true })
}

function withFontsIn(folder: string): Record<string, object> {
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
