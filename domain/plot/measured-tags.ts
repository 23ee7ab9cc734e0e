import type { Check, Outcome } from '../review/check.ts'
import { claimsBorneOut } from '../review/checks/claims.ts'
import { noWarnings } from '../review/checks/code.ts'
import { everyRowDrawn, valuesRight } from '../review/checks/data.ts'
import { runsOn } from '../review/checks/runs.ts'
import type { FigureFacts, Marks } from '../review/facts.schema.ts'
import type { MeasureInput } from '../review/measure.schema.ts'
import type { Finding } from '../review/review.schema.ts'
import { SANDBOX_CPU_S } from '../sandbox/limits.ts'
import type { SandboxOutcome } from '../sandbox/sandbox.schema.ts'
import type { ChartType, Library, PythonVersion, Spec } from './plot.schema.ts'
import { tagFacts } from './tags.ts'
import type { TagFact } from './tags.schema.ts'

/** Raised whenever a detector judges the same execution differently. */
export const TAG_SET_VERSION = 2

/** Charts that are tried with many rows: for these, readers and rules take a time that grows with the rows alone. */
export const MANY_ROWS_CHARTS: readonly ChartType[] = ['scatter', 'line', 'histogram']

/** What is known of an implementation when its tags are measured. */
export interface TagInput {
  readonly spec: Spec
  readonly library: Library
  /** names of the implementation's files */
  readonly files: readonly string[]
  readonly renders: readonly { readonly python: PythonVersion; readonly outcome: SandboxOutcome }[]
  readonly findings: readonly Finding[]
  /** what the reviewed picture shows; null: its figure could not be described */
  readonly facts: FigureFacts | null
  /** the figure of plotly, bokeh or altair, as it left the sandbox */
  readonly figure: unknown
  /** the execution with missing values, and the one with many rows; null: charts of this type are not tried with many */
  readonly missing: MeasureInput
  readonly many: MeasureInput | null
}

/** What executions and checks say of an implementation: each tag that has a detector, whether it holds, and why. */
export function measuredTags(input: TagInput): readonly TagFact[] {
  return [
    ...ofCheck('colorblind-safe', 'color-vision', input.findings),
    ...ofCheck('follows-data', 'follows-data', input.findings),
    ...measured('single-file-for-all-pythons', onAllPythons(input)),
    ...measured('interactive', isInteractive(input)),
    ...measured('handles-missing-data', firstTrouble(input.missing, [valuesRight, noWarnings])),
    ...(input.many === null ? [] : measured('handles-100k-points', firstTrouble(input.many, [valuesRight]))),
    ...markTags(input.facts),
  ]
}

/** Whether an execution ended for want of the machine's time: it says nothing about the code and can be repeated. */
export function isUndecided({ renders }: MeasureInput): boolean {
  return renders.some(({ report }) => report.outcome === 'timeout' && report.cpuMs < SANDBOX_CPU_S * 1000)
}

interface Found {
  readonly holds: boolean | null
  readonly evidence: string
}

function measured(slug: string, found: Found): readonly TagFact[] {
  return tagFacts(slug, { source: 'measured', ...found })
}

const HOLDS: Readonly<Record<Outcome['status'], boolean | null>> = {
  passed: true,
  failed: false,
  not_measured: null,
}

function ofCheck(slug: string, check: string, findings: readonly Finding[]): readonly TagFact[] {
  const found = findings.find((finding) => finding.check === check)
  if (found === undefined)
    return measured(slug, { holds: null, evidence: `${check}: the review has no such check` })
  return measured(slug, { holds: HOLDS[found.status], evidence: `${check}: ${found.message}` })
}

function onAllPythons({ spec, files, renders, findings }: TagInput): Found {
  if (files.length > 1) return { holds: false, evidence: files.join(', ') }
  const broken = renders.filter(({ outcome }) => outcome !== 'ok')
  if (broken.length > 0)
    return { holds: false, evidence: broken.map(({ python, outcome }) => `${python}: ${outcome}`).join(', ') }
  const agree = findings.find(({ check }) => check === 'pythons-agree')
  if (agree?.status === 'failed') return { holds: false, evidence: agree.message }
  const left = spec.python.filter((python) => renders.every((render) => render.python !== python))
  if (left.length > 0) return { holds: null, evidence: `not run on ${left.join(', ')}` }
  return { holds: true, evidence: `ran alike on ${renders.map(({ python }) => python).join(', ')}` }
}

/** Pictures answer to nobody; figures of plotly and bokeh become pages that do; altair's do when asked to. */
function isInteractive({ library, figure }: TagInput): Found {
  if (library === 'matplotlib' || library === 'seaborn')
    return { holds: false, evidence: `${library} leaves a picture` }
  if (library !== 'altair') return { holds: true, evidence: `a figure of ${library} is published as a page` }
  const selects = /"select":/.test(JSON.stringify([figure]))
  return selects
    ? { holds: true, evidence: 'the chart has a selection' }
    : { holds: false, evidence: 'the chart has no selection' }
}

/** The first check that has something to object to, or that could not be made; else what was drawn. */
function firstTrouble(input: MeasureInput, more: readonly Check[]): Found {
  if (isUndecided(input)) return { holds: null, evidence: 'the machine had no time to run it' }
  const checks = [runsOn(input.picturePython), claimsBorneOut, everyRowDrawn, ...more]
  const seen = checks.flatMap((check) => {
    const outcome = check.measure(input)
    return outcome === null ? [] : [{ name: check.name, ...outcome }]
  })
  const bad = seen.find(({ status }) => status === 'failed') ?? seen.find(({ status }) => status !== 'passed')
  if (bad !== undefined) return { holds: HOLDS[bad.status], evidence: `${bad.name}: ${bad.message}` }
  const drawn = seen.flatMap(({ name, message }) => (name === everyRowDrawn.name ? [message] : []))
  return { holds: true, evidence: `${input.data.rows} rows: ${drawn.join('')}` }
}

const MARK_TAGS = {
  point: 'points',
  line: 'lines',
  bar: 'bars',
  histogram: 'bars',
  box: 'boxes',
  area: 'areas',
} as const

function markTags(facts: FigureFacts | null): readonly TagFact[] {
  if (facts === null) return []
  const drawn = Object.entries(MARK_TAGS).flatMap(([type, slug]) => {
    const marks = facts.marks.filter((mark) => mark.type === type && (mark.opacity > 0 || type === 'box'))
    return marks.length === 0
      ? []
      : measured(slug, { holds: true, evidence: `${marks.length} series of type ${type}` })
  })
  return [...drawn, ...groupTags(facts)]
}

function groupTags({ marks, legend }: FigureFacts): readonly TagFact[] {
  const colors = new Set(marks.filter(isNamed).map(({ color }) => color))
  return [
    ...(colors.size < 2
      ? []
      : measured('color-by-group', { holds: true, evidence: `${colors.size} colours of named series` })),
    ...(legend === null
      ? []
      : measured('legend', { holds: true, evidence: `a legend with ${legend.labels.length} names` })),
  ]
}

function isNamed({ series, color }: Marks): boolean {
  return series !== null && color !== null
}
