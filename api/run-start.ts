import { v7 as uuidv7 } from 'uuid'

import { insertRun } from '../db/queries/run.ts'
import { recordArtifact } from '../db/queries/artifact.ts'
import type { ArtifactKind } from '../db/queries/artifact.ts'
import { microUsd } from '../domain/budget/cost.ts'
import { AppError, messageOf } from '../domain/errors.ts'
import type { Problem } from '../domain/errors.ts'
import type { Library, PythonVersion, Spec } from '../domain/plot/plot.schema.ts'
import { REPAIRS_MAX } from '../domain/review/limits.ts'
import type { NewPlotRun } from '../domain/run/run.schema.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { parseTable } from '../sandbox/data-table.ts'
import type { Improvement, PlotRunInput } from '../temporal/contracts/plot.ts'
import type { ApiDeps, Principal } from './deps.ts'
import { RunConflict } from './errors.ts'
import { specFor } from './spec-of-run.ts'

/** A run that now exists; `joined`: it was open already, for the same inputs. */
export interface Requested {
  readonly id: string
  readonly joined: boolean
}

type Prepared = Omit<PlotRunInput, 'runId' | 'draftSha'>

/**
 * Writes the run that was asked for and starts its Workflow. Where Temporal does not answer the run stays
 * queued, and the reconciler starts it.
 * @throws AppError `not_found`, `invalid`, or `conflict` while another run of the plot is open
 */
export async function requestPlotRun(
  deps: ApiDeps,
  request: NewPlotRun,
  principal: Principal,
): Promise<Requested> {
  const prepared = await prepare(deps, request)
  const budgetMicroUsd = request.budgetUsd === undefined ? deps.caps.runMicroUsd : microUsd(request.budgetUsd)
  const draftSha = request.draft
  const input: PlotRunInput = { ...prepared, runId: uuidv7(), ...(draftSha !== undefined && { draftSha }) }
  const inserted = await insertRun(deps.db, {
    kind: 'plot',
    plotId: input.plotId,
    requestKey: sha256(canonicalJson({ kind: 'plot', budgetMicroUsd, ...prepared })),
    input,
    budgetMicroUsd,
    reason: request.reason ?? null,
    requestedBy: principal.name,
    libraries: input.libraries,
  })
  if (inserted.kind === 'conflict') throw runConflict(input.plotId, inserted.id)
  if (inserted.kind === 'joined') return { id: inserted.id, joined: true }
  await startOrLeaveQueued(deps, () => deps.temporal.startPlotPipeline(input))
  return { id: inserted.id, joined: false }
}

/** Starts a Workflow whose row is written; when that fails the reconciler does it later. */
export async function startOrLeaveQueued(
  deps: Pick<ApiDeps, 'log' | 'wakeReconciler'>,
  start: () => Promise<{ readonly kind: 'started' | 'busy' }>,
): Promise<void> {
  try {
    const { kind } = await start()
    if (kind === 'busy') deps.wakeReconciler()
  } catch (error) {
    const message = messageOf(error)
    deps.log.warn({ message }, 'the Workflow did not start: the run stays queued until it can')
    deps.wakeReconciler()
  }
}

/** Says that something else is at work on this plot, and what. */
export function runConflict(plotId: string, runId: string): RunConflict {
  return new RunConflict(`another run of ${plotId} is open: ${runId}; watch it, or cancel it first`, runId)
}

async function prepare(deps: ApiDeps, request: NewPlotRun): Promise<Prepared> {
  const { spec, specSha, content } = await specFor(deps, request)
  const problems = requestProblems(deps, request, spec)
  if (problems.length > 0) throw invalid(problems)
  const { bytes, dataSha } = await deps.catalogue.loadSample(spec)
  parseTable(new TextDecoder().decode(bytes), spec)
  agree('spec', await keep(deps, 'spec', content), specSha)
  agree('data', await keep(deps, 'data', bytes), dataSha)
  const code = request.implementation
  const libraries = inOrder(spec.libraries, request.libraries)
  return {
    plotId: spec.plot_id,
    specSha,
    specVersion: spec.version,
    dataSha,
    libraries,
    pythons: inOrder(
      deps.pythons.filter((python) => spec.python.includes(python)),
      request.pythons,
    ),
    implementationSha: code === undefined ? null : await keep(deps, 'code', encode(code)),
    publish: request.publish ?? code === undefined,
    repairsMax: code === undefined ? REPAIRS_MAX : 0,
    ...(request.improve !== undefined && {
      improvement: {
        request: request.improve,
        published: await publishedOf(deps, { plotId: spec.plot_id, libraries }),
      },
    }),
  }
}

