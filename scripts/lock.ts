import { join } from 'node:path'

import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { PythonVersion } from '../domain/plot/plot.schema.ts'
import { AppError } from '../domain/errors.ts'
import { runCommand, tail } from '../parts/command.ts'
import { consoleReport, timed } from '../parts/progress.ts'
import { uvPart } from '../parts/uv.ts'
import { runMain } from './run-main.ts'

/** Oldest Python that Ruff and Black are locked for. */
const TOOLS_PYTHON = '3.10'

/** Body of `make lock`: writes the lock files of the Python environments anew, with hashes. */
async function main(): Promise<number> {
  const config = loadConfig()
  const uv = await uvPart.ensure(config, consoleReport)
  for (const python of PythonVersion.options) {
    await compile({ config, uv: uv.path, source: 'requirements.in', target: `${python}.txt`, python })
  }
  await compile({ config, uv: uv.path, source: 'tools.in', target: 'tools.txt', python: TOOLS_PYTHON })
  process.stdout.write('the lock files are written; `make setup` makes their environments\n')
  return 0
}

interface Compilation {
  readonly config: Config
  readonly uv: string
  readonly source: string
  readonly target: string
  readonly python: string
}

async function compile({ config, uv, source, target, python }: Compilation): Promise<void> {
  const flags = ['--universal', '--upgrade', '--generate-hashes', '--no-header', '--python-version', python]
  const options = { cwd: join(config.root, 'sandbox', 'environments'), timeoutMs: 5 * 60_000 }
  const result = await timed(`resolving ${target}`, consoleReport, () =>
    runCommand(uv, ['pip', 'compile', source, ...flags, '--output-file', target], options),
  )
  if (result.code !== 0)
    throw new AppError('unavailable', `${target} cannot be resolved:\n${tail(result.stderr)}`)
}

await runMain(main)
