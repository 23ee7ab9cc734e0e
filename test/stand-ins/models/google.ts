import { decoded, list, object, text, texts } from './wire.ts'
import type { Json, Wire } from './wire.ts'

const WORDS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}
const REASONS = { end: 'STOP', length: 'MAX_TOKENS', refusal: 'SAFETY' } as const

/** Google's generateContent, in both versions of its API. */
export const googleWire: Wire = {
  family: 'google',
  path: /^\/(v1|v1beta)\/models\/[^/]+:generateContent$/,
  keyHeader: 'x-goog-api-key',
  waitHeader: false,
  read: (body, path) => {
    const parts = list(body['contents']).flatMap((content) => list(content['parts']))
    const config = object(body['generationConfig'])
    const schema = config['responseJsonSchema'] ?? config['responseSchema']
    return {
      model: /models\/([^/]+):/.exec(path)?.[1] ?? '',
      instructions: texts(list(object(body['systemInstruction'])['parts'])).join('\n'),
      texts: texts(parts),
      images: parts
        .filter((part) => part['inlineData'] !== undefined)
        .map((part) => decoded(object(part['inlineData'])['data'])),
      schema: schema === undefined ? null : object(schema),
    }
  },
  answer: (model, { text: answered, stop, usage }) => ({
    modelVersion: text(model),
    responseId: 'stand-in',
    candidates: [
      { index: 0, content: { role: 'model', parts: [{ text: answered }] }, finishReason: REASONS[stop] },
    ],
    ...(usage && {
      usageMetadata: {
        promptTokenCount: usage.inputTokens + usage.cacheReadTokens,
        candidatesTokenCount: usage.outputTokens,
        cachedContentTokenCount: usage.cacheReadTokens,
        totalTokenCount: usage.inputTokens + usage.cacheReadTokens + usage.outputTokens,
      },
    }),
  }),
  failure: ({ status, message, retryAfterS, exhausted }) => ({
    error: {
      code: status,
      message: message ?? `status ${status}`,
      status: WORDS[status] ?? 'INTERNAL',
      details: detailsOf(retryAfterS, exhausted ?? false),
    },
  }),
}

function detailsOf(retryAfterS: number | undefined, exhausted: boolean): readonly Json[] {
  const prefix = 'type.googleapis.com/google.rpc'
  const quotaId = 'GenerateRequestsPerDayPerProjectPerModel'
  return [
    ...(exhausted ? [{ '@type': `${prefix}.QuotaFailure`, violations: [{ quotaId }] }] : []),
    ...(retryAfterS === undefined ? [] : [{ '@type': `${prefix}.RetryInfo`, retryDelay: `${retryAfterS}s` }]),
  ]
}
