import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { firstLine, isExecutable, onPath, runCommand, tail } from './command.ts'
import { buildAt } from './files.ts'
import { withLock } from './lock.ts'
import type { Found, Missing, Part, Report } from './part.ts'
import { timed } from './progress.ts'

/** Version of the time-skipping server, as `parts/temporal-test-server/pom.xml` names it. */
export const TEST_SERVER_VERSION = '1.38.0'

/** Time to resolve 39 small jars on a slow line. */
const RESOLVE_TIMEOUT_MS = 10 * 60_000

const FIX =
  'Install Java 17 and Maven (Debian: apt-get install openjdk-17-jre-headless maven), then make setup.'

/** The server that skips time in tests of timers. Needed for `make test` alone. */
export const testServerPart: Part = { name: 'temporal-test-server', find, ensure }

async function find(config: Config): Promise<Found | Missing> {
  const path = executable(config)
  const java = await firstLine('java', ['-version'])
  if (java !== null && (await isExecutable(path))) {
    return { kind: 'found', way: 'cache', version: TEST_SERVER_VERSION, path }
  }
  const able = java !== null && (await onPath('mvn')).length > 0
  return {
    kind: 'missing',
    reason: java === null ? 'Java is not installed (needed for make test only)' : 'not resolved yet',
    plan: able ? 'resolved with Maven' : null,
    fix: able ? 'make setup' : FIX,
  }
}

async function ensure(config: Config, report: Report): Promise<Found> {
  const found = await find(config)
  if (found.kind === 'found') return found
  if (found.plan === null) throw new AppError('unavailable', `${found.reason}. ${found.fix}`)
  await withLock(`the time-skipping server in ${config.cache}`, report, () => resolveJars(config, report))
  const present = await find(config)
  if (present.kind === 'missing') throw new AppError('unavailable', `${present.reason}. ${present.fix}`)
  return present
}

async function resolveJars(config: Config, report: Report): Promise<void> {
  if (await isExecutable(executable(config))) return
  await buildAt(folderOf(config), async (folder) => {
    await mkdir(folder, { recursive: true })
    await copyFile(join(config.root, 'parts', 'temporal-test-server', 'pom.xml'), join(folder, 'pom.xml'))
    const args = ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'lib')}`]
    const result = await timed('resolving the time-skipping server', report, () =>
      runCommand('mvn', args, { cwd: folder, timeoutMs: RESOLVE_TIMEOUT_MS }),
    )
    if (result.code !== 0) throw new AppError('unavailable', `Maven: ${tail(result.stdout + result.stderr)}`)
    if ((await readdir(join(folder, 'lib'))).length === 0)
      throw new AppError('unavailable', 'Maven copied no jar')
    await writeFile(join(folder, 'temporal-test-server'), LAUNCHER)
    await chmod(join(folder, 'temporal-test-server'), 0o755)
  })
}

/** The SDK kills what it starts, so the launcher must become the server. */
const LAUNCHER = `#!/bin/sh
lib=$(dirname "$0")/lib
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$lib/*" io.temporal.testserver.TestServer "$@"
`

function folderOf(config: Config): string {
  return join(config.cache, 'temporal-test-server', TEST_SERVER_VERSION)
}

function executable(config: Config): string {
  return join(folderOf(config), 'temporal-test-server')
}
