import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import type * as z from 'zod'

import { databaseError } from '../db/errors.ts'
import { AppError } from '../domain/errors.ts'
import type { ErrorCode, Problem } from '../domain/errors.ts'
import type { ApiEnv } from './deps.ts'
import { TITLES } from './problem.ts'
import type { ProblemCode, ProblemDocument, ProblemStatus } from './problem.ts'

const STATUS: Readonly<Record<ErrorCode, ProblemStatus>> = {
  not_found: 404,
  conflict: 409,
  invalid: 422,
  limit_exceeded: 429,
  forbidden: 403,
  unavailable: 503,
  internal: 500,
}

const HTTP_CODES: Readonly<Record<number, readonly [ProblemStatus, ProblemCode]>> = {
  400: [400, 'malformed'],
  401: [401, 'unauthenticated'],
  405: [405, 'method_not_allowed'],
  413: [413, 'too_large'],
  415: [415, 'unsupported_media_type'],
  422: [422, 'idempotency_mismatch'],
}

/** A run that is open is in the way; the answer names it. */
export class RunConflict extends AppError {
  readonly runId: string

  constructor(message: string, runId: string) {
    super('conflict', message, {
      problems: [{ path: '/plotId', message: `run ${runId} is open`, fix: `pyplots runs watch ${runId}` }],
    })
    this.runId = runId
  }
}

/** Says no with a status that is HTTP's own and has no code of the engine. */
export function httpError(status: 400 | 401 | 413 | 422, message: string): HTTPException {
  return new HTTPException(status, { message })
}

/** Turns whatever a route threw into a problem document; nothing of an unknown error reaches the client. */
export function onError(log: Logger): ErrorHandler<ApiEnv> {
  return (error, c) => {
    const requestId = c.get('requestId')
    if (error instanceof HTTPException) {
      const [status, code] = HTTP_CODES[error.status] ?? ([400, 'malformed'] as const)
      return answer(c, { status, code, detail: error.message })
    }
    const known = error instanceof AppError ? error : databaseError(error)
    if (known === null || known.code === 'internal') {
      log.error({ requestId, error: safe(error) }, 'request failed')
      return answer(c, {
        status: 500,
        code: 'internal',
        detail: `this is a fault of the engine: look for ${requestId} in its log`,
      })
    }
    if (known.code === 'unavailable') log.warn({ requestId, error: safe(error) }, known.message)
    return answer(c, {
      status: STATUS[known.code],
      code: known.code,
      detail: known.message,
      errors: known.problems.map(asError),
      ...(known instanceof RunConflict ? { runId: known.runId } : {}),
    })
  }
}

/** Answers for paths that are no route. */
export const onNotFound: NotFoundHandler<ApiEnv> = (c) =>
  answer(c, { status: 404, code: 'not_found', detail: `there is no ${c.req.path}; see /openapi.json` })

/** Answers for a method that a route does not have. */
export function onMethodNotAllowed(c: Context, methods: string[]): Response {
  c.header('Allow', methods.join(', '))
  return answer(c, {
    status: 405,
    code: 'method_not_allowed',
    detail: `${c.req.method} is none of ${methods.join(', ')}`,
  })
}

/** Called with every request that was checked against its schema. */
export function onValidated(
  result: { readonly success: boolean; readonly target: string; readonly error?: z.core.$ZodError },
  c: Context,
): Response | undefined {
  if (result.success || result.error === undefined) return undefined
  const where = PARTS[result.target] ?? 'body'
  const errors = result.error.issues.map((issue) => ({
    in: where,
    path: `/${issue.path.map(String).join('/')}`,
    message: issue.message,
    ...fixOf(issue),
  }))
  const list = errors.map((error) => `${error.in} ${error.path}: ${error.message}`).join('; ')
  return answer(c, { status: 422, code: 'invalid', detail: list, errors })
}

const PARTS: Readonly<Record<string, ProblemDocument['errors'][number]['in']>> = {
  param: 'path',
  query: 'query',
  json: 'body',
  header: 'header',
}

function answer(
  c: Context,
  problem: Pick<ProblemDocument, 'code' | 'detail' | 'runId'> & {
    readonly status: ProblemStatus
    readonly errors?: ProblemDocument['errors']
  },
): Response {
  const { status, code, detail, errors = [], runId } = problem
  const document: ProblemDocument = {
    type: `urn:pyplots:problem:${code}`,
    title: TITLES[status],
    status,
    detail,
    instance: c.req.path,
    code,
    requestId: c.get('requestId') ?? '',
    errors,
    ...(runId === undefined ? {} : { runId }),
  }
  if (status === 401) c.header('WWW-Authenticate', 'Bearer realm="pyplots"')
  if (status === 503) c.header('Retry-After', '5')
  c.header('Cache-Control', 'no-store')
  return c.body(JSON.stringify(document), status, { 'Content-Type': 'application/problem+json' })
}

/** A problem whose path is a JSON pointer is about the body; any other path names a file or a key in it. */
function asError({ path, message, fix }: Problem): ProblemDocument['errors'][number] {
  const inBody = path.startsWith('/') || path === 'plotId'
  return { in: inBody ? 'body' : 'file', path, message, ...(fix === undefined ? {} : { fix }) }
}

function fixOf(issue: z.core.$ZodIssue): { fix?: string } {
  if (issue.code === 'invalid_value') return { fix: `use one of ${issue.values.map(String).join(', ')}` }
  if (issue.code === 'unrecognized_keys') return { fix: `remove ${issue.keys.join(', ')}` }
  return {}
}

/** What may be logged of an error: a failed query's own message holds its parameters. */
function safe(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const cause = error.cause instanceof Error ? { cause: safe(error.cause) } : {}
  const isQuery = error.message.startsWith('Failed query')
  return {
    name: error.name,
    message: isQuery ? 'a query failed' : error.message,
    stack: isQuery ? undefined : error.stack,
    ...cause,
  }
}
