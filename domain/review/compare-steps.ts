import { short, unmatched } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import { drawnBars } from './drawn-bars.ts'
import type { DrawnBar } from './drawn-bars.ts'
import type { Expected, ExpectedStep } from './expectation.ts'
import type { Marks } from './facts.schema.ts'
import { isNear, spanOf } from './values.ts'

/** Finds each step between its two ends, and the total under a name of its own. */
export function compareSteps({ steps, total }: Expected<'steps'>, marks: readonly Marks[]): Comparison {
  const drawn = marks.flatMap(drawnBars)
  const span = spanOf([0, ...steps.map((step) => step.value)])
  const names = new Set(steps.map((step) => step.category))
  const sums = drawn.filter((bar) => bar.category === null || !names.has(bar.category))
  const bars = drawn.filter((bar) => !sums.includes(bar))
  const { missing, extra } = unmatched(steps, bars, (bar, step) => fits(bar, step, span))
  const right = sums.filter((bar) => fits(bar, { category: '', base: 0, value: total }, span))
  const wrong = Math.max(missing.length, extra) + (right.length === 1 && sums.length === 1 ? 0 : 1)
  return {
    expected: steps.length + 1,
    drawn: drawn.length,
    wrong,
    example: exampleOf(missing[0], total, wrong),
  }
}

function exampleOf(step: ExpectedStep | undefined, total: number, wrong: number): string | null {
  if (step !== undefined)
    return `the bar of ${step.category} must reach from ${short(step.base)} to ${short(step.value)}`
  return wrong === 0 ? null : `one bar more must show the total of ${short(total)}`
}

/** Which end is the base says only whether it rises or falls, which some libraries show by colour alone. */
function fits({ category, base, value }: DrawnBar, step: ExpectedStep, span: number): boolean {
  const forth = isNear(base, step.base, span) && isNear(value, step.value, span)
  const back = isNear(base, step.value, span) && isNear(value, step.base, span)
  return (step.category === '' || category === step.category) && (forth || back)
}
