import { failed, notMeasured, number, passed, shown } from '../check.ts'
import type { Check } from '../check.ts'
import { CPU_MS_MAX, MEMORY_MB_MAX } from '../limits.ts'
import type { MeasureInput, RenderFacts } from '../measure.schema.ts'
import { strictSentence } from '../strict.ts'

// Times and amounts differ on each execution, so they stand in the evidence, which no published file holds,
// and in messages of findings that passed.

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
    const outcome = failed(`It takes more CPU time than the ${CPU_MS_MAX} ms that are allowed; compute less.`)
    return shown(outcome, [number('cpu ms', most, CPU_MS_MAX)])
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
    const outcome = failed(`It takes more memory than the ${MEMORY_MB_MAX} MB that are allowed; hold less.`)
    return shown(outcome, [number('memory MB', most, MEMORY_MB_MAX)])
  },
}

function mostOf(input: MeasureInput, amount: (render: RenderFacts) => number): number | null {
  const amounts = ranIn(input).map(amount)
  return amounts.length === 0 ? null : Math.max(...amounts)
}

function ranIn({ renders }: MeasureInput): readonly RenderFacts[] {
  return renders.filter(({ report }) => report.outcome === 'ok')
}
