import { z } from '@hono/zod-openapi'

/** Every way the API says no: the engine's own codes, and those of HTTP itself. */
export const ProblemCode = z
  .enum([
    'not_found',
    'conflict',
    'invalid',
    'limit_exceeded',
    'forbidden',
    'unavailable',
    'internal',
    'malformed',
    'unauthenticated',
    'method_not_allowed',
    'too_large',
    'unsupported_media_type',
    'idempotency_mismatch',
  ])
  .meta({ id: 'ProblemCode' })
export type ProblemCode = z.infer<typeof ProblemCode>

/** An error as every route answers it (RFC 9457), with each fault that was found. */
export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: ProblemCode,
    requestId: z.string(),
    errors: z.array(
      z.object({
        /** part of the request, or `file` when a file of the catalogue is at fault */
        in: z.enum(['path', 'query', 'body', 'header', 'file']),
        path: z.string(),
        message: z.string(),
        fix: z.string().optional(),
      }),
    ),
    /** the run that is in the way of this request */
    runId: z.uuid().optional(),
  })
  .meta({ id: 'Problem' })
export type ProblemDocument = z.infer<typeof ProblemDocument>

/** Titles by status; each status has one meaning throughout the API. */
export const TITLES = {
  400: 'The request cannot be read',
  401: 'Who are you?',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'In conflict with what is there',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Wrong values',
  429: 'Too many requests',
  500: 'The engine failed',
  503: 'A part of the engine is away',
} as const
export type ProblemStatus = keyof typeof TITLES

/** Statuses that any route may answer with. */
const COMMON = [400, 401, 403, 500, 503] as const

/** The error responses of a route for its OpenAPI description: those given and the common ones. */
export function problems<const Status extends ProblemStatus>(...statuses: readonly Status[]) {
  const all = [...new Set<ProblemStatus>([...statuses, ...COMMON])].sort()
  const content = { 'application/problem+json': { schema: ProblemDocument } }
  return Object.fromEntries(all.map((status) => [status, { description: TITLES[status], content }]))
}
