import { decoded, list, object, text, texts } from './wire.ts'
import type { Answer, Json, Wire } from './wire.ts'

const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}
const STOPS = { end: 'end_turn', length: 'max_tokens', refusal: 'refusal' } as const

/** Anthropic's Messages. */
export const anthropicWire: Wire = {
  family: 'anthropic',
  path: /^\/v1\/messages$/,
  keyHeader: 'authorization',
  waitHeader: true,
  read: (body) => {
    const parts = list(body['messages']).flatMap((message) => list(message['content']))
    const format = object(object(body['output_config'])['format'])
    return {
      model: text(body['model']),
      instructions: texts(list(body['system'])).join('\n'),
      texts: texts(parts),
      images: parts
        .filter(({ type }) => type === 'image')
        .map(({ source }) => decoded(object(source)['data'])),
      schema: format['type'] === 'json_schema' ? object(format['schema']) : null,
    }
  },
  answer: (model, answer) => ({
    id: 'msg_stand_in',
    type: 'message',
    role: 'assistant',
    model,
    content: answer.text === '' ? [] : [{ type: 'text', text: answer.text }],
    stop_reason: STOPS[answer.stop],
    stop_sequence: null,
    ...usageOf(answer),
  }),
  failure: ({ status, exhausted, message }) => ({
    type: 'error',
    error: {
      type: TYPES[status] ?? 'api_error',
      message: message ?? `status ${status}`,
      ...(exhausted && { details: { error_code: 'enforced_spend_limit_reached' } }),
    },
  }),
}

function usageOf({ usage }: Answer): Json {
  if (usage === null) return {}
  return {
    usage: {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cache_read_input_tokens: usage.cacheReadTokens,
      cache_creation_input_tokens: usage.cacheWriteTokens,
    },
  }
}
