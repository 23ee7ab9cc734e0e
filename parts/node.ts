import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { runCommand, tail } from './command.ts'
import { withLock } from './lock.ts'
import { modulesProblem } from './node-modules.js'
import type { Found, Missing, Part, Report } from './part.ts'
import { timed } from './progress.ts'

/** Oldest Node the project is tested on. */
const NODE_MIN = [20, 19] as const

const INSTALL_TIMEOUT_MS = 20 * 60_000

/** Node itself and the packages of the lock file. */
export const nodePart: Part = { name: 'node', find: (config) => Promise.resolve(find(config)), ensure }

function find(config: Config): Found | Missing {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    const reason = `Node ${process.versions.node} is older than ${NODE_MIN.join('.')}`
    return { kind: 'missing', reason, plan: null, fix: 'Install Node 24 (https://nodejs.org).' }
  }
  const problem = modulesProblem(config.root)
  if (problem) return { kind: 'missing', reason: problem, plan: 'npm install', fix: 'make setup' }
  return { kind: 'found', way: 'PATH', version: process.versions.node, path: process.execPath }
}

async function ensure(config: Config, report: Report): Promise<Found> {
  const found = find(config)
  if (found.kind === 'found') return found
  if (found.plan === null) throw new AppError('unavailable', `${found.reason}. ${found.fix}`)
  return withLock(`node_modules of ${config.root}`, report, async () => {
    const present = find(config)
    if (present.kind === 'found') return present
    const options = { cwd: config.root, timeoutMs: INSTALL_TIMEOUT_MS }
    const install = () => runCommand('npm', ['install', '--no-save', '--no-audit', '--no-fund'], options)
    const result = await timed('npm install', report, install)
    const installed = find(config)
    if (installed.kind === 'found') return installed
    throw new AppError('unavailable', `npm install failed (${installed.reason}):\n${tail(result.stderr)}`)
  })
}
