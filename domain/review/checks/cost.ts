import { failed, notMeasured, passed } from '../check.ts'
import type { Check } from '../check.ts'
import { CPU_MS_MAX, MEMORY_MB_MAX } from '../limits.ts'
import type { MeasureInput, RenderFacts } from '../measure.schema.ts'
import { strictSentence } from '../strict.ts'

/** It is drawn within the CPU time that one execution has. */
export const cpuTime: Check = {
  name: 'cpu-time',
  criterion: 'performance',
  points: 3,
  veto: 'never',
  measure: (input) => {
    const most = mostOf(input, (render) => render.report.cpuMs)
    if (most === null) return notMeasured('It ran on no Python.')
    if (most <= CPU_MS_MAX) return passed(`At most ${Math.round(most)} ms of CPU time.`)
    return failed(`${Math.round(most)} ms of CPU time; ${CPU_MS_MAX} are allowed.`, most / CPU_MS_MAX - 0.5)
  },
}

/** It is drawn within the memory that one execution has; says too what became of the preset `strict`. */
export const memory: Check = {
  name: 'memory',
  criterion: 'performance',
  points: 2,
  veto: 'never',
  measure: (input) => {
    const most = mostOf(input, (render) => render.report.peakMemoryMb)
    if (most === null) return notMeasured('It ran on no Python.')
    if (most <= MEMORY_MB_MAX)
      return passed(`At most ${Math.round(most)} MB. ${strictSentence(ranIn(input))}`)
    return failed(
      `${Math.round(most)} MB of memory; ${MEMORY_MB_MAX} are allowed.`,
      most / MEMORY_MB_MAX - 0.5,
    )
  },
}

function mostOf(input: MeasureInput, amount: (render: RenderFacts) => number): number | null {
  const amounts = ranIn(input).map(amount)
  return amounts.length === 0 ? null : Math.max(...amounts)
}

function ranIn({ renders }: MeasureInput): readonly RenderFacts[] {
  return renders.filter(({ report }) => report.outcome === 'ok')
}
