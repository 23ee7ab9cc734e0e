import { Context } from '@temporalio/activity'

import { readAnswer } from '../ai/answer.ts'
import { portableSchema } from '../ai/portable-schema.ts'
import type { Prompt } from '../ai/prompts.ts'
import type { ModelPart } from '../ai/provider.ts'
import { opinionOf, reviewParts } from '../ai/reviewer.ts'
import { findOpinions, findRenders, findReview, insertOpinion } from '../db/queries/review.ts'
import type { ReviewRow } from '../db/queries/review.ts'
import { AppError } from '../domain/errors.ts'
import { OpinionAnswer } from '../domain/review/opinion.schema.ts'
import type { Abstention, Opinion } from '../domain/review/opinion.schema.ts'
import { faultsOf } from '../domain/review/panel.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import type { ModelActivities, OpinionRef } from '../temporal/contracts/plot.ts'
import { distinct, fileFor, readFiles } from './code.ts'
import { readSpec } from './material.ts'
import { askModel } from './model-call.ts'
import type { ModelDeps, Question } from './model-call.ts'

/** What a family needs to judge. */
export interface ReviewerDeps extends ModelDeps {
  readonly prompt: Prompt
}

type Request = Parameters<ModelActivities['askReviewer']>[0]

const OUTPUT = { name: 'opinion', schema: portableSchema(OpinionAnswer) }

/** Room for six reasons and some problems; an answer that is cut off gets twice as much once. */
const OUTPUT_TOKENS_MAX = 4000

/** Longest message of an abstention, as its schema has it. */
const MESSAGE_LENGTH_MAX = 300

/** Has a family judge one measured attempt, or says why it does not. */
export async function opine(deps: ReviewerDeps, request: Request): Promise<OpinionRef> {
  const { family, measuredKey } = request
  const { model, prompt } = deps
  const key = sha256(canonicalJson({ measuredKey, family, model: model.id, prompt: prompt.digest }))
  const [known] = await findOpinions(deps.db, [key])
  if (known) return { kind: 'opinion', family, key }
  const judged = await judgeOnce(deps, request, await materialOf(deps, request))
  if ('reason' in judged) return { kind: 'abstained', ...judged }
  const about = { key, measuredKey, family, model: model.id, promptDigest: prompt.digest }
  await insertOpinion(deps.db, request.plotId, { ...about, opinion: judged })
  return { kind: 'opinion', family, key }
}

/** Asks, and asks a second time with what was wrong about the first answer. */
async function judgeOnce(
  deps: ReviewerDeps,
  request: Request,
  material: readonly ModelPart[],
): Promise<Opinion | Abstention> {
  const first = await ask(deps, request, { parts: material, outputTokensMax: OUTPUT_TOKENS_MAX })
  if (first.kind !== 'unusable' || first.fault === 'refusal') return settled(first, request)
  const parts: readonly ModelPart[] = [...material, { kind: 'text', text: first.message }]
  const room = first.fault === 'cut_off' ? 2 : 1
  return settled(await ask(deps, request, { parts, outputTokensMax: room * OUTPUT_TOKENS_MAX }), request)
}

type Judged =
  | { readonly kind: 'opinion'; readonly opinion: Opinion }
  | { readonly kind: 'abstained'; readonly reason: Abstention['reason']; readonly message: string }
  | {
      readonly kind: 'unusable'
      readonly fault: 'unparseable' | 'cut_off' | 'refusal'
      readonly message: string
    }

async function ask(
  deps: ReviewerDeps,
  { runId, library, attempt, family }: Request,
  asked: Pick<Question['ask'], 'parts' | 'outputTokensMax'>,
): Promise<Judged> {
  const instructions = deps.prompt.text
  const { model } = deps
  const said = await askModel(deps, {
    runId,
    library,
    attempt,
    purpose: 'reviewer',
    ask: { ...asked, instructions, output: OUTPUT },
    signal: Context.current().cancellationSignal,
  })
  if (said.kind === 'abstained') return said
  const answer = readAnswer(said.reply, OpinionAnswer)
  if (answer.kind === 'unusable') return answer
  const faults = faultsOf(answer.value)
  if (faults.length > 0)
    return {
      kind: 'unusable',
      fault: 'unparseable',
      message: `Your answer is not complete: ${faults.join('; ')}.`,
    }
  const opinion = opinionOf(answer.value, { family, model: model.id, unfit: model.unfit, instructions })
  return { kind: 'opinion', opinion }
}

function settled(judged: Judged, { family }: Request): Opinion | Abstention {
  if (judged.kind === 'opinion') return judged.opinion
  const message = judged.message.slice(0, MESSAGE_LENGTH_MAX)
  if (judged.kind === 'abstained') return { family, reason: judged.reason, message }
  return { family, reason: judged.fault === 'refusal' ? 'refusal' : 'unparseable', message }
}

async function materialOf(deps: ReviewerDeps, request: Request): Promise<readonly ModelPart[]> {
  const measured = await findReview(deps.db, request.measuredKey)
  if (!measured) throw new AppError('internal', `review ${request.measuredKey} is not in the database`)
  return reviewParts({
    spec: await readSpec(deps, request),
    library: request.library,
    ...(await codeOf(deps, request, measured)),
    findings: measured.review.findings,
    picture: await pictureOf(deps, measured),
  })
}

/** The file that drew the picture, and those beside it. */
async function codeOf(deps: ReviewerDeps, { codeSha }: Request, { review }: ReviewRow) {
  const files = await readFiles(deps, codeSha)
  const shown = fileFor(files, review.pythons.at(-1) ?? '3.13')
  const others = distinct(files).filter(({ sha }) => sha !== shown.sha)
  return { code: shown.text, others: others.map(({ name, text }) => ({ name, code: text })) }
}

async function pictureOf(deps: ReviewerDeps, { pictureKey }: ReviewRow): Promise<Uint8Array | null> {
  const [render] = await findRenders(deps.db, pictureKey === null ? [] : [pictureKey])
  return render?.pictureSha ? deps.storage.get(render.pictureSha) : null
}
