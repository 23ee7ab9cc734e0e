import { join } from 'node:path'

import { writeAtomically } from '../atomic-file.ts'
import { benchEngine } from '../bench/engine.ts'
import { benchPanel } from '../bench/panel.ts'
import { benchSandbox } from '../bench/sandbox.ts'
import { projectRoot } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { buildProject } from './build-project.ts'
import { consoleReport } from '../parts/progress.ts'
import { runMain } from './run-main.ts'

const BENCHES: Readonly<Record<string, () => Promise<object>>> = {
  engine: benchEngine,
  panel: benchPanel,
  sandbox: benchSandbox,
}

/** Body of `make bench`: measures, writes `bench/results/NAME.json` and shows it. */
async function main(): Promise<number> {
  const [wanted] = process.argv.slice(2)
  const names = wanted ? [wanted] : Object.keys(BENCHES)
  const root = projectRoot()
  await buildProject(root, consoleReport)
  for (const name of names) {
    const bench = BENCHES[name]
    if (!bench)
      throw new AppError('invalid', `no benchmark is called ${name}: use ${Object.keys(BENCHES).join(', ')}`)
    const text = `${JSON.stringify(await bench(), null, 2)}\n`
    await writeAtomically(join(root, 'bench', 'results', `${name}.json`), text)
    process.stdout.write(text)
  }
  return 0
}

await runMain(main)
