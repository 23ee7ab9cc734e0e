import Anthropic, { APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk'
import * as z from 'zod'

import { callModel } from './call.ts'
import { MISCONFIGURED, QUOTA, disconnected, readBody, refused, retryAfterOf, unexpected } from './faults.ts'
import type { Outcome } from './faults.ts'
import type { ModelCallError, ModelPart, ModelProvider, ModelReply, ModelRequest } from './provider.ts'
import { usageOf } from './usage.ts'

const SERVICE = { name: 'Anthropic', settings: 'ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL and ai/models.yaml' }

/** What its own codes mean beyond the status. */
const CODES: Readonly<Record<string, Outcome>> = {
  contract_spend_limit_reached: QUOTA,
  enforced_spend_limit_reached: QUOTA,
  linked_organization_spend_limit_reached: QUOTA,
  linked_organization_billing_unavailable: QUOTA,
  billing_error: QUOTA,
  organization_on_hold: MISCONFIGURED,
}

const Count = z.int().nullish()

const Reply = z.object({
  model: z.string(),
  stop_reason: z.string().nullable(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  usage: z
    .object({
      input_tokens: z.int(),
      output_tokens: z.int(),
      cache_read_input_tokens: Count,
      cache_creation_input_tokens: Count,
    })
    .nullable()
    .catch(null),
})

/** Claude, over the Messages API. The instructions are marked for its prompt cache (5 minutes). */
export function createAnthropicProvider(access: {
  readonly apiKey: string
  readonly baseUrl: string
}): ModelProvider {
  const client = new Anthropic({
    apiKey: access.apiKey,
    baseURL: access.baseUrl,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
  })
  const ask = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> =>
    replyOf(
      await client.messages.create(bodyOf(request), { signal, timeout: request.timeoutMs }).asResponse(),
    )
  return {
    family: 'anthropic',
    ask: (request) => callModel(request, { classify, ask: (signal) => ask(request, signal) }),
  }
}

function bodyOf({ model, instructions, parts, output, outputTokensMax }: ModelRequest) {
  return {
    model,
    max_tokens: outputTokensMax,
    system: [{ type: 'text' as const, text: instructions, cache_control: { type: 'ephemeral' as const } }],
    messages: [{ role: 'user' as const, content: parts.map(contentOf) }],
    ...(output && { output_config: { format: { type: 'json_schema' as const, schema: output.schema } } }),
  }
}

function contentOf(part: ModelPart): Anthropic.ContentBlockParam {
  if (part.kind === 'text') return { type: 'text', text: part.text }
  const data = Buffer.from(part.png).toString('base64')
  return { type: 'image', source: { type: 'base64', media_type: 'image/png', data } }
}

async function replyOf(response: Response): Promise<ModelReply> {
  const { model, stop_reason, content, usage } = await readBody(SERVICE, Reply, response)
  return {
    text: content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join(''),
    stop: stopOf(stop_reason),
    usage: usage && usageOfCounts(usage),
    model,
    requestId: response.headers.get('request-id'),
  }
}

/** Its input tokens leave the cached ones out. */
function usageOfCounts(usage: NonNullable<z.infer<typeof Reply>['usage']>) {
  const cacheRead = usage.cache_read_input_tokens ?? 0
  const cacheWrite = usage.cache_creation_input_tokens ?? 0
  const input = usage.input_tokens + cacheRead + cacheWrite
  return usageOf({ input, output: usage.output_tokens, cacheRead, cacheWrite })
}

function stopOf(reason: string | null): ModelReply['stop'] {
  if (reason === 'refusal') return 'refusal'
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'length' : 'end'
}

function classify(error: unknown): ModelCallError {
  if (error instanceof APIConnectionTimeoutError || error instanceof APIConnectionError)
    return disconnected(SERVICE, error)
  if (!(error instanceof APIError) || error.status === undefined) return unexpected(SERVICE, error)
  const { status, headers, errorCode, type, apiMessage } = error
  const text = apiMessage ?? ''
  const codes = [/credit balance is too low/i.test(text) ? 'billing_error' : null, errorCode, type]
  return refused(SERVICE, { status, codes, text, retryAfterMs: retryAfterOf(headers) }, CODES)
}
