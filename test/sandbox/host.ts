import { join } from 'node:path'

import { loadConfig } from '../../config.ts'
import { environmentFolder, readEnvironments } from '../../parts/pythons.ts'
import { environmentFor, fontFiles } from '../../sandbox/environments.ts'

export const config = loadConfig()
export const environments = readEnvironments(config)
export const SANDBOXD = join(config.root, 'sandbox', 'sandboxd.py')
export const TEST_HARNESS = join(config.root, 'test', 'sandbox', 'fixtures', 'harness')

/** The Python that runs daemons and plain subprocesses of the tests. */
export function interpreter(): string {
  return environmentFor(environments, '3.12').executable
}

/** What the daemon is told about every environment of this machine. */
export function environmentSettings(): Record<string, object> {
  const fonts = fontFiles(config.root)
  const settings = environments.map(({ python, executable }) => {
    const mplconfig = join(environmentFolder(config, python), 'pyplots', 'mplconfig')
    return [python, { python: executable, fonts, mplconfig }] as const
  })
  return Object.fromEntries(settings)
}
