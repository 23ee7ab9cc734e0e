import { APIConnectionError, APIError } from 'openai'

import { MISCONFIGURED, QUOTA, TOO_LARGE, disconnected, refused, retryAfterOf, unexpected } from './faults.ts'
import type { Outcome, Service } from './faults.ts'
import type { ModelCallError } from './provider.ts'

/** What its own codes mean beyond the status. */
export const OPENAI_CODES: Readonly<Record<string, Outcome>> = {
  insufficient_quota: QUOTA,
  billing_hard_limit_reached: QUOTA,
  billing_not_active: QUOTA,
  invalid_api_key: MISCONFIGURED,
  model_not_found: MISCONFIGURED,
  unsupported_country_region_territory: MISCONFIGURED,
  context_length_exceeded: TOO_LARGE,
  string_above_max_length: TOO_LARGE,
}

/** What an error of OpenAI's client means; local servers are asked with the same client. */
export function classifyOpenAi(service: Service, error: unknown): ModelCallError {
  if (error instanceof APIConnectionError) return disconnected(service, error)
  if (!(error instanceof APIError) || error.status === undefined) return unexpected(service, error)
  const { status, headers, code, type, message } = error
  return refused(
    service,
    { status, codes: [code, type], text: message, retryAfterMs: retryAfterOf(headers) },
    OPENAI_CODES,
  )
}
