import type { SandboxRequest, SandboxResult } from '../../../domain/sandbox/sandbox.schema.ts'
import { decodePng } from '../../../sandbox/png.ts'
import { MARK, MARK_FILE } from './case.ts'
import type { AbuseCase } from './case.ts'
import { SECRET } from './secrets.ts'

/** Beyond the limit of memory: what a burst can fill before the watch stops it. */
const BURST_MB = 512

/** Why a result does not count as contained; empty when it does. */
export function faultsOf(
  attack: AbuseCase,
  request: SandboxRequest,
  result: SandboxResult,
): readonly string[] {
  const { report, files } = result
  const { limits } = request
  const outcomes = attack.outcomes ?? ['no_output']
  const names = [...files.keys()]
  const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0)
  const texts = [report.stdout, report.stderr, JSON.stringify(report), ...[...files.values()].map(asText)]
  const faults: readonly (readonly [boolean, string])[] = [
    [!outcomes.includes(report.outcome), `it ended as ${report.outcome}: ${report.stderr.slice(-500)}`],
    [files.has(MARK_FILE) || report.stdout.includes(MARK), `it escaped: ${report.stdout.slice(0, 500)}`],
    [texts.some((text) => text.includes(SECRET)), 'it knows the secret'],
    [!names.every(isPlain), `it named its files ${JSON.stringify(names)}`],
    [files.size > limits.files, `it left ${files.size} files`],
    [bytes > limits.outputMb << 20, `it left ${bytes} bytes`],
    [report.stdout.length + report.stderr.length > limits.textKb << 11, 'it left more text than is kept'],
    [/[\0\ud800-\udfff]/u.test(report.stdout + JSON.stringify(report.error)), 'its text has odd characters'],
    [report.peakMemoryMb > limits.memoryMb + BURST_MB, `it used ${report.peakMemoryMb} MB`],
    [!refusesPng(attack, files), `${attack.refusedPng} was decoded`],
  ]
  return faults.flatMap(([isFault, text]) => (isFault ? [text] : []))
}

function asText(content: Uint8Array): string {
  return Buffer.from(content).toString('latin1')
}

function isPlain(name: string): boolean {
  const parts = name.split('/')
  return parts.length <= 5 && parts.every((part) => /^[^\p{C}\p{Z}.][^\p{C}]*$|^ $/u.test(part))
}

function refusesPng({ refusedPng }: AbuseCase, files: ReadonlyMap<string, Uint8Array>): boolean {
  if (refusedPng === undefined) return true
  try {
    decodePng(files.get(refusedPng) ?? new Uint8Array())
    return false
  } catch {
    return files.has(refusedPng)
  }
}
