/** What a run of the suite came to. `broken` counts what failed outside of a test: a file, a hook, the runner. */
export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly broken: number
}

/** How the runner's own process ended. */
export interface RunnerEnd {
  readonly code: number
  readonly output: string
}

/** Environment variable that names the file the totals are written to. */
export const TOTALS_FILE = 'PYPLOTS_TEST_TOTALS'

const BELOW_THRESHOLD = /does not meet .*threshold/

/** The verdict on a run: the line that ends it, the exit code, and what a person has to know besides. */
export interface Summary {
  readonly line: string
  readonly code: 0 | 1
  readonly notes: readonly string[]
}

/**
 * Judges a run.
 * @param totals null when the runner died before it could report; that counts as one failure
 */
export function summarise(totals: Totals | null, end: RunnerEnd): Summary {
  if (totals === null) {
    const note = `the test runner ended with code ${end.code} before it reported`
    return { line: '0 passed, 1 failed', code: 1, notes: [note] }
  }
  const { passed, failed, skipped, broken } = totals
  const faults = faultsBesideTests(totals, end)
  const failures = failed + broken + faults.filter((fault) => fault.countsAsFailure).length
  const line = `${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  const notes = faults.map((fault) => fault.note)
  if (broken > 0) notes.push(`${broken} failed outside of a test: see the errors above`)
  return { line, code: failures > 0 || notes.length > 0 ? 1 : 0, notes }
}

interface Fault {
  readonly note: string
  readonly countsAsFailure: boolean
}

function faultsBesideTests({ passed, failed, skipped, broken }: Totals, end: RunnerEnd): readonly Fault[] {
  const explained = failed + broken > 0
  if (BELOW_THRESHOLD.test(end.output)) {
    return [{ note: 'coverage is below its threshold: see the ERROR lines above', countsAsFailure: false }]
  }
  if (passed + failed + skipped + broken === 0) return [{ note: 'no test was found', countsAsFailure: false }]
  if (end.code === 0 || explained) return []
  const note = `the test runner ended with code ${end.code} although no test failed`
  return [{ note, countsAsFailure: true }]
}
