import * as z from 'zod'

import { AppError } from '../domain/errors.ts'
import { pythonTag } from '../domain/plot/matrix.ts'
import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import type { LintFacts } from '../domain/review/measure.schema.ts'
import { runProgram } from './run-program.ts'

/** Rules an implementation must keep: errors, imports, bugs, modern syntax, types, docstrings, complexity, dead code. */
const RULES = 'E,F,W,I,B,UP,ANN,D,C901,ARG,ERA'

/** What the rules do not ask for: where lines break is the formatter's matter, `Any` has its uses, and one docstring per function is enough. */
const WITHOUT = 'E501,ANN401,D100,D104,D105,D107,D203,D213'

/** Black's own width. */
const LINE_LENGTH = 88
const COMPLEXITY_MAX = 8

/** The lowest Python that there is: what all of them can read. */
const LOWEST: PythonVersion = '3.10'

/** Options of every call: nothing but what is given here, for one Python and later ones, over standard input. */
function common(lowest: PythonVersion): readonly string[] {
  return `--isolated --no-cache --target-version ${pythonTag(lowest)} --line-length ${LINE_LENGTH} --stdin-filename plot.py -`.split(
    ' ',
  )
}

/** A linter that hangs is a fault of the machine. */
const TIMEOUT_MS = 20_000

/** Looks at Python as text and formats it; nothing is executed. */
export interface Linter {
  /** @param lowest the lowest Python that the code is for; absent: all of them */
  lint(code: string, lowest?: PythonVersion): Promise<LintFacts>
  /** The code as the formatter has it; code with a syntax error comes back unchanged. */
  format(code: string): Promise<string>
}

const Problem = z.object({
  code: z.string().nullable(),
  message: z.string(),
  location: z.object({ row: z.int() }).nullable(),
})

/** A linter over the `ruff` program at a path. Every setting is given; no file of the machine is read. */
export function createLinter({ ruff }: { readonly ruff: string }): Linter {
  const format = async (code: string) => {
    const { code: exit, stdout } = await run(ruff, ['format', ...common(LOWEST)], code)
    return exit === 0 ? stdout : code
  }
  return {
    format,
    lint: async (code, lowest = LOWEST) => {
      const [problems, formatted] = await Promise.all([check(ruff, code, lowest), format(code)])
      // Code that cannot be parsed is not formatted either, though it comes back unchanged.
      const parses = !problems.some((problem) => problem.rule === 'invalid-syntax')
      return { formatted: parses && formatted === code, problems }
    },
  }
}

async function check(ruff: string, code: string, lowest: PythonVersion): Promise<LintFacts['problems']> {
  const options = [
    'check',
    '--exit-zero',
    '--ignore-noqa',
    '--output-format',
    'json',
    '--select',
    RULES,
    '--ignore',
    WITHOUT,
  ]
  const settings = [`lint.mccabe.max-complexity=${COMPLEXITY_MAX}`, 'lint.pydocstyle.convention="google"']
  const config = settings.flatMap((setting) => ['--config', setting])
  const ended = await run(ruff, [...options, ...config, ...common(lowest)], code)
  if (ended.code !== 0)
    throw new AppError('unavailable', `ruff ended with ${ended.code}: ${ended.stderr.slice(0, 300)}`)
  const found = z.array(Problem).parse(JSON.parse(ended.stdout))
  return found.map(({ code: rule, message, location }) => ({
    rule: rule ?? 'invalid-syntax',
    line: location?.row ?? 1,
    message,
  }))
}

async function run(ruff: string, options: readonly string[], input: string) {
  const ended = await runProgram({
    program: ruff,
    called: 'the linter',
    options,
    input,
    timeoutMs: TIMEOUT_MS,
  })
  if (ended.code === null) throw new AppError('unavailable', `the linter was ended by ${ended.signal}`)
  return ended
}
