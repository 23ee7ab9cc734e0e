import { loadConfig } from '../config.ts'
import { consoleReport, seconds } from '../parts/progress.ts'
import { setUp } from '../parts/set-up.ts'
import { buildProject } from './build-project.ts'
import { runMain } from './run-main.ts'

/** Body of `make setup`: every part, so that nothing else has to be got later. */
async function main(): Promise<number> {
  const startedMs = Date.now()
  const config = loadConfig()
  await setUp(config, consoleReport)
  await buildProject(config.root, consoleReport)
  process.stdout.write(
    `everything is set up (${seconds(Date.now() - startedMs)}); \`make doctor\` shows each part\n`,
  )
  return 0
}

await runMain(main)
