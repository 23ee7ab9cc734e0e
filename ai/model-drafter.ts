import { CHARTS } from '../domain/plot/charts.ts'
import { specOfDraft } from '../domain/plot/draft.ts'
import type { OfferedSample } from '../domain/plot/draft.ts'
import { DraftAnswer } from '../domain/plot/draft.schema.ts'
import { AppError } from '../domain/errors.ts'
import { AUTHOR_TIMEOUT_MS, DRAFT_TOKENS_MAX, IDEA_LENGTH_MAX } from '../domain/plot/limits.ts'
import type { PlotId, Spec } from '../domain/plot/plot.schema.ts'
import { TAG_REGISTRY } from '../domain/plot/tag-registry.ts'
import { TagDimension } from '../domain/plot/tags.schema.ts'
import { readAnswer } from './answer.ts'
import type { ModelAuthorParts } from './model-author.ts'
import { portableSchema } from './portable-schema.ts'
import { loadPrompt } from './prompts.ts'
import { section } from './section.ts'

/** An idea, the id its plot will have, and the samples a spec may name. */
export interface DraftRequest {
  readonly idea: string
  readonly plotId: PlotId
  readonly samples: readonly OfferedSample[]
}

/** A valid spec, which a person has not seen yet; or why there is none. */
export type Drafted =
  | { readonly kind: 'drafted'; readonly spec: Spec; readonly reasoning: string }
  | { readonly kind: 'not_expressible'; readonly reason: string }
  | {
      readonly kind: 'unusable'
      readonly fault: 'refusal' | 'cut_off' | 'not_acceptable'
      readonly problems: readonly string[]
    }

/** What a model's own words may fill. */
const REASONING_LENGTH_MAX = 600
const PROBLEMS_SHOWN = 12

/**
 * Has a model draft the spec of a plot from an idea. A draft that is no valid spec is given back once, with the
 * reasons; so there are two calls at most.
 * @throws AppError `limit_exceeded` when the idea is too long
 */
export async function draftWithModel(
  parts: Omit<ModelAuthorParts, 'parse' | 'tried'>,
  request: DraftRequest,
): Promise<Drafted> {
  if (request.idea.length > IDEA_LENGTH_MAX) {
    throw new AppError(
      'limit_exceeded',
      `the idea has ${request.idea.length} characters; tell it in ${IDEA_LENGTH_MAX}`,
    )
  }
  const instructions = (await loadPrompt(parts.root, 'draft')).text
  const material = materialOf(request)
  const first = await attempt(parts, request, { instructions, texts: material })
  if (first.kind !== 'unusable' || first.fault === 'refusal') return first
  const rejected = section('YOUR LAST ANSWER WAS NOT ACCEPTED', first.problems)
  return attempt(parts, request, { instructions, texts: [...material, rejected] })
}

/** In the order of what changes least. */
function materialOf({ idea, samples }: DraftRequest): readonly string[] {
  const types = Object.entries(CHARTS).map(([type, { roles, options }]) => ({ type, roles, options }))
  const tags = TagDimension.options.map((dimension) => ({
    dimension,
    tags: TAG_REGISTRY.filter((tag) => tag.dimension === dimension).map(({ slug }) => slug),
  }))
  return [
    section('CHART TYPES', types),
    section('TAGS', tags),
    section('SAMPLES', samples),
    section('IDEA', idea),
  ]
}

interface Question {
  readonly instructions: string
  readonly texts: readonly string[]
}

async function attempt(
  { ask, model, signal }: Omit<ModelAuthorParts, 'parse' | 'tried'>,
  { plotId, samples }: DraftRequest,
  { instructions, texts }: Question,
): Promise<Drafted> {
  const reply = await ask({
    model,
    instructions,
    parts: texts.map((text) => ({ kind: 'text', text })),
    output: { name: 'draft', schema: portableSchema(DraftAnswer) },
    outputTokensMax: DRAFT_TOKENS_MAX,
    timeoutMs: AUTHOR_TIMEOUT_MS,
    signal,
  })
  const answer = readAnswer(reply, DraftAnswer)
  if (answer.kind === 'unusable') {
    const fault = answer.fault === 'unparseable' ? 'not_acceptable' : answer.fault
    return { kind: 'unusable', fault, problems: [answer.message] }
  }
  const reasoning = answer.value.reasoning.slice(0, REASONING_LENGTH_MAX)
  const { draft } = answer.value
  if (draft === null) return { kind: 'not_expressible', reason: reasoning }
  const drafted = specOfDraft(draft, { plotId, samples })
  if (drafted.kind === 'spec') return { kind: 'drafted', spec: drafted.spec, reasoning }
  const problems = drafted.problems.slice(0, PROBLEMS_SHOWN)
  return {
    kind: 'unusable',
    fault: 'not_acceptable',
    problems: problems.map(({ path, message, fix }) => `${path}: ${message}${fix ? `; ${fix}` : ''}`),
  }
}
