import OpenAI from 'openai'
import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions'
import * as z from 'zod'

import { callModel } from './call.ts'
import { readBody } from './faults.ts'
import { classifyOpenAi } from './openai-faults.ts'
import type { ModelPart, ModelProvider, ModelReply, ModelRequest } from './provider.ts'
import { usageOf } from './usage.ts'

const SERVICE = { name: 'the local model', settings: 'LOCAL_MODEL_URL, LOCAL_MODEL and LOCAL_MODEL_KEY' }

const Reply = z.object({
  model: z.string(),
  choices: z.tuple([
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
    }),
  ]),
  usage: z
    .object({
      prompt_tokens: z.int(),
      completion_tokens: z.int(),
      prompt_tokens_details: z.object({ cached_tokens: z.int().nullish() }).nullish(),
    })
    .nullish()
    .catch(null),
  id: z.string().nullish(),
})

/** Any server that speaks Chat Completions: Ollama, vLLM, llama.cpp and others. */
export function createCompatibleProvider(access: {
  readonly baseUrl: string
  readonly apiKey: string | undefined
}): ModelProvider {
  const client = new OpenAI({
    // The client wants a key; most servers of one's own ask for none.
    apiKey: access.apiKey ?? 'none',
    baseURL: access.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
  })
  const ask = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> =>
    replyOf(
      await client.chat.completions
        .create(bodyOf(request), { signal, timeout: request.timeoutMs })
        .asResponse(),
    )
  const classify = (error: unknown) => classifyOpenAi(SERVICE, error)
  return {
    family: 'local',
    ask: (request) => callModel(request, { classify, ask: (signal) => ask(request, signal) }),
  }
}

function bodyOf(request: ModelRequest): ChatCompletionCreateParamsNonStreaming {
  const { model, instructions, parts, output, outputTokensMax } = request
  return {
    model,
    // The older name is the one that every such server knows.
    max_tokens: outputTokensMax,
    messages: [
      { role: 'system', content: instructions },
      { role: 'user', content: parts.map(contentOf) },
    ],
    ...(output && {
      response_format: { type: 'json_schema' as const, json_schema: { strict: true, ...output } },
    }),
  }
}

function contentOf(part: ModelPart): ChatCompletionContentPart {
  if (part.kind === 'text') return { type: 'text', text: part.text }
  const data = Buffer.from(part.png).toString('base64')
  return { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } }
}

async function replyOf(response: Response): Promise<ModelReply> {
  const { model, choices, usage, id } = await readBody(SERVICE, Reply, response)
  const [{ finish_reason, message }] = choices
  return {
    text: message.content ?? '',
    stop: message.refusal ? 'refusal' : stopOf(finish_reason ?? 'stop'),
    usage: usage
      ? usageOf({
          input: usage.prompt_tokens,
          output: usage.completion_tokens,
          cacheRead: usage.prompt_tokens_details?.cached_tokens,
        })
      : null,
    model,
    requestId: id ?? null,
  }
}

function stopOf(reason: string): ModelReply['stop'] {
  if (reason === 'content_filter') return 'refusal'
  return reason === 'length' ? 'length' : 'end'
}
