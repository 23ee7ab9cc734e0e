import OpenAI from 'openai'
import type {
  ResponseCreateParamsNonStreaming,
  ResponseInputContent,
} from 'openai/resources/responses/responses'
import * as z from 'zod'

import { sha256 } from '../hash.ts'
import { callModel } from './call.ts'
import { OUTAGE, RATE_LIMITED, readBody, refused, unreadable } from './faults.ts'
import type { Outcome } from './faults.ts'
import { OPENAI_CODES, classifyOpenAi } from './openai-faults.ts'
import { ModelCallError } from './provider.ts'
import type { ModelPart, ModelProvider, ModelReply, ModelRequest } from './provider.ts'
import { usageOf } from './usage.ts'

const SERVICE = { name: 'OpenAI', settings: 'OPENAI_API_KEY, OPENAI_BASE_URL and ai/models.yaml' }

const Reply = z.object({
  model: z.string(),
  status: z.string(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  error: z.object({ code: z.string().nullish() }).nullish(),
  output: z.array(
    z.object({
      type: z.string(),
      content: z.array(z.object({ type: z.string(), text: z.string().optional() })).nullish(),
    }),
  ),
  usage: z
    .object({
      input_tokens: z.int(),
      output_tokens: z.int(),
      input_tokens_details: z
        .object({ cached_tokens: z.int().nullish(), cache_write_tokens: z.int().nullish() })
        .nullish(),
    })
    .nullish()
    .catch(null),
})
type Reply = z.infer<typeof Reply>

/** GPT, over the Responses API. Nothing is stored there; calls with the same instructions share a cache key. */
export function createOpenAiProvider(access: {
  readonly apiKey: string
  readonly baseUrl: string
}): ModelProvider {
  const client = new OpenAI({
    apiKey: access.apiKey,
    baseURL: access.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
  })
  const ask = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> =>
    replyOf(
      await client.responses.create(bodyOf(request), { signal, timeout: request.timeoutMs }).asResponse(),
    )
  const classify = (error: unknown) => classifyOpenAi(SERVICE, error)
  return {
    family: 'openai',
    ask: (request) => callModel(request, { classify, ask: (signal) => ask(request, signal) }),
  }
}

function bodyOf(request: ModelRequest): ResponseCreateParamsNonStreaming {
  const { model, instructions, parts, output, outputTokensMax } = request
  return {
    model,
    instructions,
    store: false,
    prompt_cache_key: sha256(instructions).slice(0, 32),
    max_output_tokens: outputTokensMax,
    input: [{ role: 'user', content: parts.map(contentOf) }],
    ...(output && { text: { format: { type: 'json_schema' as const, strict: true, ...output } } }),
  }
}

function contentOf(part: ModelPart): ResponseInputContent {
  if (part.kind === 'text') return { type: 'input_text', text: part.text }
  const data = Buffer.from(part.png).toString('base64')
  return { type: 'input_image', detail: 'high', image_url: `data:image/png;base64,${data}` }
}

async function replyOf(response: Response): Promise<ModelReply> {
  const reply = await readBody(SERVICE, Reply, response)
  const usage = reply.usage ? usageOfCounts(reply.usage) : null
  if (reply.status !== 'completed' && reply.status !== 'incomplete') throw failed(reply, usage)
  const content = reply.output.flatMap((item) => (item.type === 'message' ? (item.content ?? []) : []))
  return {
    text: content.map((part) => (part.type === 'output_text' ? (part.text ?? '') : '')).join(''),
    stop: stopOf(
      reply,
      content.some((part) => part.type === 'refusal'),
    ),
    usage,
    model: reply.model,
    requestId: response.headers.get('x-request-id'),
  }
}

/** Its input tokens include the cached ones. */
function usageOfCounts(usage: NonNullable<Reply['usage']>) {
  const { cached_tokens, cache_write_tokens } = usage.input_tokens_details ?? {}
  return usageOf({
    input: usage.input_tokens,
    output: usage.output_tokens,
    cacheRead: cached_tokens,
    cacheWrite: cache_write_tokens,
  })
}

function stopOf({ status, incomplete_details }: Reply, refusal: boolean): ModelReply['stop'] {
  if (refusal || incomplete_details?.reason === 'content_filter') return 'refusal'
  return status === 'incomplete' ? 'length' : 'end'
}

const FAILURES: Readonly<Record<string, Outcome>> = {
  ...OPENAI_CODES,
  server_error: OUTAGE,
  rate_limit_exceeded: RATE_LIMITED,
}

/** A response can fail although its HTTP status is 200, and may have cost something. */
function failed({ status, error }: Reply, usage: ModelReply['usage']): ModelCallError {
  if (status !== 'failed') return unreadable(SERVICE)
  const codes = [error?.code ?? 'server_error']
  const known = refused(SERVICE, { status: 200, codes, text: '', retryAfterMs: null }, FAILURES)
  return new ModelCallError(known.message, { ...known, usage })
}
