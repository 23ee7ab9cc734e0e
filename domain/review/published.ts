import type { Finding } from './review.schema.ts'

/**
 * The findings that published files hold: what did not pass. Evidence of cost stays behind, because it differs on
 * each execution (docs/decisions/005).
 */
export function publishedFindings(findings: readonly Finding[]): Finding[] {
  return findings
    .filter((finding) => finding.status !== 'passed')
    .map(({ evidence, ...finding }) =>
      evidence === undefined || finding.criterion === 'performance' ? finding : { ...finding, evidence },
    )
}
