import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import * as z from 'zod'

import { writeAtomically } from '../atomic-file.ts'
import { loadConfig } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { catalogueBases } from '../test/golden/chart.ts'
import { openDigestedStore } from '../test/golden/digests.ts'
import { offlineJudge } from '../test/golden/judge.ts'
import { openLab } from '../test/golden/lab.ts'
import { reportOf } from '../test/golden/report.ts'
import { runGolden } from '../test/golden/run.ts'
import { summarise } from '../test/golden/summary.ts'
import { ruffPath } from '../test/review/support.ts'
import { createLinter } from '../sandbox/lint.ts'
import { runMain } from './run-main.ts'

const Options = z.object({
  seed: z.string(),
  half: z.enum(['tuning', 'reporting']),
  clean: z.coerce.number().int().min(5),
  twins: z.coerce.number().int().min(1),
  kinds: z.string(),
})

/** Body of `make golden`: makes a set, lets a judge look at it, and writes `test/golden/report.md` and `.json`. */
async function main(): Promise<number> {
  const wanted = optionsOf()
  const config = loadConfig()
  const linter = createLinter({ ruff: ruffPath() })
  const studio = { linter, bases: await catalogueBases(config.root) }
  const lab = await openLab(linter, await openDigestedStore(config))
  try {
    const outcome = await runGolden({ studio, lab, judge: offlineJudge }, wanted)
    const summary = summarise(outcome)
    process.stdout.write(reportOf(summary))
    if (wanted.half === 'reporting' && wanted.kinds === undefined) {
      const folder = join(config.root, 'test', 'golden')
      await writeAtomically(join(folder, 'report.md'), reportOf(summary))
      await writeAtomically(join(folder, 'report.json'), `${JSON.stringify(summary, null, 2)}\n`)
    }
    return 0
  } finally {
    await lab.close()
  }
}

/** Settings come as options; an empty one is as good as none, since make passes on what was not set. */
function optionsOf() {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { seed: text, half: text, clean: text, twins: text, kinds: text } })
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const defaults = {
    seed: randomBytes(4).toString('hex'),
    half: 'reporting',
    clean: '60',
    twins: '2',
    kinds: '',
  }
  const parsed = Options.safeParse({ ...defaults, ...given })
  if (!parsed.success)
    throw new AppError('invalid', `these options are wrong:\n${z.prettifyError(parsed.error)}`)
  const { kinds, ...rest } = parsed.data
  return { ...rest, ...(kinds === '' ? {} : { kinds: kinds.split(',').map((kind) => kind.trim()) }) }
}

await runMain(main)
