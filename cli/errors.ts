import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'

/** One fault that the API found, and what mends it. */
export interface Fault {
  readonly in: string
  readonly path: string
  readonly message: string
  readonly fix?: string | undefined
}

/** A command that cannot go on: its exit code, one sentence, what was found and what to do next. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode
  readonly faults: readonly Fault[]
  readonly next: string | null
  /** a part of the engine is away: the same may work in a moment */
  readonly isPassing: boolean

  constructor(
    exitCode: ExitCode,
    message: string,
    more: {
      readonly faults?: readonly Fault[]
      readonly next?: string | null
      readonly isPassing?: boolean
      readonly cause?: unknown
    } = {},
  ) {
    super(message, { cause: more.cause })
    this.exitCode = exitCode
    this.faults = more.faults ?? []
    this.next = more.next ?? null
    this.isPassing = more.isPassing ?? false
  }
}

/** Wrong words on the command line. */
export function usageError(message: string, next: string | null = null): CliError {
  return new CliError(EXIT.usage, message, { next })
}

/** The text for standard error: one red sentence, the faults, the next step. */
export function errorText(error: CliError, hasColor: boolean): string {
  const said = error.faults.filter((fault) => !error.message.includes(fault.message))
  const faults = said.map((fault) => `  ${fault.path}: ${fault.message}${fault.fix ? ` (${fault.fix})` : ''}`)
  const sentence = hasColor ? `\u001b[31m${error.message}\u001b[39m` : error.message
  return [sentence, ...faults, ...(error.next === null ? [] : [error.next])]
    .map((line) => `${line}\n`)
    .join('')
}
