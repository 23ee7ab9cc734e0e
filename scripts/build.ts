import { projectRoot } from '../config.ts'
import { consoleReport } from '../parts/progress.ts'
import { buildProject } from './build-project.ts'
import { runMain } from './run-main.ts'

/** Builds what is out of date in `dist/`. */
async function main(): Promise<number> {
  await buildProject(projectRoot(), consoleReport)
  return 0
}

await runMain(main)
