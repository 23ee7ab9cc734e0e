import { availableParallelism } from 'node:os'
import { join } from 'node:path'

import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { consoleReport } from '../parts/progress.ts'
import { toolsPart } from '../parts/pythons.ts'
import { runCommand } from './run-command.ts'
import type { Command } from './run-command.ts'

interface Check extends Command {
  readonly name: string
  /** what to do when it fails */
  readonly fix: string
}

/** Body of `make check`: everything that must be green before a commit, a line each, output of failures only. */
async function main(): Promise<0 | 1> {
  const config = loadConfig()
  const started = Date.now()
  const checks = await allChecks(config)
  const failed: Check[] = []
  const queue = checks.values()
  const workOff = async (): Promise<void> => {
    for (const check of queue) if (!(await runCheck(check, config.root))) failed.push(check)
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, workOff))
  const names = failed.map((check) => check.name).join(', ')
  const verdict = failed.length === 0 ? `${checks.length} checks passed` : `failed: ${names}`
  console.log(`${verdict} (${seconds(Date.now() - started)})`)
  return failed.length === 0 ? 0 : 1
}

async function runCheck(check: Check, root: string): Promise<boolean> {
  const { code, output, elapsedMs } = await runCommand(check, root)
  const passed = code === 0
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${check.name.padEnd(26)} ${seconds(elapsedMs).padStart(7)}`)
  if (!passed) console.log(`${output.trim()}\n→ ${check.fix}\n`)
  return passed
}

/** The longest first, so that none is left alone at the end. */
async function allChecks(config: Config): Promise<readonly Check[]> {
  const packaged = toolFinder(config.root)
  const types = 'mend the types; workflows may use neither Node nor the DOM'
  const typeCheck = (name: string, project: string): Check =>
    packaged({ name, tool: 'typescript/bin/tsc', args: ['--noEmit', '-p', project], fix: types })
  return [
    packaged({ name: 'unit, workflow, docs tests', ...VITEST }),
    typeCheck('types', '.'),
    typeCheck('types of workflows', 'workflows'),
    typeCheck('types of workflow tests', 'test/tsconfig.workflows.json'),
    packaged({
      name: 'dead code',
      tool: 'knip/bin/knip.js',
      args: ['--no-progress'],
      fix: 'remove it, or use it',
    }),
    packaged({ name: 'lint', tool: 'oxlint/bin/oxlint', args: [], fix: 'npm run lint mends some of it' }),
    packaged({ name: 'format', tool: 'oxfmt/bin/oxfmt', args: ['--list-different'], fix: 'npm run format' }),
    ownCheck(
      'migrations',
      'scripts/check-migrations.ts',
      'npx drizzle-kit generate, and commit what it writes',
    ),
    ownCheck('plots', 'scripts/check-plots.ts', 'mend the file it names'),
    ...(await pythonChecks(config)),
  ]
}

/** Folders with Python of ours; what is below `plots/` is judged by reviews. */
const PYTHON_FOLDERS = ['sandbox', 'deploy', 'parts']

const VITEST = {
  tool: 'vitest/vitest.mjs',
  args: ['run', '--reporter=dot', '--project=unit', '--project=workflow', '--project=house'],
  fix: 'npx vitest run FILE shows one file alone',
}

/** Checks by a tool from a package: started without npx, which costs more than some checks. */
function toolFinder(
  root: string,
): (check: Pick<Check, 'name' | 'args' | 'fix'> & { readonly tool: string }) => Check {
  return ({ name, tool, args, fix }) => {
    return { name, program: process.execPath, args: [join(root, 'node_modules', tool), ...args], fix }
  }
}

function ownCheck(name: string, file: string, fix: string): Check {
  return { name, program: process.execPath, args: ['--import', 'tsx', file], fix }
}

async function pythonChecks(config: Config): Promise<readonly Check[]> {
  const tools = await toolsPart.ensure(config, consoleReport)
  const ruff = join(tools.path, 'bin/ruff')
  const check = (name: string, args: readonly string[], fix: string): Check => {
    return {
      name,
      program: ruff,
      args: [...args, ...PYTHON_FOLDERS],
      fix: `${ruff} ${fix} ${PYTHON_FOLDERS.join(' ')}`,
    }
  }
  return [
    check('Python lint', ['check', '--quiet'], 'check --fix'),
    check('Python format', ['format', '--check'], 'format'),
  ]
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

process.exitCode = await main()
