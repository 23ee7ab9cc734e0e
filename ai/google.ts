import { ApiError, GoogleGenAI } from '@google/genai'
import * as z from 'zod'

import { callModel } from './call.ts'
import { unexpected } from './faults.ts'
import { GOOGLE, GOOGLE_API_VERSION, googleContents, googleRefusal, googleReply } from './google-wire.ts'
import type { ModelCallError, ModelProvider, ModelReply, ModelRequest } from './provider.ts'

/** Gemini, over generateContent. Its caching is implicit: a constant beginning of the request is enough. */
export function createGoogleProvider(access: {
  readonly apiKey: string
  readonly baseUrl: string
}): ModelProvider {
  // Neither a timeout nor retryOptions: the deadline is ours, and without them it makes one attempt.
  const client = new GoogleGenAI({
    apiKey: access.apiKey,
    vertexai: false,
    httpOptions: { baseUrl: access.baseUrl, apiVersion: GOOGLE_API_VERSION },
  })
  const ask = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> =>
    googleReply(request.model, await client.models.generateContent(bodyOf(request, signal)))
  return {
    family: 'google',
    ask: (request) => callModel(request, { classify, ask: (signal) => ask(request, signal) }),
  }
}

function bodyOf(request: ModelRequest, signal: AbortSignal) {
  const { model, instructions, output, outputTokensMax } = request
  return {
    model,
    contents: googleContents(request),
    config: {
      systemInstruction: instructions,
      maxOutputTokens: outputTokensMax,
      automaticContinuation: false,
      abortSignal: signal,
      ...(output && { responseMimeType: 'application/json', responseJsonSchema: output.schema }),
    },
  }
}

function classify(error: unknown): ModelCallError {
  if (!(error instanceof ApiError)) return unexpected(GOOGLE, error)
  return googleRefusal({ status: error.status, ...readError(error.message) })
}

const ErrorBody = z.object({
  error: z.object({
    message: z.string().nullish(),
    status: z.string().nullish(),
    details: z.array(z.unknown()).nullish(),
  }),
})

/** The client's message is the body of the answer as JSON, and a proxy's answer may hold such JSON once more. */
function readError(text: string) {
  const body = ErrorBody.safeParse(parsed(text)).data?.error
  const inner = ErrorBody.safeParse(parsed(body?.message ?? '')).data?.error
  const { message, status, details } = inner ?? body ?? {}
  return { word: status ?? null, text: message ?? '', details: details ?? [] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A message in plain words: there is nothing more to read in it.
    return null
  }
}
