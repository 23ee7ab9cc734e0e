import type { ApiClient } from './api-client.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'

/** What every command is given. */
export interface CliContext {
  readonly api: ApiClient
  readonly io: Io
  /** one JSON document, or NDJSON while watching, instead of text */
  readonly json: boolean
  /** Writes a result: as JSON, or the lines that `text` makes of it. */
  print(result: unknown, text: () => readonly string[]): void
  /** Makes an action of a command; its exit code becomes that of the program. */
  command<Arguments extends readonly unknown[]>(
    body: (...args: Arguments) => Promise<ExitCode>,
  ): (...args: Arguments) => Promise<void>
}
