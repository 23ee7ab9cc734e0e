import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import * as z from 'zod'

import { writeAtomically } from '../atomic-file.ts'
import { chooseModel, readModels } from '../ai/models.ts'
import { loadPrompt } from '../ai/prompts.ts'
import type { Prompt } from '../ai/prompts.ts'
import { createProviders } from '../ai/providers.ts'
import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { microUsd } from '../domain/budget/cost.ts'
import { AppError } from '../domain/errors.ts'
import { ModelFamily } from '../domain/review/family.schema.ts'
import { sha256 } from '../hash.ts'
import { catalogueBases } from '../test/golden/chart.ts'
import { openDigestedStore } from '../test/golden/digests.ts'
import { offlineJudge } from '../test/golden/judge.ts'
import type { Judge } from '../test/golden/judge.ts'
import { openLab } from '../test/golden/lab.ts'
import { modelJudge } from '../test/golden/model-judge.ts'
import { reportOf } from '../test/golden/report.ts'
import { runGolden } from '../test/golden/run.ts'
import type { Wanted } from '../test/golden/run.ts'
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
  provider: z.union([z.literal(''), ModelFamily]),
  prompt: z.string(),
  budget: z.coerce.number().min(0),
})
type Options = z.infer<typeof Options>

/** What a run that asks a model may cost where nothing else is said, in dollars. */
const BUDGET_USD = 5

/** Body of `make golden`: makes a set, lets a judge look at it, and writes what came of it. */
async function main(): Promise<number> {
  const options = optionsOf()
  const config = loadConfig()
  const judge =
    options.provider === '' ? offlineJudge : await modelOf(config, { ...options, provider: options.provider })
  const linter = createLinter({ ruff: ruffPath() })
  const studio = { linter, bases: await catalogueBases(config.root) }
  const lab = await openLab(linter, await openDigestedStore(config))
  try {
    const summary = summarise(await runGolden({ studio, lab, judge }, wantedOf(options)))
    process.stdout.write(reportOf(summary))
    const folder = reportFolder(config, options)
    await writeAtomically(join(folder, 'report.md'), reportOf(summary))
    await writeAtomically(join(folder, 'report.json'), `${JSON.stringify(summary, null, 2)}\n`)
    process.stderr.write(`written to ${folder}\n`)
    return 0
  } finally {
    await lab.close()
  }
}

/** What the offline reviewers do with the reporting half is part of the repository; everything else is not. */
function reportFolder({ root, home }: Config, { half, kinds, provider }: Options): string {
  const isCommitted = half === 'reporting' && kinds === '' && provider === ''
  return isCommitted ? join(root, 'test', 'golden') : join(home, 'golden', provider === '' ? half : provider)
}

function wantedOf({ seed, half, clean, twins, kinds }: Options): Wanted {
  const size = { seed, half, clean, twins }
  return kinds === '' ? size : { ...size, kinds: kinds.split(',').map((kind) => kind.trim()) }
}

/** The first reviewing model of a family, or the prompt in another file. */
async function modelOf(
  config: Config,
  options: Options & { readonly provider: ModelFamily },
): Promise<Judge> {
  const { provider: family } = options
  const providers = await createProviders(config, (line) => process.stderr.write(`${line}\n`))
  const provider = providers.get(family)
  const models = readModels(
    await readFile(join(config.root, 'ai', 'models.yaml'), 'utf8'),
    config.LOCAL_MODEL,
  )
  const model = chooseModel(models, { family, role: 'reviewer' })
  if (!provider || !model)
    throw new AppError('invalid', `${family} cannot be asked: set its key in .env, see .env.example`)
  const prompt =
    options.prompt === '' ? await loadPrompt(config.root, 'review') : await promptIn(options.prompt)
  const day = new Date().toISOString().slice(0, 10)
  return modelJudge({ provider, model, prompt, day, capMicroUsd: microUsd(options.budget) })
}

async function promptIn(path: string): Promise<Prompt> {
  const text = await readFile(path, 'utf8')
  return { name: path, text, digest: sha256(text) }
}

/** Settings come as options; an empty one is as good as none, since make passes on what was not set. */
function optionsOf(): Options {
  const text = { type: 'string' } as const
  const names = {
    seed: text,
    half: text,
    clean: text,
    twins: text,
    kinds: text,
    provider: text,
    prompt: text,
  }
  const { values } = parseArgs({ options: { ...names, budget: text } })
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const seed = randomBytes(4).toString('hex')
  const size = { clean: '50', twins: '1', kinds: '' }
  const defaults = { seed, half: 'reporting', ...size, provider: '', prompt: '', budget: String(BUDGET_USD) }
  const parsed = Options.safeParse({ ...defaults, ...given })
  if (!parsed.success)
    throw new AppError('invalid', `these options are wrong:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

await runMain(main)
