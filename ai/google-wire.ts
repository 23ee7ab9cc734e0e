import * as z from 'zod'

import { MISCONFIGURED, QUOTA, readWire, refused } from './faults.ts'
import type { Outcome } from './faults.ts'
import type { ModelCallError, ModelPart, ModelReply, ModelRequest } from './provider.ts'
import { usageOf } from './usage.ts'

/** Google as both of its clients see it: they share the wire format and differ in what they raise. */
export const GOOGLE = { name: 'Google', settings: 'GOOGLE_API_KEY, GOOGLE_BASE_URL and ai/models.yaml' }

/** The version of the API both clients are asked to use. */
export const GOOGLE_API_VERSION = 'v1beta'

const Count = z.int().nullish()

const Reply = z.object({
  modelVersion: z.string().nullish(),
  responseId: z.string().nullish(),
  promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
  candidates: z
    .array(
      z.object({
        finishReason: z.string().nullish(),
        content: z
          .object({
            parts: z
              .array(z.object({ text: z.string().nullish(), thought: z.boolean().nullish() }))
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
  usageMetadata: z
    .object({
      promptTokenCount: Count,
      candidatesTokenCount: Count,
      thoughtsTokenCount: Count,
      cachedContentTokenCount: Count,
      toolUsePromptTokenCount: Count,
    })
    .nullish()
    .catch(null),
})
type Reply = z.infer<typeof Reply>

/** The parts of a request as the wire has them. */
export function googleContents({ parts }: ModelRequest) {
  return [{ role: 'user', parts: parts.map(contentOf) }]
}

function contentOf(part: ModelPart) {
  if (part.kind === 'text') return { text: part.text }
  return { inlineData: { mimeType: 'image/png', data: Buffer.from(part.png).toString('base64') } }
}

/**
 * Reads a response.
 * @throws ModelCallError `unreadable`
 */
export function googleReply(model: string, response: unknown): ModelReply {
  const reply = readWire(GOOGLE, Answered, response)
  const parts = reply.candidates?.[0]?.content?.parts ?? []
  return {
    text: parts.map((part) => (part.thought === true ? '' : (part.text ?? ''))).join(''),
    stop: stopOf(reply),
    usage: reply.usageMetadata ? usageOfCounts(reply.usageMetadata) : null,
    model: reply.modelVersion ?? model,
    requestId: reply.responseId ?? null,
  }
}

/** Without a candidate there must be the reason why. */
const Answered = Reply.refine(
  ({ candidates, promptFeedback }) => (candidates?.length ?? 0) > 0 || Boolean(promptFeedback?.blockReason),
)

/** Reasons to stop that are the model's or its filters' own; all others leave a text that can be read. */
const REFUSALS = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'LANGUAGE',
])

function stopOf({ candidates, promptFeedback }: Reply): ModelReply['stop'] {
  const reason = candidates?.[0]?.finishReason ?? 'STOP'
  if (promptFeedback?.blockReason || REFUSALS.has(reason)) return 'refusal'
  return reason === 'MAX_TOKENS' ? 'length' : 'end'
}

/** Its prompt tokens include the cached ones, its candidates' leave out what was thought. */
function usageOfCounts(usage: NonNullable<Reply['usageMetadata']>) {
  return usageOf({
    input: (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
    output: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
    cacheRead: usage.cachedContentTokenCount,
  })
}

/** What its own reasons mean beyond the status. */
const CODES: Readonly<Record<string, Outcome>> = {
  API_KEY_INVALID: MISCONFIGURED,
  FAILED_PRECONDITION: MISCONFIGURED,
  BILLING_DISABLED: QUOTA,
  daily_quota: QUOTA,
}

const Detail = z.object({
  reason: z.string().optional(),
  retryDelay: z.string().optional(),
  violations: z.array(z.object({ quotaId: z.string().optional() })).optional(),
})

/** What an HTTP answer that is no success means. The hint to wait comes in its body, not in its headers. */
export function googleRefusal(error: {
  readonly status: number
  readonly word: string | null
  readonly text: string
  readonly details: readonly unknown[]
}): ModelCallError {
  const details = error.details.flatMap((detail) => Detail.safeParse(detail).data ?? [])
  const quotas = details.flatMap(({ violations }) => violations ?? [])
  const daily = quotas.some(({ quotaId }) => /PerDay/i.test(quotaId ?? ''))
  const delay = details.find(({ retryDelay }) => retryDelay !== undefined)?.retryDelay
  const codes = [daily ? 'daily_quota' : null, details.find(({ reason }) => reason)?.reason, error.word]
  return refused(GOOGLE, { ...error, codes, retryAfterMs: delayMs(delay) }, CODES)
}

/** `34.5s` in milliseconds. */
function delayMs(delay: string | undefined): number | null {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(delay ?? '')?.[1]
  return seconds === undefined ? null : Math.round(Number(seconds) * 1000)
}
