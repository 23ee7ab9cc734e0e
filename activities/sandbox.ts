import { Context } from '@temporalio/activity'

import { completeRender, findRender, insertRender } from '../db/queries/review.ts'
import type { RenderRow } from '../db/queries/review.ts'
import { updateRunLibrary } from '../db/queries/run.ts'
import { AppError } from '../domain/errors.ts'
import type { Library, PythonVersion } from '../domain/plot/plot.schema.ts'
import { testSpecSource } from '../domain/plot/test-spec.ts'
import { changeData } from '../domain/review/changed-data.ts'
import type { FigureFacts } from '../domain/review/facts.schema.ts'
import type { LibraryProgress } from '../domain/run/run.schema.ts'
import { RETRYABLE_OUTCOMES } from '../domain/sandbox/sandbox.schema.ts'
import type { SandboxResult } from '../domain/sandbox/sandbox.schema.ts'
import type { Sandbox } from '../sandbox/client.ts'
import { formatTable, parseTable, temporalColumns } from '../sandbox/data-table.ts'
import { environmentFor } from '../sandbox/environments.ts'
import type { Environment } from '../sandbox/environments.ts'
import type { Renderer } from '../sandbox/renderer/index.ts'
import type { RenderedImplementation, SandboxActivities } from '../temporal/contracts/plot.ts'
import { translated } from './failures.ts'
import { readSpec, readText, store, storeJson } from './material.ts'
import type { Material } from './material.ts'
import { planExecution, readRun } from './render-plan.ts'
import type { AttemptMaterial, Plan, RenderDigests, RenderRequest } from './render-plan.ts'

/** What running and drawing needs. */
export interface SandboxDeps extends Material {
  readonly sandbox: Sandbox
  readonly renderer: Renderer
  readonly environments: readonly Environment[]
  readonly digests: RenderDigests
}

/** The activities of queue `sandbox`. */
export function createSandboxActivities(deps: SandboxDeps): SandboxActivities {
  return { renderImplementation: (request) => translated(() => renderAttempt(deps, request)) }
}

async function renderAttempt(deps: SandboxDeps, request: RenderRequest): Promise<RenderedImplementation> {
  const { runId, library, attempt } = request
  const data = await deps.storage.get(request.dataSha)
  const material = await loadMaterial(deps, request, data)
  await updateRunLibrary(deps.db, { runId, library, attempt, stage: 'rendering', pythons: [] })
  const noteEnded = progressWriter(deps, request)
  const rows = await Promise.all(
    request.pythons.map(async (python) => {
      const row = await executeOnce(deps, planFor(deps, material, { python, data, dataSha: request.dataSha }))
      await noteEnded({ python, outcome: row.outcome })
      return row
    }),
  )
  const best = rows.findLast((row) => row.outcome === 'ok')
  if (best) await drawOnce(deps, best)
  return {
    renders: rows.map(({ python, key, outcome }) => ({ python, key, outcome })),
    picturePython: best?.python ?? null,
    changedKey: best ? await executeChanged(deps, material, best.python) : null,
  }
}

type PythonOutcome = LibraryProgress['pythons'][number]

/** Writes which Pythons have run, one write after the other, so that the last one names them all. */
function progressWriter({ db }: SandboxDeps, { runId, library }: RenderRequest) {
  const done: PythonOutcome[] = []
  let last: Promise<void> | null = null
  const writeAfter = async (previous: Promise<void> | null) => {
    await previous
    await updateRunLibrary(db, { runId, library, pythons: sorted(done) })
  }
  return (outcome: PythonOutcome) => {
    done.push(outcome)
    last = writeAfter(last)
    return last
  }
}

async function loadMaterial(
  deps: SandboxDeps,
  request: RenderRequest,
  data: Uint8Array,
): Promise<AttemptMaterial> {
  const spec = await readSpec(deps, request)
  const table = parseTable(new TextDecoder().decode(data), spec)
  return {
    request,
    spec,
    table,
    code: await readText(deps, request.codeSha),
    temporal: temporalColumns(table, spec),
    tests: testSpecSource(spec),
  }
}

