import type { Library, Spec } from '../domain/plot/plot.schema.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import { JudgedCriterion } from '../domain/review/opinion.schema.ts'
import type { Opinion, OpinionAnswer } from '../domain/review/opinion.schema.ts'
import { levelPoints } from '../domain/review/panel.ts'
import type { Finding } from '../domain/review/review.schema.ts'
import { bareCode } from './bare-code.ts'
import { barePicture } from './bare-picture.ts'
import type { ModelPart } from './provider.ts'
import { section } from './section.ts'

/** What a reviewer is shown. Who wrote it, how often it was tried and how others judged it is not among it. */
export interface ReviewSubject {
  readonly spec: Spec
  readonly library: Library
  readonly code: string
  /** files for some Pythons beside it */
  readonly others?: readonly { readonly name: string; readonly code: string }[]
  /** by measurement */
  readonly findings: readonly Finding[]
  /** null: nothing was drawn */
  readonly picture: Uint8Array | null
}

/** Longest evidence that is kept. */
const EVIDENCE_LENGTH_MAX = 300

/** Words in a row of the instructions from which on evidence repeats them instead of judging. */
const REPEATED_WORDS_MIN = 8

/** The material of one review, in the order of what changes least; instructions come apart from it. */
export function reviewParts(subject: ReviewSubject): readonly ModelPart[] {
  const { spec, library, code, others = [], findings, picture } = subject
  const { title, description, requirements, data, chart } = spec
  const texts = [
    section('SPECIFICATION', { library, title, description, requirements, data, chart }),
    section('MEASUREMENTS', measurements(findings)),
    section('CODE', bareCode(code)),
    ...others.map((file) => section(`CODE OF ${file.name}`, bareCode(file.code))),
  ]
  const parts: readonly ModelPart[] = texts.map((text) => ({ kind: 'text', text }))
  return picture === null ? parts : [...parts, { kind: 'image', png: barePicture(picture) }]
}

/** A complete answer as an opinion. Evidence that repeats the instructions or names a key is withheld. */
export function opinionOf(
  answer: OpinionAnswer,
  judge: Pick<Opinion, 'model' | 'unfit'> & { readonly family: ModelFamily; readonly instructions: string },
): Opinion {
  const { family, model, unfit, instructions } = judge
  const said = new Map(answer.criteria.map((entry) => [entry.id, entry]))
  const evidence = (text: string) => shown(text, instructions)
  return {
    family,
    model,
    unfit,
    scores: perCriterion((id) => levelPoints(said.get(id)?.level ?? '0')),
    evidence: perCriterion((id) => evidence(said.get(id)?.evidence ?? '')),
    problems: answer.problems.map((problem) => ({
      kind: problem.kind,
      evidence: evidence(problem.evidence),
    })),
  }
}

/** Only what failed is told in words: what passed may name times and sizes, which are others on every machine. */
function measurements(findings: readonly Finding[]) {
  const named = (status: Finding['status']) => findings.filter((finding) => finding.status === status)
  return {
    passed: named('passed').map(({ check }) => check),
    failed: named('failed').map(({ check, message }) => ({ check, message })),
    notMeasured: named('not_measured').map(({ check }) => check),
  }
}

function perCriterion<Value>(valueOf: (criterion: JudgedCriterion) => Value): Record<JudgedCriterion, Value> {
  const entries = JudgedCriterion.options.map((criterion) => [criterion, valueOf(criterion)] as const)
  return Object.fromEntries(entries) as Record<JudgedCriterion, Value>
}

function shown(text: string, instructions: string): string {
  const withheld = repeats(text, instructions) || /\b(?:sk|key|AIza)[-_A-Za-z0-9]{16,}/.test(text)
  return withheld ? '(withheld: it repeats what the reviewer was given)' : text.slice(0, EVIDENCE_LENGTH_MAX)
}

function repeats(text: string, instructions: string): boolean {
  const known = ` ${wordsOf(instructions).join(' ')} `
  const words = wordsOf(text)
  return words.some((_, at) => {
    const row = words.slice(at, at + REPEATED_WORDS_MIN)
    return row.length === REPEATED_WORDS_MIN && known.includes(` ${row.join(' ')} `)
  })
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
