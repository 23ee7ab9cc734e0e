import { writeFileSync } from 'node:fs'
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'

import { TOTALS_FILE } from './totals.ts'
import type { Totals } from './totals.ts'

/** Writes the totals of a run to the file that the environment names. */
// oxlint-disable-next-line import/no-default-export -- the runner loads a reporter by its default export
export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env[TOTALS_FILE]
    if (file === undefined) throw new Error(`${TOTALS_FILE} does not name a file`)
    writeFileSync(file, JSON.stringify(count(modules, unhandled.length)))
  }
}

function count(modules: readonly TestModule[], unhandled: number): Totals {
  const states = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  )
  const suites = modules.flatMap((module) => [...module.children.allSuites()])
  const brokenFiles = modules.filter((module) => module.errors().length > 0).length
  const brokenSuites = suites.filter((suite) => suite.errors().length > 0).length
  const unfinished = states.filter((state) => state === 'pending').length
  return {
    passed: states.filter((state) => state === 'passed').length,
    failed: states.filter((state) => state === 'failed').length,
    skipped: states.filter((state) => state === 'skipped').length,
    broken: brokenFiles + brokenSuites + unfinished + unhandled,
  }
}
