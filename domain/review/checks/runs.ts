import { failed, listed, notMeasured, passed } from '../check.ts'
import type { Check, Outcome } from '../check.ts'
import type { FactValue, FigureFacts, Marks } from '../facts.schema.ts'
import type { MeasureInput, RenderFacts } from '../measure.schema.ts'
import { isNear, placeOf, spanOf } from '../values.ts'

/** Outcomes that say nothing about the code. */
const NO_VERDICT: readonly string[] = ['killed', 'queue_full', 'sandbox_error']

/** What the name of a check that belongs to one Python starts with. */
export const RUNS_PREFIX = 'runs-'

/** The code runs to its end on one Python; a Python that was not asked for is passed over. */
export function runsOn(python: RenderFacts['python']): Check {
  return {
    name: `${RUNS_PREFIX}${python}`,
    criterion: 'runs',
    points: 3,
    veto: 'always',
    measure: ({ renders }) => {
      const render = renders.find((each) => each.python === python)
      return render === undefined ? null : outcomeOf(render)
    },
  }
}

/** Every Python draws the same marks and texts. */
export const pythonsAgree: Check = {
  name: 'pythons-agree',
  criterion: 'runs',
  points: 3,
  veto: 'always',
  restsOnFigure: true,
  measure: (input) => {
    const described = input.renders.flatMap(({ python, facts }) =>
      facts === null ? [] : [{ python, facts }],
    )
    const reference = described.find(({ python }) => python === input.picturePython)
    if (input.renders.length === 0 || reference === undefined) return notMeasured('no figure to compare with')
    const others = described.filter((each) => each !== reference)
    const different = others.flatMap(({ python, facts }) => {
      const what = differenceOf(reference.facts, facts)
      return what === null ? [] : [`${python}: ${what}`]
    })
    if (different.length > 0) return failed(`Other Pythons draw something else (${listed(different)}).`)
    return passed(`${described.length} Pythons draw the same.`)
  },
}

function outcomeOf({ python, report, facts }: RenderFacts): Outcome {
  const { outcome } = report
  if (NO_VERDICT.includes(outcome)) return notMeasured(`Python ${python}: the sandbox ended with ${outcome}.`)
  if (outcome !== 'ok') return failed(`Python ${python}: ${outcome}${reasonOf(report)}.`)
  if (facts === null) return failed(`Python ${python}: the figure it left behind cannot be read.`)
  return passed(`Python ${python}: ran in ${Math.round(report.cpuMs)} ms of CPU time.`)
}

function reasonOf({ denied, error }: RenderFacts['report']): string {
  const [first] = denied
  if (first !== undefined) return `, ${first.rule} ${first.name} is not allowed${lineOf(first.line)}`
  return error === null ? '' : `, ${error.type}: ${error.message}${lineOf(error.line)}`
}

function lineOf(line: number | null): string {
  return line === null ? '' : ` (line ${line})`
}

function differenceOf(a: FigureFacts, b: FigureFacts): string | null {
  if (a.title !== b.title) return 'another title'
  if (wordsOf(a) !== wordsOf(b)) return 'other axis titles or legend'
  const [first, second] = [ordered(a.marks), ordered(b.marks)]
  if (first.length !== second.length) return `${second.length} series of marks instead of ${first.length}`
  const odd = first.find((mark, at) => !sameMarks(mark, second[at]))
  return odd === undefined ? null : `other values${odd.series === null ? '' : ` of ${odd.series}`}`
}

function wordsOf({ axes, legend }: FigureFacts): string {
  return JSON.stringify([
    axes.map((axis) => [axis.dimension, axis.label]),
    [...(legend?.labels ?? [])].sort(),
  ])
}

function ordered(marks: readonly Marks[]): readonly Marks[] {
  const key = (mark: Marks) => JSON.stringify([mark.type, mark.series, mark.color])
  return [...marks].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function sameMarks(a: Marks, b: Marks | undefined): boolean {
  if (b === undefined || a.type !== b.type || a.series !== b.series) return false
  const [first, second] = [Object.entries(a.values), Object.keys(b.values)]
  return (
    first.length === second.length && first.every(([key, values]) => sameValues(values, b.values[key] ?? []))
  )
}

function sameValues(a: readonly FactValue[], b: readonly FactValue[]): boolean {
  if (a.length !== b.length) return false
  const span = spanOf(a.map(placeOf).filter((place) => place !== null))
  return a.every((value, at) => {
    const other = b[at]
    return typeof value === 'number' && typeof other === 'number'
      ? isNear(other, value, span)
      : value === other
  })
}

/** Whether any execution was asked for at all. */
export const wasRun: Check = {
  name: 'was-run',
  criterion: 'runs',
  points: 0,
  veto: 'always',
  measure: ({ renders }: MeasureInput) =>
    renders.length === 0 ? notMeasured('It was run on no Python.') : null,
}
