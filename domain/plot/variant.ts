import { RUNS_PREFIX } from '../review/checks/runs.ts'
import type { Finding, Review } from '../review/review.schema.ts'
import { ownFile } from './matrix.ts'
import { PythonVersion } from './plot.schema.ts'

/** An attempt that was reviewed: the names of its files, and what its review found. */
export interface Tried {
  readonly files: readonly string[]
  readonly review: Pick<Review, 'pythons' | 'findings'>
}

/** The check that holds what all Pythons drew against each other. */
const AGREEMENT = 'pythons-agree'

/**
 * The Pythons that a repair is to write a file of their own for; empty: it writes one file for all.
 *
 * A file that fails to run on some Pythons and runs on others is first to be mended for all. If one of them still
 * fails after that, the failing ones get their own. Their file is mended as long as it does not run, or draws
 * something else; whatever else is wrong is mended in one file for all.
 */
export function pythonsOfTheirOwn(last: Tried, before: Tried | null): readonly PythonVersion[] {
  const failing = failingOn(last)
  const served = servedApart(last)
  if (runningOn(last).length === 0) return []
  if (served.length > 0) return failing.length > 0 || !disagrees(last) ? failing : served
  const known = before === null || runningOn(before).length === 0 ? [] : failingOrApart(before)
  return failing.some((python) => known.includes(python)) ? failing : []
}

/** Of a review's findings those that a file for these Pythons alone can mend. */
export function findingsOfTheirOwn(
  findings: readonly Finding[],
  pythons: readonly PythonVersion[],
): readonly Finding[] {
  const checks = [AGREEMENT, ...pythons.map((python) => `${RUNS_PREFIX}${python}`)]
  const names = pythons.map((python) => `${ownFile(python)}: `)
  return findings.filter(
    ({ check, message }) => checks.includes(check) || names.some((name) => message.startsWith(name)),
  )
}

function failingOn({ review }: Tried): readonly PythonVersion[] {
  return PythonVersion.options.filter((python) => hasFailed(review.findings, `${RUNS_PREFIX}${python}`))
}

function runningOn(tried: Tried): readonly PythonVersion[] {
  const failing = failingOn(tried)
  return tried.review.pythons.filter((python) => !failing.includes(python))
}

function servedApart({ files }: Tried): readonly PythonVersion[] {
  return PythonVersion.options.filter((python) => files.includes(ownFile(python)))
}

function failingOrApart(tried: Tried): readonly PythonVersion[] {
  return [...failingOn(tried), ...servedApart(tried)]
}

function disagrees({ review }: Tried): boolean {
  return hasFailed(review.findings, AGREEMENT)
}

function hasFailed(findings: readonly Finding[], check: string): boolean {
  return findings.some((finding) => finding.check === check && finding.status === 'failed')
}
