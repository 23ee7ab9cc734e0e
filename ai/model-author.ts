import { AUTHOR_FINDINGS_MAX, AUTHOR_TIMEOUT_MS, AUTHOR_TOKENS_MAX } from '../domain/plot/limits.ts'
import type { Library, PythonVersion } from '../domain/plot/plot.schema.ts'
import { sourceProblems } from '../domain/plot/source.ts'
import type { SourceFacts } from '../domain/plot/source.schema.ts'
import { specContent } from '../domain/plot/spec.ts'
import type { Finding } from '../domain/review/review.schema.ts'
import type { Authored, AuthorRequest } from './author.ts'
import { readCodeAnswer } from './code-answer.ts'
import { loadPrompt } from './prompts.ts'
import type { ModelReply, ModelRequest } from './provider.ts'
import { section } from './section.ts'

/** What a model wrote, or why it wrote nothing that can be a file of the catalogue. */
export type ModelAuthored =
  | Authored
  | {
      readonly kind: 'unusable'
      /** refusal: it declined · cut_off: no end within its tokens · not_acceptable: twice no acceptable file */
      readonly fault: 'refusal' | 'cut_off' | 'not_acceptable'
      /** sentences for people and for another try */
      readonly problems: readonly string[]
    }

/** What an author that is a model needs. */
export interface ModelAuthorParts {
  /** the checkout, where the prompts are */
  readonly root: string
  readonly model: string
  readonly signal: AbortSignal
  /** asks and pays; throws what the caller wants to see thrown */
  ask(request: ModelRequest): Promise<ModelReply>
  /** what each Python's own parser says */
  parse(code: string, pythons: readonly PythonVersion[]): Promise<readonly SourceFacts[]>
}

/**
 * Has a model write an implementation, or mend one. An answer that is no acceptable file is given back once, with
 * the reasons; so there are two calls at most.
 */
export async function writeWithModel(
  parts: ModelAuthorParts,
  request: AuthorRequest,
): Promise<ModelAuthored> {
  const instructions = await authorInstructions(parts.root, request.library)
  const material = materialOf(request)
  const first = await attempt(parts, request, { instructions, texts: material })
  if (first.kind !== 'unusable' || first.fault === 'refusal') return first
  const rejected = section('YOUR LAST ANSWER WAS NOT ACCEPTED', first.problems)
  const answer = first.code === null ? [] : [section('YOUR LAST FILE', first.code)]
  return withoutCode(
    await attempt(parts, request, { instructions, texts: [...material, ...answer, rejected] }),
  )
}

/** The instructions for a library, and what identifies them: another text, another author. */
export async function authorInstructions(root: string, library: Library): Promise<string> {
  const [common, own] = await Promise.all([loadPrompt(root, 'author'), loadPrompt(root, `author-${library}`)])
  return `${common.text}\n${own.text}`
}

/** What a model may know, in the order of what changes least. */
function materialOf({ spec, library, sample, improvement, previous }: AuthorRequest): readonly string[] {
  const texts = [
    section('SPECIFICATION', specContent(spec)),
    section('LIBRARY', library),
    section('SAMPLE', sample),
    section('PYTHONS', spec.python),
    ...(improvement
      ? [section('PUBLISHED CODE', improvement.code), section('REQUEST', improvement.request)]
      : []),
  ]
  if (previous === null) return texts
  return [
    ...texts,
    section('PREVIOUS CODE', previous.code),
    section(
      'FINDINGS',
      heaviest(previous.findings).map(({ check, message }) => ({ check, message })),
    ),
  ]
}

/** The failed findings, those that refuse first; neither scores nor who found them. */
function heaviest(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .filter(({ status }) => status === 'failed')
    .toSorted((a, b) => Number(b.veto) - Number(a.veto) || b.loss - a.loss)
    .slice(0, AUTHOR_FINDINGS_MAX)
}

interface Question {
  readonly instructions: string
  readonly texts: readonly string[]
}

/** One answer, with the code of an unacceptable file for the second try. */
type Attempt = Authored | (Extract<ModelAuthored, { kind: 'unusable' }> & { readonly code: string | null })

async function attempt(
  parts: ModelAuthorParts,
  { spec, library }: AuthorRequest,
  { instructions, texts }: Question,
): Promise<Attempt> {
  const reply = await parts.ask({
    model: parts.model,
    instructions,
    parts: texts.map((text) => ({ kind: 'text', text })),
    output: null,
    outputTokensMax: AUTHOR_TOKENS_MAX,
    timeoutMs: AUTHOR_TIMEOUT_MS,
    signal: parts.signal,
  })
  if (reply.stop === 'refusal') return unusable('refusal', ['the model declined to write it'])
  if (reply.stop === 'length') return unusable('cut_off', ['it was cut off; write a shorter file'])
  const answer = readCodeAnswer(reply.text)
  if (answer.kind === 'not_expressible') return answer
  if (answer.kind === 'faulty') return unusable('not_acceptable', [answer.problem])
  const problems = sourceProblems(await parts.parse(answer.code, spec.python), { spec, library })
  if (problems.length > 0) return { ...unusable('not_acceptable', problems), code: answer.code }
  return { kind: 'authored', code: answer.code }
}

function unusable(fault: 'refusal' | 'cut_off' | 'not_acceptable', problems: readonly string[]) {
  return { kind: 'unusable' as const, fault, problems, code: null }
}

function withoutCode(made: Attempt): ModelAuthored {
  if (made.kind !== 'unusable') return made
  const { code: _, ...rest } = made
  return rest
}
