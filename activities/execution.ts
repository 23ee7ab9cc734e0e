import { Context } from '@temporalio/activity'

import { findRender, insertRender } from '../db/queries/review.ts'
import type { RenderRow } from '../db/queries/review.ts'
import { AppError } from '../domain/errors.ts'
import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import type { FigureFacts } from '../domain/review/facts.schema.ts'
import { RETRYABLE_OUTCOMES } from '../domain/sandbox/sandbox.schema.ts'
import type { SandboxResult } from '../domain/sandbox/sandbox.schema.ts'
import type { Sandbox } from '../sandbox/client.ts'
import { environmentFor } from '../sandbox/environments.ts'
import type { Environment } from '../sandbox/environments.ts'
import type { Renderer } from '../sandbox/renderer/index.ts'
import { keep } from './keeping.ts'
import { store, storeJson } from './material.ts'
import type { Material } from './material.ts'
import { planExecution, readRun } from './render-plan.ts'
import type { AttemptMaterial, Plan, RenderDigests } from './render-plan.ts'

/** What running and drawing needs. */
export interface SandboxDeps extends Material {
  readonly sandbox: Sandbox
  readonly renderer: Renderer
  readonly environments: readonly Environment[]
  readonly digests: RenderDigests
}

/** One execution of an attempt: where, and with which data. */
interface Variant {
  readonly python: PythonVersion
  readonly data: Uint8Array
  readonly dataSha: string
  readonly variant: RenderRow['variant']
}

/** What an execution of an attempt asks for. */
export function planFor(deps: SandboxDeps, material: AttemptMaterial, { python, ...variant }: Variant): Plan {
  const environment = environmentFor(deps.environments, python)
  return planExecution({ material, environment, ...variant, digests: deps.digests })
}

/** Executes what was not executed before, and keeps what came of it. */
export async function executeOnce(deps: SandboxDeps, plan: Plan): Promise<RenderRow> {
  const stored = await findRender(deps.db, plan.key)
  if (stored && stored.outcome !== 'timeout') return stored
  const result = await runFairly(deps, plan)
  const { report } = result
  if (RETRYABLE_OUTCOMES.includes(report.outcome)) {
    throw new AppError(
      'unavailable',
      `the sandbox ended with ${report.outcome}: ${report.stderr.slice(0, 300)}`,
    )
  }
  const facts = await factsOf(deps, plan, result)
  return keep(async () =>
    insertRender(deps.db, {
      ...plan.row,
      outcome: report.outcome,
      report,
      ...(await keepFiles(deps, result, facts)),
    }),
  )
}

/** Runs it, and once more when it ran out of time without having had the CPU: the machine may just be busy. */
async function runFairly(deps: SandboxDeps, plan: Plan): Promise<SandboxResult> {
  const run = () =>
    deps.sandbox.run(plan.request, plan.files, { signal: Context.current().cancellationSignal })
  const result = await run()
  const { outcome, cpuMs } = result.report
  return outcome === 'timeout' && cpuMs < plan.request.limits.cpuS * 1000 ? run() : result
}

/** Stores what an execution left behind: a picture and claims, or a figure with the facts that were read of it. */
async function keepFiles(deps: Material, { files }: SandboxResult, facts: FigureFacts | null) {
  const figure = files.get('figure.json') ?? null
  const picture = files.get('figure.png') ?? null
  const claims = files.get('facts.json') ?? null
  return {
    run: readRun(files.get('run.json') ?? null),
    figureSha: figure && (await store(deps, 'figure', figure)),
    pictureSha: picture && (await store(deps, 'picture', picture)),
    factsSha: facts ? await storeJson(deps, 'facts', facts) : claims && (await store(deps, 'facts', claims)),
  }
}

/** What the figure of an execution shows, read here; null where there is none, or only its process can tell. */
async function factsOf(
  { renderer }: SandboxDeps,
  { row: { library } }: Plan,
  { files }: SandboxResult,
): Promise<FigureFacts | null> {
  const figure = files.get('figure.json') ?? null
  if (figure === null || library === 'matplotlib' || library === 'seaborn') return null
  try {
    return await renderer.describe(library, figure, { signal: Context.current().cancellationSignal })
  } catch (error) {
    // A figure that cannot be read is a verdict about the code: nothing in it can be measured.
    if (error instanceof AppError && error.code === 'invalid') return null
    throw error
  }
}
