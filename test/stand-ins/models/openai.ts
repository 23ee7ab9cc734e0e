import { decodedUrl, list, object, text, texts } from './wire.ts'
import type { Answer, Json, Wire } from './wire.ts'

const CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
}

function failure({ status, exhausted, message }: Parameters<Wire['failure']>[0]): Json {
  const code = exhausted ? 'insufficient_quota' : (CODES[status] ?? null)
  return {
    error: { message: message ?? `status ${status}`, type: 'invalid_request_error', param: null, code },
  }
}

/** OpenAI's Responses. */
export const openAiWire: Wire = {
  family: 'openai',
  path: /^\/v1\/responses$/,
  keyHeader: 'authorization',
  waitHeader: true,
  read: (body) => {
    const parts = list(body['input']).flatMap((message) => list(message['content']))
    const format = object(object(body['text'])['format'])
    return {
      model: text(body['model']),
      instructions: text(body['instructions']),
      texts: texts(parts),
      images: parts.filter(({ type }) => type === 'input_image').map((part) => decodedUrl(part['image_url'])),
      schema: format['type'] === 'json_schema' ? object(format['schema']) : null,
    }
  },
  answer: (model, answer) => ({
    id: 'resp_stand_in',
    object: 'response',
    model,
    status: answer.stop === 'length' ? 'incomplete' : 'completed',
    incomplete_details: answer.stop === 'length' ? { reason: 'max_output_tokens' } : null,
    error: null,
    output: [
      // Models that think put that first.
      { type: 'reasoning', id: 'rs_stand_in', summary: [] },
      {
        type: 'message',
        id: 'msg_stand_in',
        role: 'assistant',
        status: 'completed',
        content: [contentOf(answer)],
      },
    ],
    ...usageOf(answer),
  }),
  failure,
}

function contentOf({ stop, text: answered }: Answer): Json {
  if (stop === 'refusal') return { type: 'refusal', refusal: answered }
  return { type: 'output_text', text: answered, annotations: [] }
}

function usageOf({ usage }: Answer): Json {
  if (usage === null) return {}
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  return {
    usage: {
      input_tokens: input,
      input_tokens_details: {
        cached_tokens: usage.cacheReadTokens,
        cache_write_tokens: usage.cacheWriteTokens,
      },
      output_tokens: usage.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + usage.outputTokens,
    },
  }
}

const FINISHES = { end: 'stop', length: 'length', refusal: 'content_filter' } as const

/** Chat Completions, as servers of one's own speak it. */
export const chatWire: Wire = {
  family: 'local',
  path: /^\/local\/v1\/chat\/completions$/,
  keyHeader: 'authorization',
  waitHeader: true,
  read: (body) => {
    const messages = list(body['messages'])
    const parts = messages.flatMap((message) => list(message['content']))
    const format = object(object(body['response_format'])['json_schema'])
    return {
      model: text(body['model']),
      instructions: text(messages.find(({ role }) => role === 'system')?.['content']),
      texts: texts(parts),
      images: parts
        .filter(({ type }) => type === 'image_url')
        .map((part) => decodedUrl(object(part['image_url'])['url'])),
      schema: format['schema'] === undefined ? null : object(format['schema']),
    }
  },
  answer: (model, { text: content, stop, usage }) => ({
    id: 'chatcmpl-stand-in',
    object: 'chat.completion',
    model,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: FINISHES[stop] }],
    ...(usage && {
      usage: {
        prompt_tokens: usage.inputTokens + usage.cacheReadTokens,
        completion_tokens: usage.outputTokens,
        prompt_tokens_details: { cached_tokens: usage.cacheReadTokens },
      },
    }),
  }),
  failure,
}
