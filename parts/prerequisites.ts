import { runCommand } from './command.ts'
import { findGo } from './temporal.ts'

/** A program that people install themselves: what it is for, and its version or null when it is absent. */
export interface Prerequisite {
  readonly name: string
  readonly neededFor: string
  readonly version: string | null
  readonly fix: string
}

/** The programs besides the parts, with what each is needed for. */
export async function findPrerequisites(): Promise<readonly Prerequisite[]> {
  const go = await findGo()
  return Promise.all([
    look('git', ['git', '--version'], 'publishing, contributing'),
    look('make', ['make', '--version'], 'the commands of the README'),
    look('tar', ['tar', '--version'], 'unpacking Chromium and archives'),
    look('go', [go ?? 'go', 'version'], 'building the Temporal server without internet (1.26 or newer)'),
    look('java', ['java', '-version'], 'time-skipping tests without internet (17 or newer)'),
    look('mvn', ['mvn', '--version'], 'time-skipping tests without internet'),
  ])
}

async function look(
  name: string,
  command: readonly [string, ...string[]],
  neededFor: string,
): Promise<Prerequisite> {
  const [program, ...args] = command
  const result = await runCommand(program, args, { timeoutMs: 10_000 })
  const text = result.stdout || result.stderr
  const version = result.code === 0 ? (/\d+(\.\d+)+/.exec(text)?.[0] ?? 'present') : null
  const packages: Readonly<Record<string, string>> = {
    java: 'openjdk-17-jre-headless',
    mvn: 'maven',
    go: 'golang',
  }
  return { name, neededFor, version, fix: `Install ${packages[name] ?? name}.` }
}
