import { join } from 'node:path'

import { AppError } from '../../domain/errors.ts'
import type { PythonVersion } from '../../domain/plot/plot.schema.ts'
import { SourceFacts } from '../../domain/plot/source.schema.ts'
import { environmentFor } from '../environments.ts'
import type { Environment } from '../environments.ts'
import { runProgram } from '../run-program.ts'

/** A parser that takes longer was given something that is no program. */
const TIMEOUT_MS = 20_000

/** Reads Python as text with each Python's own parser; nothing of it is executed. */
export interface SourceParser {
  /** @throws AppError `unavailable` when this machine lacks one of the Pythons */
  parse(code: string, pythons: readonly PythonVersion[]): Promise<readonly SourceFacts[]>
}

/** A parser over the Pythons of the environments. `root`: the checkout. */
export function createSourceParser({
  root,
  environments,
}: {
  readonly root: string
  readonly environments: readonly Environment[]
}): SourceParser {
  const script = join(root, 'sandbox', 'source', 'parse.py')
  return {
    parse: (code, pythons) =>
      Promise.all(
        pythons.map((python) => {
          const { executable } = environmentFor(environments, python)
          return factsOf({ code, python, executable, script })
        }),
      ),
  }
}

interface Asked {
  readonly code: string
  readonly python: PythonVersion
  readonly executable: string
  readonly script: string
}

async function factsOf({ code, python, executable, script }: Asked): Promise<SourceFacts> {
  const ended = await runProgram({
    program: executable,
    called: `Python ${python}`,
    options: ['-I', '-S', '-B', script],
    input: code,
    timeoutMs: TIMEOUT_MS,
  })
  if (ended.code === 0) return SourceFacts.parse({ ...JSON.parse(ended.stdout), python })
  if (ended.code !== null) {
    throw new AppError('internal', `the parser of Python ${python} failed: ${ended.stderr.slice(-300)}`)
  }
  const message = `its parser was ended by ${ended.signal}; write it simpler`
  return { kind: 'broken', python, line: null, message }
}
