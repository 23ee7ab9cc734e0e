import { AUTHOR_FINDINGS_MAX, AUTHOR_TIMEOUT_MS, AUTHOR_TOKENS_MAX } from '../domain/plot/limits.ts'
import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import { readable, sourceProblems } from '../domain/plot/source.ts'
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
  /** the Pythons that the file will be run on */
  readonly tried: readonly PythonVersion[]
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
  const instructions = await authorInstructions(parts.root, request)
  const material = materialOf(request)
  const first = await attempt(parts, request, { instructions, texts: material, isLast: false })
  if (first.kind !== 'unusable' || first.fault === 'refusal') return first
  const rejected = section('YOUR LAST ANSWER WAS NOT ACCEPTED', first.problems)
  const answer = first.code === null ? [] : [section('YOUR LAST FILE', first.code)]
  const texts = [...material, ...answer, rejected]
  return withoutCode(await attempt(parts, request, { instructions, texts, isLast: true }))
}

/** The instructions for a request, and what identifies them: another text, another author. */
export async function authorInstructions(
  root: string,
  { library, variant }: Pick<AuthorRequest, 'library' | 'variant'>,
): Promise<string> {
  const second = variant === null ? [] : (['author-variant'] as const)
  const names = ['author', `author-${library}`, ...second] as const
  const prompts = await Promise.all(names.map((name) => loadPrompt(root, name)))
  return prompts.map(({ text }) => text).join('\n')
}

/** What a model may know, in the order of what changes least. */
function materialOf(request: AuthorRequest): readonly string[] {
  const { spec, library, sample, previous } = request
  const texts = [
    section('SPECIFICATION', specContent(spec)),
    section('LIBRARY', library),
    section('SAMPLE', sample),
    section('PYTHONS', pythonsOf(request)),
    ...startOf(request),
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

/** What the file starts from, besides the specification: a file for some Pythons follows the one beside it alone. */
function startOf({ improvement, variant }: AuthorRequest): readonly string[] {
  if (variant !== null) return [section('COMMON CODE', variant.common)]
  if (improvement === undefined) return []
  return [section('PUBLISHED CODE', improvement.code), section('REQUEST', improvement.request)]
}

/** The Pythons that the file must run on. */
function pythonsOf({ spec, variant }: AuthorRequest): readonly PythonVersion[] {
  return variant?.pythons ?? spec.python
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
  /** nobody is asked after this: what only some of the Pythons can read is then left to a run on the others */
  readonly isLast: boolean
}

/** One answer, with the code of an unacceptable file for the second try. */
type Attempt = Authored | (Extract<ModelAuthored, { kind: 'unusable' }> & { readonly code: string | null })

async function attempt(
  parts: ModelAuthorParts,
  request: AuthorRequest,
  { instructions, texts, isLast }: Question,
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
  const facts = await parts.parse(answer.code, pythonsOf(request))
  const problems = sourceProblems(isLast ? readable(facts, parts.tried) : facts, request)
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