/** Runs the same code with data that a faithful plot must follow. */
async function executeChanged(
  deps: SandboxDeps,
  material: AttemptMaterial,
  python: PythonVersion,
): Promise<string> {
  const data = new TextEncoder().encode(formatTable(changeData(material.table, material.spec)))
  const dataSha = await store(deps, 'data', data)
  const row = await executeOnce(deps, planFor(deps, material, { python, data, dataSha }))
  if (row.outcome === 'ok') await drawOnce(deps, row)
  return row.key
}

interface Variant {
  readonly python: PythonVersion
  readonly data: Uint8Array
  readonly dataSha: string
}

function planFor(deps: SandboxDeps, material: AttemptMaterial, { python, data, dataSha }: Variant): Plan {
  const environment = environmentFor(deps.environments, python)
  return planExecution({ material, environment, data, dataSha, digests: deps.digests })
}

async function executeOnce(deps: SandboxDeps, plan: Plan): Promise<RenderRow> {
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
  return insertRender(deps.db, {
    ...plan.row,
    outcome: report.outcome,
    report,
    ...(await keepFiles(deps, plan, result)),
  })
}

/** Runs it, and once more when it ran out of time without having had the CPU: the machine may just be busy. */
async function runFairly(deps: SandboxDeps, plan: Plan): Promise<SandboxResult> {
  const run = () =>
    deps.sandbox.run(plan.request, plan.files, { signal: Context.current().cancellationSignal })
  const result = await run()
  const { outcome, cpuMs } = result.report
  return outcome === 'timeout' && cpuMs < plan.request.limits.cpuS * 1000 ? run() : result
}

/** Stores what an execution left behind: a picture and claims, or a figure whose facts are read here. */
async function keepFiles(deps: SandboxDeps, plan: Plan, { files }: SandboxResult) {
  const figure = files.get('figure.json') ?? null
  const picture = files.get('figure.png') ?? null
  const claims = files.get('facts.json') ?? null
  const facts = figure ? await described(deps, plan.row.library, figure) : null
  return {
    run: readRun(files.get('run.json') ?? null),
    figureSha: figure && (await store(deps, 'figure', figure)),
    pictureSha: picture && (await store(deps, 'picture', picture)),
    factsSha: facts ? await storeJson(deps, 'facts', facts) : claims && (await store(deps, 'facts', claims)),
  }
}

async function described(
  { renderer }: SandboxDeps,
  library: Library,
  figure: Uint8Array,
): Promise<FigureFacts | null> {
  if (library === 'matplotlib' || library === 'seaborn') return null
  try {
    return await renderer.describe(library, figure, { signal: Context.current().cancellationSignal })
  } catch (error) {
    // A figure that cannot be read is a verdict about the code: nothing in it can be measured.
    if (error instanceof AppError && error.code === 'invalid') return null
    throw error
  }
}

/** Draws the picture of a figure that left the sandbox as JSON. */
async function drawOnce(deps: SandboxDeps, row: RenderRow): Promise<void> {
  if (row.pictureSha !== null || row.figureSha === null) return
  if (row.library === 'matplotlib' || row.library === 'seaborn') return
  const environment = environmentFor(deps.environments, row.python)
  const signal = Context.current().cancellationSignal
  try {
    const drawn = await deps.renderer.draw(row.library, await deps.storage.get(row.figureSha), environment, {
      signal,
    })
    const pictureSha = await store(deps, 'picture', drawn.png)
    const factsSha = await storeJson(deps, 'facts', drawn.facts)
    await completeRender(deps.db, row.key, { pictureSha, factsSha })
  } catch (error) {
    // Without a picture the review finds nothing drawn and refuses the code, which is right for a broken figure.
    if (!(error instanceof AppError && error.code === 'invalid')) throw error
  }
}

function sorted(done: readonly PythonOutcome[]): PythonOutcome[] {
  return [...done].sort((a, b) => a.python.localeCompare(b.python, 'en', { numeric: true }))
}
