/** Every way the engine refuses or fails, the same words on each transport. */
export type ErrorCode =
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'limit_exceeded'
  | 'forbidden'
  | 'unavailable'
  | 'internal'

/** One fault of an input: where it is, what is wrong, and what mends it. */
export interface Problem {
  readonly path: string
  readonly message: string
  readonly fix?: string
}

/** The one error class: a closed code, a sentence for people, and every problem found. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly problems: readonly Problem[]

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly problems?: readonly Problem[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.problems = options.problems ?? []
  }
}

/** The words of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
