import { measure, MESSAGE_MAX } from './measure.ts'
import type { MeasureInput } from './measure.schema.ts'
import type { Finding } from './review.schema.ts'

/** One file of an implementation, with what is seen when it is looked at through a Python that it serves. */
export interface FileInput {
  readonly name: string
  readonly input: MeasureInput
}

/**
 * Looks at each file of an implementation as if it were alone, and keeps of each check the worst that it found.
 * @param first the file whose picture is published
 */
export function measureFiles(first: MeasureInput, others: readonly FileInput[]): readonly Finding[] {
  const found = [
    ...measure(first),
    ...others.flatMap(({ name, input }) => measure(input).map((finding) => named(name, finding))),
  ]
  const checks = [...new Set(found.map(({ check }) => check))]
  return checks.flatMap((check) => worst(found.filter((finding) => finding.check === check)))
}

/** Says which file is meant; places in a picture that nobody is shown are left out. */
function named(name: string, finding: Finding): Finding {
  const { evidence, ...rest } = finding
  const message = `${name}: ${finding.message}`.slice(0, MESSAGE_MAX)
  return { ...rest, message, ...(evidence && { evidence: { ...evidence, boxes: [] } }) }
}

/** Of equally bad ones the first. */
function worst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => badness(b) - badness(a)).slice(0, 1)
}

/** A refusal is worse than any loss of points, and a loss than not knowing. */
function badness({ status, veto, loss }: Finding): number {
  if (status === 'passed') return 0
  return status === 'not_measured' ? 1 : 2 + loss + (veto ? 2 : 0)
}
