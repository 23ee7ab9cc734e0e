import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command, CommanderError } from 'commander'
import * as z from 'zod'

import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { createApiClient } from './api-client.ts'
import type { CliContext } from './context.ts'
import { CliError, errorText } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { processIo } from './io.ts'
import type { Io } from './io.ts'
import { addPlotCommands } from './plots.ts'
import { addReviewCommands } from './reviews.ts'
import { addRunCommands } from './runs.ts'
import { addStatusCommand } from './status.ts'

/** Where the API listens unless something else is said. */
const DEFAULT_URL = 'http://127.0.0.1:8000'

const HELP = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 refused, 5 conflict (already running),
6 finished but not approved, 7 cannot reach the API, 130 interrupted (the run goes on).
Settings: PYPLOTS_URL, PYPLOTS_TOKEN, NO_COLOR.`

/**
 * The `pyplots` command: a thin client of the API.
 * @param argv the words after the program's name
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  given: { io?: Io; config?: Config } = {},
): Promise<number> {
  const io = given.io ?? processIo()
  let exitCode: ExitCode = EXIT.done
  try {
    const config = given.config ?? loadConfig()
    const context = createContext(io, config, argv, (code) => {
      exitCode = code
    })
    await createProgram(io, context).parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    return report(io, error)
  }
}

function createContext(
  io: Io,
  config: Config,
  ...[argv, end]: [argv: readonly string[], end: (code: ExitCode) => void]
): CliContext {
  const json = argv.includes('--json')
  return {
    io,
    json,
    api: createApiClient({ url: apiUrl(config), token: config.PYPLOTS_TOKEN ?? null }),
    print: (result, text) =>
      io.out(
        json
          ? `${JSON.stringify(result)}\n`
          : text()
              .map((line) => `${line}\n`)
              .join(''),
      ),
    command:
      (body) =>
      async (...args) =>
        end(await body(...args)),
  }
}

function createProgram(io: Io, context: CliContext): Command {
  const program = new Command('pyplots')
    .description('Starts and follows runs of the plot engine, and reads its catalogue.')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help for the options.')
    .addHelpText('after', HELP)
  addRunCommands(program, context)
  addReviewCommands(program, context)
  addPlotCommands(program, context)
  addStatusCommand(program, context)
  everywhere(program)
  return program
}

/** `--json` may stand anywhere. */
function everywhere(command: Command): void {
  command.option('--json', 'write JSON; one document per line while watching')
  for (const child of command.commands) everywhere(child)
}

function report(io: Io, error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof CliError) {
    io.err(errorText(error, io.hasColor))
    return error.exitCode
  }
  if (error instanceof AppError) {
    io.err(`${error.message}\n`)
    return error.code === 'invalid' ? EXIT.usage : EXIT.failed
  }
  throw error
}

/** The engine named by the environment, else the one that runs for this home, else the usual place. */
function apiUrl(config: Config): string {
  return config.PYPLOTS_URL ?? engineUrl(config.home) ?? DEFAULT_URL
}

function engineUrl(home: string): string | null {
  const path = join(home, 'engine.json')
  if (!existsSync(path)) return null
  const parsed = z.object({ url: z.string().nullable() }).safeParse(readJson(path))
  return parsed.success ? parsed.data.url : null
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    // The engine that wrote it is gone or just being started: the usual place is tried instead.
    return null
  }
}

function isProgram(): boolean {
  const path = process.argv[1]
  return path !== undefined && existsSync(path) && import.meta.url === pathToFileURL(realpathSync(path)).href
}

if (isProgram()) process.exitCode = await main(process.argv.slice(2))
