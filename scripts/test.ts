import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { projectRoot } from '../config.ts'
import { runCommand } from './run-command.ts'
import { summarise, TOTALS_FILE } from './totals.ts'
import type { Totals } from './totals.ts'

/** Body of `make test`: the whole suite with coverage; arguments narrow it and leave coverage out. */
async function main(filters: readonly string[]): Promise<0 | 1> {
  const root = projectRoot()
  const folder = mkdtempSync(join(tmpdir(), 'pyplots-totals-'))
  const file = join(folder, 'totals.json')
  const reporters = ['--reporter=default', '--reporter=./scripts/totals-reporter.ts']
  const scope = filters.length > 0 ? filters : ['--coverage']
  try {
    const end = await runCommand(
      {
        program: process.execPath,
        args: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...scope],
        environment: { [TOTALS_FILE]: file, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
      },
      root,
      (text) => process.stdout.write(text),
    )
    const { line, code, notes } = summarise(readTotals(file), end)
    for (const note of notes) console.log(note)
    console.log(line)
    return code
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readTotals(file: string): Totals | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Totals
  } catch {
    // The runner died before it wrote: that is a result, and `summarise` reports it.
    return null
  }
}

process.exitCode = await main(process.argv.slice(2))
