import { readAnswer } from '../../ai/answer.ts'
import { priceOn } from '../../ai/models.ts'
import type { Model } from '../../ai/models.ts'
import { portableSchema } from '../../ai/portable-schema.ts'
import type { Prompt } from '../../ai/prompts.ts'
import { ModelCallError } from '../../ai/provider.ts'
import type { ModelProvider, ModelReply, ModelRequest } from '../../ai/provider.ts'
import { opinionOf, reviewParts } from '../../ai/reviewer.ts'
import { costOf, worstCaseOf } from '../../domain/budget/cost.ts'
import type { Price } from '../../domain/budget/budget.schema.ts'
import { CALL_TIMEOUT_MS } from '../../domain/budget/limits.ts'
import { QUALITY_BAR } from '../../domain/review/limits.ts'
import { measure } from '../../domain/review/measure.ts'
import { OpinionAnswer } from '../../domain/review/opinion.schema.ts'
import type { Opinion } from '../../domain/review/opinion.schema.ts'
import { faultsOf } from '../../domain/review/panel.ts'
import type { Judge, Judgement } from './judge.ts'
import type { Specimen } from './lab.ts'

/** A model behind its provider, with the instructions that it gets. */
export interface ModelReviewer {
  readonly provider: ModelProvider
  readonly model: Model
  readonly prompt: Prompt
  /** by UTC, as prices count it */
  readonly day: string
  /** what all calls together may cost, in micro-dollars */
  readonly capMicroUsd: number
}

const OUTPUT = { name: 'opinion', schema: portableSchema(OpinionAnswer) }
const OUTPUT_TOKENS_MAX = 4000

/** A single model as a judge, without a panel around it: its score is the plain average of its criteria. */
export function modelJudge(reviewer: ModelReviewer): Judge {
  const { model, prompt, provider } = reviewer
  const price = amounts(reviewer)
  let spent = 0
  return {
    name: `${provider.family} ${model.id}, prompt ${prompt.digest.slice(0, 8)}`,
    isSteady: false,
    async judge(specimen) {
      const request = requestFor(reviewer, specimen)
      if (spent + worstCaseOf(request, price) > reviewer.capMicroUsd) return silence(0, 0)
      const begin = performance.now()
      const reply = await replyTo(provider, request)
      const microUsd = reply?.usage ? costOf(reply.usage, price) : 0
      spent += microUsd
      const elapsedMs = performance.now() - begin
      const opinion = reply && opinionIn(reply, reviewer)
      return opinion === null ? silence(microUsd, elapsedMs) : judgementOf(opinion, microUsd, elapsedMs)
    },
  }
}

function requestFor({ model, prompt }: ModelReviewer, { input, png }: Specimen): ModelRequest {
  const { spec, library, code } = input
  return {
    model: model.id,
    instructions: prompt.text,
    parts: reviewParts({ spec, library, code, findings: measure(input), picture: png }),
    output: OUTPUT,
    outputTokensMax: OUTPUT_TOKENS_MAX,
    timeoutMs: CALL_TIMEOUT_MS,
    signal: new AbortController().signal,
  }
}

/** Null: it gave no answer, which counts as no opinion; a wrong request is a fault of ours. */
async function replyTo(provider: ModelProvider, request: ModelRequest): Promise<ModelReply | null> {
  try {
    return await provider.ask(request)
  } catch (error) {
    if (error instanceof ModelCallError && error.kind !== 'bug') return null
    throw error
  }
}

function opinionIn(reply: ModelReply, { provider, model, prompt }: ModelReviewer): Opinion | null {
  const answer = readAnswer(reply, OpinionAnswer)
  if (answer.kind === 'unusable' || faultsOf(answer.value).length > 0) return null
  const { family } = provider
  return opinionOf(answer.value, { family, model: model.id, unfit: [], instructions: prompt.text })
}

function judgementOf({ scores }: Opinion, microUsd: number, elapsedMs: number): Judgement {
  const points = Object.values(scores)
  const score = points.reduce((sum, each) => sum + each, 0) / points.length
  return { score, approves: score >= QUALITY_BAR, criteria: scores, findings: [], microUsd, elapsedMs }
}

function silence(microUsd: number, elapsedMs: number): Judgement {
  return { score: null, approves: false, criteria: {}, findings: [], microUsd, elapsedMs }
}

function amounts({ model, day }: ModelReviewer): Price {
  const { input, output, cache_read: cacheRead, cache_write: cacheWrite } = priceOn(model, day)
  return { input, output, cacheRead, cacheWrite }
}
