import * as z from 'zod'

import { portableSchema } from '../../ai/portable-schema.ts'
import { ModelCallError } from '../../ai/provider.ts'
import type { ModelProvider, ModelRequest } from '../../ai/provider.ts'
import { createProviders } from '../../ai/providers.ts'
import type { ModelFamily } from '../../domain/review/family.schema.ts'
import type { ModelServer } from '../stand-ins/models/server.ts'

/** Every way to reach a model: the four families, and Google's former client as a second way to one of them. */
export const TRANSPORTS = ['anthropic', 'openai', 'google', 'google, former client', 'local'] as const
export type Transport = (typeof TRANSPORTS)[number]

/** The family that a transport reaches. */
export function familyOf(transport: Transport): ModelFamily {
  return transport === 'google, former client' ? 'google' : transport
}

/** A provider whose address is the stand-in's. */
export async function providerFor(
  server: Pick<ModelServer, 'settings'>,
  transport: Transport,
): Promise<ModelProvider> {
  const client = transport === 'google, former client' ? 'generative-ai' : 'genai'
  const providers = await createProviders({ ...server.settings, GOOGLE_CLIENT: client }, () => {})
  const provider = providers.get(familyOf(transport))
  if (provider === undefined) throw new Error(`no provider for ${transport}`)
  return provider
}

/** What nobody but the model may see: no message of an error holds any of it. */
export const PROMPT = 'the confidential prompt'
export const INSTRUCTIONS = 'the confidential instructions'

const CRITERIA = ['aesthetics', 'clarity'] as const

/** An answer shaped like a judge's, each criterion exactly once. */
export const Opinion = z
  .object({
    criteria: z.array(
      z.object({
        id: z.enum(CRITERIA),
        evidence: z.string(),
        level: z.enum(['0', '1', '2', '3', '4']),
      }),
    ),
  })
  .refine(
    ({ criteria }) =>
      criteria
        .map(({ id }) => id)
        .toSorted()
        .join() === CRITERIA.join(),
    {
      message: `every one of ${CRITERIA.join(', ')} is wanted once`,
    },
  )

/** A question of a judge, with a picture of one byte more than nothing. */
export function question(overrides: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'stand-in-model',
    instructions: INSTRUCTIONS,
    parts: [
      { kind: 'text', text: PROMPT },
      { kind: 'image', png: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff) },
    ],
    output: { name: 'opinion', schema: portableSchema(Opinion) },
    outputTokensMax: 2000,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    ...overrides,
  }
}

/** The error a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<ModelCallError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof ModelCallError) return error
  throw new Error('the call did not end with a ModelCallError', { cause: error })
}
