import { STRICT_LIMITS } from '../sandbox/limits.ts'
import { listed } from './check.ts'
import type { RenderFacts } from './measure.schema.ts'

/**
 * Whether each execution stayed within the preset `strict`. It is told and never counts, because time by the clock is
 * noise on a busy machine; so it belongs into findings that passed, which no published file holds.
 */
export function strictSentence(renders: readonly RenderFacts[]): string {
  const { wallMs, memoryMb } = STRICT_LIMITS
  const beyond = renders.filter(({ report }) => report.wallMs > wallMs || report.peakMemoryMb > memoryMb)
  const within = renders.filter((render) => !beyond.includes(render)).map(({ python }) => python)
  const preset = `The preset strict (${wallMs} ms of wall time, ${memoryMb} MB) is`
  if (beyond.length === 0) return `${preset} kept on Python ${listed(within)}.`
  const kept = within.length === 0 ? '' : `, kept on ${listed(within)}`
  return `${preset} exceeded on Python ${listed(beyond.map(costOf))}${kept}.`
}

/** Rounded up, so that what is beyond a limit never reads as the limit. */
function costOf({ python, report }: RenderFacts): string {
  return `${python} (${Math.ceil(report.wallMs)} ms, ${Math.ceil(report.peakMemoryMb)} MB)`
}
