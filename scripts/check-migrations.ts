import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

import { projectRoot } from '../config.ts'
import { runCommand } from './run-command.ts'

/** Part of `make check`: the committed migrations lead exactly to the committed schema. */
async function main(): Promise<0 | 1> {
  const root = projectRoot()
  const committed = join(root, 'db/migrations')
  const folder = mkdtempSync(join(tmpdir(), 'pyplots-migrations-'))
  try {
    cpSync(committed, folder, { recursive: true })
    const generated = await runCommand(drizzleGenerate(root, folder), root)
    if (generated.code !== 0) {
      console.error(generated.output)
      return 1
    }
    const drift = readdirSync(folder).filter((name) => !readdirSync(committed).includes(name))
    for (const name of drift)
      console.error(`db/schema asks for:\n${readFileSync(join(folder, name), 'utf8')}`)
    return drift.length === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function drizzleGenerate(root: string, folder: string): Parameters<typeof runCommand>[0] {
  const out = relative(root, folder)
  const flags = ['--dialect=postgresql', '--schema=./db/schema/index.ts', `--out=${out}`]
  return { program: process.execPath, args: ['node_modules/drizzle-kit/bin.cjs', 'generate', ...flags] }
}

process.exitCode = await main()
