import {
  GoogleGenerativeAI,
  GoogleGenerativeAIError,
  GoogleGenerativeAIFetchError,
} from '@google/generative-ai'
import type { ResponseSchema } from '@google/generative-ai'

import { callModel } from './call.ts'
import { disconnected, unexpected, unreadable } from './faults.ts'
import { GOOGLE, GOOGLE_API_VERSION, googleContents, googleRefusal, googleReply } from './google-wire.ts'
import { openApiSchema } from './portable-schema.ts'
import type { ModelCallError, ModelProvider, ModelReply, ModelRequest } from './provider.ts'

/** Gemini through Google's former client, whose support ended in August 2025. */
export function createLegacyGoogleProvider(access: {
  readonly apiKey: string
  readonly baseUrl: string
}): ModelProvider {
  const client = new GoogleGenerativeAI(access.apiKey)
  const options = { baseUrl: access.baseUrl.replace(/\/+$/, ''), apiVersion: GOOGLE_API_VERSION }
  const ask = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    const model = client.getGenerativeModel(configurationOf(request), options)
    const { response } = await model.generateContent({ contents: googleContents(request) }, { signal })
    return googleReply(request.model, response)
  }
  return {
    family: 'google',
    ask: (request) => callModel(request, { classify, ask: (signal) => ask(request, signal) }),
  }
}

function configurationOf({ model, instructions, output, outputTokensMax }: ModelRequest) {
  return {
    model,
    systemInstruction: instructions,
    generationConfig: {
      maxOutputTokens: outputTokensMax,
      ...(output && { responseMimeType: 'application/json', responseSchema: typed(output.schema) }),
    },
  }
}

/** The client's type lists the same keywords that `openApiSchema` leaves, and passes the value on as it is. */
function typed(schema: Readonly<Record<string, unknown>>): ResponseSchema {
  return openApiSchema(schema) as unknown as ResponseSchema
}

function classify(error: unknown): ModelCallError {
  if (error instanceof GoogleGenerativeAIFetchError && error.status !== undefined) {
    const { status, message, errorDetails } = error
    return googleRefusal({ status, word: null, text: message, details: errorDetails ?? [] })
  }
  if (error instanceof GoogleGenerativeAIError) {
    // It keeps the words of what it caught and nothing else.
    return /is not valid JSON|JSON input/.test(error.message)
      ? unreadable(GOOGLE)
      : disconnected(GOOGLE, error)
  }
  return unexpected(GOOGLE, error)
}