/** What is published of each library, for authors to start from. @throws AppError `invalid` where nothing is */
async function publishedOf(
  deps: ApiDeps,
  { plotId, libraries }: Pick<Prepared, 'plotId' | 'libraries'>,
): Promise<Improvement['published']> {
  const found = await Promise.all(libraries.map((library) => publishedBy(deps, { plotId, library })))
  const missing = libraries.filter((_, index) => found[index] === null)
  if (missing.length > 0) {
    const problems = missing.map((library) => ({
      path: '/improve',
      message: `nothing of ${plotId} is published for ${library}`,
      fix: 'name only libraries that are, or run the plot without a request first',
    }))
    throw invalid(problems)
  }
  return Object.fromEntries(libraries.map((library, index) => [library, found[index]]))
}

async function publishedBy(
  deps: ApiDeps,
  { plotId, library }: { readonly plotId: string; readonly library: Library },
) {
  const evaluation = await deps.catalogue.loadEvaluation(plotId, library)
  const code = await deps.catalogue.readPlotFile(plotId, `implementations/${library}/current/plot.py`)
  if (evaluation === null || code === null) return null
  return { codeSha: await keep(deps, 'code', code), score: evaluation.score }
}

function invalid(problems: readonly Problem[]): AppError {
  return new AppError('invalid', problems.map(({ message }) => message).join('; '), { problems })
}

/** Everything that is wrong with a request, given the spec it is about and the Pythons at hand. */
function requestProblems(deps: ApiDeps, request: NewPlotRun, spec: Spec): readonly Problem[] {
  return [
    ...outside('libraries', request.libraries ?? [], spec.libraries).map(({ path, value, fix }) => ({
      path,
      fix,
      message: `${spec.plot_id} has no implementation for ${value}`,
    })),
    ...outside('pythons', request.pythons ?? [], spec.python).map(({ path, value, fix }) => ({
      path,
      fix,
      message: `${spec.plot_id} does not support Python ${value}`,
    })),
    ...outside(
      'pythons',
      (request.pythons ?? []).filter((python) => spec.python.includes(python)),
      deps.pythons,
    ).map(({ path, value }) => ({
      path,
      message: `Python ${value} is not on this machine`,
      fix: `use one of ${deps.pythons.join(', ') || 'none'}, or run make doctor`,
    })),
    ...nothingToDo(request),
    ...implementationProblems(request),
    ...pythonProblems(deps, request, spec),
  ]
}

function nothingToDo({ libraries, draft }: NewPlotRun): readonly Problem[] {
  if (libraries?.length !== 0 || draft !== undefined) return []
  return [
    { path: '/libraries', message: 'no library is named', fix: 'name one, or leave the list out for all' },
  ]
}

function implementationProblems(request: NewPlotRun): readonly Problem[] {
  if (request.implementation === undefined) return []
  if (request.improve !== undefined) {
    const message = 'a run tries a file of yours or has an author improve what is published, not both'
    return [{ path: '/improve', message, fix: 'leave one of them out' }]
  }
  if (request.libraries?.length === 1) return []
  const message = 'an implementation is for exactly one library'
  return [{ path: '/libraries', message, fix: 'name the one library it is written for' }]
}

function pythonProblems(deps: ApiDeps, request: NewPlotRun, spec: Spec): readonly Problem[] {
  if (request.pythons !== undefined || deps.pythons.some((python) => spec.python.includes(python))) return []
  const message = `none of the Pythons of ${spec.plot_id} (${spec.python.join(', ')}) is on this machine`
  return [{ path: '/pythons', message, fix: 'run make doctor' }]
}

function outside<Value extends Library | PythonVersion>(
  key: string,
  values: readonly Value[],
  allowed: readonly Value[],
) {
  return values.flatMap((value, index) =>
    allowed.includes(value)
      ? []
      : [{ path: `/${key}/${index}`, value, fix: `use one of ${allowed.join(', ')}` }],
  )
}

/** What was asked for, in the order of what there is; without a wish everything. */
function inOrder<Value>(available: readonly Value[], wanted: readonly Value[] | undefined): readonly Value[] {
  return wanted === undefined ? available : available.filter((value) => wanted.includes(value))
}

/** Stores what a Workflow is given by reference. */
export async function keep(
  { db, storage }: Pick<ApiDeps, 'db' | 'storage'>,
  kind: ArtifactKind,
  bytes: Uint8Array,
): Promise<string> {
  const sha = await storage.put(bytes)
  await recordArtifact(db, { sha256: sha, kind, bytes: bytes.byteLength })
  return sha
}

/** Others find spec and data by the catalogue's digests: these must be the digests of what is stored. */
function agree(what: string, stored: string, expected: string): void {
  if (stored === expected) return
  throw new AppError('internal', `the ${what} was stored as ${stored}, the catalogue calls it ${expected}`)
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
