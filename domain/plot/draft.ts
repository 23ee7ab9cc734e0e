import type * as z from 'zod'

import type { Problem } from '../errors.ts'
import { isInstruction } from '../review/instructions.ts'
import type { Draft } from './draft.schema.ts'
import { DRAFT_LINES_MAX, DRAFT_LINE_LENGTH_MAX, DRAFT_NAMES_MAX } from './limits.ts'
import { Library, PythonVersion, Spec } from './plot.schema.ts'
import type { PlotId, Slot, SlotType } from './plot.schema.ts'
import type { SampleColumn } from './sample-header.ts'
import type { ColumnNotes, SampleNotes } from './sample.schema.ts'
import { specProblems } from './spec.ts'
import { normaliseTags } from './tags.ts'

/** A column of a sample, and what is known of it; without a label nothing is. */
export interface OfferedColumn extends SampleColumn, Partial<ColumnNotes> {}

/** A sample a draft may name, with its columns. */
export interface OfferedSample extends Partial<Pick<SampleNotes, 'about' | 'domain'>> {
  readonly path: string
  readonly rows: number
  readonly columns: readonly OfferedColumn[]
}

/** Either a spec that is valid in itself and fits its sample, or everything that is wrong with the draft. */
export type DraftedSpec =
  | { readonly kind: 'spec'; readonly spec: Spec }
  | { readonly kind: 'faulty'; readonly problems: readonly Problem[] }

/** A draft as the spec of a new plot, for all libraries and Pythons. */
export function specOfDraft(
  draft: Draft,
  { plotId, samples }: { readonly plotId: PlotId; readonly samples: readonly OfferedSample[] },
): DraftedSpec {
  const parsed = Spec.safeParse(asSpec(draft, plotId))
  if (!parsed.success) return { kind: 'faulty', problems: parsed.error.issues.map(problemOf) }
  const { data: spec } = parsed
  const problems = [...specProblems(spec), ...lineProblems(spec), ...sampleProblems(spec, samples)]
  return problems.length === 0 ? { kind: 'spec', spec } : { kind: 'faulty', problems }
}

function asSpec({ slots, chart, sample, tags, ...texts }: Draft, plotId: PlotId): unknown {
  const columns = slots.flatMap(({ name, column }) => (column === null ? [] : [[name, column] as const]))
  return {
    plot_id: plotId,
    version: '1.0.0',
    ...texts,
    data: slots.map(({ column: _, ...slot }) => withoutNull(slot)),
    chart: withoutNull(chart),
    sample: { path: sample, columns: Object.fromEntries(columns) },
    tags: normaliseTags(tags).tags,
    libraries: Library.options,
    python: PythonVersion.options,
  }
}

function withoutNull(object: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))
}

function problemOf({ path, message }: z.core.$ZodIssue): Problem {
  return { path: path.join('.'), message }
}

/** What keeps a spec readable for people, and each of its texts on one line. */
function lineProblems({ title, description, requirements, data }: Spec): readonly Problem[] {
  const lists = Object.entries(requirements)
  const tooMany = lists
    .filter(([, lines]) => lines.length > DRAFT_LINES_MAX)
    .map(([name]) => ({ path: `requirements.${name}`, message: `more than ${DRAFT_LINES_MAX} entries` }))
  const texts = [
    ['title', title] as const,
    ['description', description] as const,
    ...lists.flatMap(([name, lines]) => lines.map((line) => [`requirements.${name}`, line] as const)),
    ...data.map((slot) => [`slots.${slot.name}`, wordsOfSlot(slot)] as const),
  ]
  const broken = texts
    .filter(([, text]) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text))
    .map(([path]) => ({ path, message: 'holds a line break or an invisible character' }))
  const tooLong = texts
    .filter(([path, text]) => path.startsWith('requirements') && text.length > DRAFT_LINE_LENGTH_MAX)
    .map(([path]) => ({ path, message: `has an entry of more than ${DRAFT_LINE_LENGTH_MAX} characters` }))
  const speaking = texts
    .filter(([, text]) => isInstruction(text))
    .map(([path]) => ({ path, message: 'speaks to whoever judges, and not of the chart' }))
  return [...tooMany, ...broken, ...tooLong, ...speaking]
}

function wordsOfSlot({ label = '', unit = '', description = '' }: Slot): string {
  return `${label} ${unit} ${description}`
}

function sampleProblems({ sample, data }: Spec, samples: readonly OfferedSample[]): readonly Problem[] {
  const offered = samples.find(({ path }) => path === sample.path)
  if (offered === undefined) {
    return [{ path: 'sample', message: `${sample.path} is not one of the samples` }]
  }
  return data.flatMap(({ name, types }) => {
    const wanted = sample.columns[name]
    const column = offered.columns.find((candidate) => candidate.name === wanted)
    if (wanted === undefined || (column && fits(column, types))) return []
    const path = `slots.${name}`
    if (column === undefined) return [{ path, message: `${sample.path} has no column ${wanted}` }]
    return [{ path, message: `the column ${wanted} is ${column.type}, the slot takes ${types.join(', ')}` }]
  })
}

/** Numbers and dates can be names too where there are few; names can be in an order that no header tells. */
export function fits({ type, distinct }: SampleColumn, types: readonly SlotType[]): boolean {
  if (types.includes(type)) return true
  const takesNames = types.includes('nominal') || types.includes('ordinal')
  return takesNames && (type === 'nominal' || distinct <= DRAFT_NAMES_MAX)
}
