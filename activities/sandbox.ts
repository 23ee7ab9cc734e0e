import { Context } from '@temporalio/activity'

import { completeRender } from '../db/queries/review.ts'
import type { RenderRow } from '../db/queries/review.ts'
import { updateRunLibrary } from '../db/queries/run.ts'
import { AppError } from '../domain/errors.ts'
import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import { testSpecSource } from '../domain/plot/test-spec.ts'
import { changeData } from '../domain/review/changed-data.ts'
import type { LibraryProgress } from '../domain/run/run.schema.ts'
import { formatTable, parseTable, temporalColumns } from '../sandbox/data-table.ts'
import { environmentFor } from '../sandbox/environments.ts'
import type { RenderedImplementation, SandboxActivities } from '../temporal/contracts/plot.ts'
import { distinct, readFiles } from './code.ts'
import type { CodeFile } from './code.ts'
import { executeOnce, planFor } from './execution.ts'
import type { SandboxDeps } from './execution.ts'
import { translated } from './failures.ts'
import { readSpec, store, storeJson } from './material.ts'
import type { AttemptMaterial, RenderRequest } from './render-plan.ts'
import { tagImplementation } from './tags.ts'

/** The activities of queue `sandbox`. */
export function createSandboxActivities(deps: SandboxDeps): SandboxActivities {
  return {
    renderImplementation: (request) => translated(() => renderAttempt(deps, request)),
    tagImplementation: (request) => translated(() => tagImplementation(deps, request)),
  }
}

async function renderAttempt(deps: SandboxDeps, request: RenderRequest): Promise<RenderedImplementation> {
  const { runId, library, attempt } = request
  const data = await deps.storage.get(request.dataSha)
  const material = await loadMaterial(deps, request, data)
  await updateRunLibrary(deps.db, { runId, library, attempt, stage: 'rendering', pythons: [] })
  const noteEnded = progressWriter(deps, request)
  const rows = await Promise.all(
    request.pythons.map(async (python) => {
      const row = await executeOnce(
        deps,
        planFor(deps, material, { python, data, dataSha: request.dataSha, variant: 'sample' }),
      )
      await noteEnded({ python, outcome: row.outcome })
      return row
    }),
  )
  const best = rows.findLast(hasRun)
  const others = await Promise.all(
    otherFiles(material, best).map(async ({ name, sha }) => {
      const row = rows.findLast((each) => hasRun(each) && each.codeSha === sha)
      return { file: name, python: row?.python ?? null, changedKey: await look(deps, material, row) }
    }),
  )
  return {
    renders: rows.map(({ python, key, outcome }) => ({ python, key, outcome })),
    picturePython: best?.python ?? null,
    changedKey: await look(deps, material, best),
    ...(others.length > 0 && { others }),
  }
}

function hasRun({ outcome }: RenderRow): boolean {
  return outcome === 'ok'
}

/** The files beside the one that drew the picture. */
function otherFiles({ files }: AttemptMaterial, best: RenderRow | undefined): readonly CodeFile[] {
  const shown = best?.codeSha ?? files[0]?.sha
  return distinct(files).filter(({ sha }) => sha !== shown)
}

/** Draws what a file left behind, and runs it once more with data that a faithful plot must follow. */
async function look(
  deps: SandboxDeps,
  material: AttemptMaterial,
  row: RenderRow | undefined,
): Promise<string | null> {
  if (row === undefined) return null
  await drawOnce(deps, row)
  return executeChanged(deps, material, row.python)
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
    files: await readFiles(deps, request.codeSha),
    temporal: temporalColumns(table, spec),
    tests: testSpecSource(spec),
  }
}

async function executeChanged(
  deps: SandboxDeps,
  material: AttemptMaterial,
  python: PythonVersion,
): Promise<string> {
  const data = new TextEncoder().encode(formatTable(changeData(material.table, material.spec)))
  const dataSha = await store(deps, 'data', data)
  const row = await executeOnce(deps, planFor(deps, material, { python, data, dataSha, variant: 'changed' }))
  if (row.outcome === 'ok') await drawOnce(deps, row)
  return row.key
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
