import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { loadConfig } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { PythonVersion } from '../domain/plot/plot.schema.ts'
import { consoleReport } from '../parts/progress.ts'
import { ensurePythons, environmentFolder, toolsPart } from '../parts/pythons.ts'
import { fontFiles } from '../sandbox/environments.ts'

/**
 * Part of building the images: sees to the Python environments and tools in the cache folder, and writes the
 * files that say where they are. @param folder where those files go
 * @throws AppError `unavailable` when a Python is missing: an image has all or is not built
 */
async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new AppError('invalid', 'usage: prepare-image.ts FOLDER')
  const config = loadConfig()
  mkdirSync(folder, { recursive: true })
  const marks = await ensurePythons(config, consoleReport)
  const missing = PythonVersion.options.filter((version) => !marks.some(({ python }) => python === version))
  if (missing.length > 0) throw new AppError('unavailable', `no environment for Python ${missing.join(', ')}`)
  const tools = await toolsPart.ensure(config, consoleReport)
  const fonts = fontFiles(config.root)
  const environments = marks.map(({ python, executable }) => {
    const mplconfig = join(environmentFolder(config, python), 'pyplots', 'mplconfig')
    return [python, { python: executable, fonts, mplconfig }] as const
  })
  write(folder, 'environments.json', marks)
  write(folder, 'sandbox.json', { environments: Object.fromEntries(environments) })
  write(folder, 'tools.json', { ruff: join(tools.path, 'bin', 'ruff') })
}

function write(folder: string, name: string, content: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`)
}

await main(process.argv[2])
