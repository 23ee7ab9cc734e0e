import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'

import { loadConfig } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { describeEngine } from '../parts/lease.ts'
import { dataFolder } from '../parts/places.ts'
import { runMain } from './run-main.ts'

/** Body of `make reset`: deletes this home's state after asking; the catalogue and the cache of tools stay. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { yes: { type: 'string', default: '' } } })
  const config = loadConfig()
  const running = await describeEngine(config)
  if (running) {
    throw new AppError(
      'conflict',
      `the engine runs (process ${running.pid}, started by ${running.startedBy}): end it first`,
    )
  }
  const data = dataFolder(config).path
  const elsewhere = data.startsWith(config.home) ? [] : [dirname(data)]
  const folders = [config.home, ...elsewhere].filter((folder) => existsSync(folder))
  if (folders.length === 0) {
    process.stdout.write('there is no local state\n')
    return 0
  }
  process.stdout.write(
    `This deletes the run history, artefacts and logs in\n${folders.map((folder) => `  ${folder}\n`).join('')}` +
      'plots/ and the cache of tools stay.\n',
  )
  if (values.yes === '' && !(await confirmed())) {
    process.stdout.write('nothing was deleted\n')
    return 1
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
  process.stdout.write('deleted\n')
  return 0
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new AppError('invalid', 'nobody can be asked here: `make reset YES=1` deletes without asking')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('Delete? [y/N] ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

await runMain(main)
