import { AppError } from '../domain/errors.ts'
import type { ErrorCode } from '../domain/errors.ts'

/** SQLSTATE classes and codes, and the driver's own, by what they mean to a caller. */
const MEANINGS: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [/^23505$/, 'conflict', 'the database holds this already'],
  [/^23503$/, 'invalid', 'the database refused a reference to something it does not hold'],
  [/^(23|22)/, 'invalid', 'the database refused a value'],
  [/^53100$/, 'unavailable', 'the database has no disk space left: free some space'],
  [/^(08|53|57P|40001|40P01|57014|55P03)/, 'unavailable', 'the database is not available just now'],
  [
    /^(CONNECT|ECONN|EPIPE|ENOENT|EACCES|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/,
    'unavailable',
    'the database cannot be reached',
  ],
  [/^[0-9A-Z]{5}$/, 'internal', 'the database refused a statement'],
]

/**
 * What an error of the database means, without its SQL and parameters; null when it is no such error.
 * `code` of the cause is a SQLSTATE or the driver's name for a broken connection.
 */
export function databaseError(error: unknown): AppError | null {
  if (error instanceof AppError) return null
  for (const candidate of withCauses(error)) {
    const code = codeOf(candidate)
    const meaning = code === null ? undefined : MEANINGS.find(([pattern]) => pattern.test(code))
    if (meaning) return new AppError(meaning[1], `${meaning[2]} (${code})`, { cause: candidate })
  }
  return null
}

/** The SQLSTATE of an error or of what caused it; null when there is none. */
export function sqlState(error: unknown): string | null {
  for (const candidate of withCauses(error)) {
    const code = codeOf(candidate)
    if (code !== null && /^[0-9A-Z]{5}$/.test(code)) return code
  }
  return null
}

function* withCauses(error: unknown): Generator<Error> {
  let current = error
  while (current instanceof Error) {
    yield current
    current = current.cause
  }
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null
}
