import { styleText } from 'node:util'

import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { describeEngine } from '../parts/lease.ts'
import type { Found, Missing } from '../parts/part.ts'
import { findPrerequisites } from '../parts/prerequisites.ts'
import { ALL_PARTS } from '../parts/set-up.ts'
import { testServerPart } from '../parts/test-server.ts'
import { runMain } from './run-main.ts'
import { table } from './table.ts'

/** Body of `make doctor`: what is there, what is missing, which way each part is or would be got. Changes nothing. */
async function main(): Promise<number> {
  const config = loadConfig()
  const [found, prerequisites, engine] = await Promise.all([
    Promise.all(
      [...ALL_PARTS, testServerPart].map(async (part) => ({
        name: part.name,
        result: await part.find(config),
      })),
    ),
    findPrerequisites(),
    engineLines(config),
  ])
  const required = found.filter(({ name }) => !OPTIONAL_PARTS.test(name))
  const pythons = found.filter(({ name, result }) => /^python \d/.test(name) && result.kind === 'found')
  const rows = found.map(({ name, result }) => partRow(name, result))
  print(table(['part', 'state', 'version', 'way', 'where, or what to do'], rows))
  const tools = prerequisites.map(({ name, version, neededFor, fix }) => [
    name,
    version ? GOOD : OPTIONAL,
    version ?? '',
    version ? neededFor : `${neededFor}. ${fix}`,
  ])
  print('', table(['program', 'state', 'version', 'needed for'], tools))
  print('', `home ${config.home}`, `cache ${config.cache}`, ...engine)
  const missing = required.filter(({ result }) => result.kind === 'missing').map(({ name }) => name)
  if (pythons.length === 0) missing.push('python')
  if (missing.length > 0) print('', `missing: ${missing.join(', ')}`)
  return missing.length === 0 ? 0 : 1
}

/** Parts whose absence is no failure: uv is only a means, a Python may be missing, tests need the last one. */
const OPTIONAL_PARTS = /^(uv$|python \d|temporal-test-server)/

const GOOD = styleText('green', 'ok')
const BAD = styleText('red', 'missing')
const OPTIONAL = styleText('yellow', 'absent')

function partRow(name: string, result: Found | Missing): readonly string[] {
  if (result.kind === 'found') {
    return [
      name,
      GOOD,
      result.version,
      result.way,
      result.note ? `${result.path} (${result.note})` : result.path,
    ]
  }
  const fix = /^[a-z]/.test(result.fix) ? `\`${result.fix}\`` : result.fix
  const state = OPTIONAL_PARTS.test(name) ? OPTIONAL : BAD
  return [name, state, '', result.plan ?? 'none', `${result.reason}: ${fix}`]
}

async function engineLines(config: Config): Promise<readonly string[]> {
  const engine = await describeEngine(config)
  if (!engine) return ['engine not running: `make serve` starts it']
  const rows = engine.parts.map((part) => [
    part.name,
    part.state === 'ready' ? GOOD : styleText('red', part.state),
    String(part.pid ?? ''),
    part.startedMs === null ? '' : `${part.startedMs} ms`,
    String(part.restarts),
  ])
  const title = `engine running: process ${engine.pid}, ${engine.url ?? 'no API'}, started by ${engine.startedBy}`
  return [title, table(['process', 'state', 'pid', 'start', 'restarts'], rows)]
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

await runMain(main)
