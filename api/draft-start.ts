import { distance } from 'fastest-levenshtein'
import { v7 as uuidv7 } from 'uuid'

import { findConfirmedDraft } from '../db/queries/draft.ts'
import { insertRun } from '../db/queries/run.ts'
import { microUsd } from '../domain/budget/cost.ts'
import { AppError } from '../domain/errors.ts'
import { CHART_WORDS, namedChart, stemsOf } from '../domain/plot/chart-words.ts'
import { ChartType } from '../domain/plot/plot.schema.ts'
import type { NewDraft } from '../domain/plot/draft-view.schema.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import type { DraftInput } from '../temporal/contracts/draft.ts'
import type { ApiDeps, Principal } from './deps.ts'
import { keep, runConflict, startOrLeaveQueued } from './run-start.ts'
import type { Requested } from './run-start.ts'

/**
 * Writes the run that drafts a spec and starts its Workflow. The same request again gives the draft that is being
 * made, or the one that a run was started with.
 * @throws AppError `not_found` when the id names no chart and there is no idea, `conflict` when the plot exists or
 * another run of it is open
 */
export async function requestDraft(
  deps: ApiDeps,
  request: NewDraft,
  principal: Principal,
): Promise<Requested> {
  const { plotId, idea } = request
  const requestKey = sha256(canonicalJson({ kind: 'draft', plotId, idea: idea ?? null }))
  const isThere = (await deps.catalogue.readPlotFile(plotId, 'spec.yaml')) !== null
  const confirmed = await findConfirmedDraft(deps.db, { plotId, requestKey, isThere })
  if (confirmed !== null) return { id: confirmed, joined: true }
  if (isThere) throw taken(plotId)
  await requireName(deps, request)
  const ideaSha = idea === undefined ? null : await keep(deps, 'idea', new TextEncoder().encode(idea))
  const input: DraftInput = { runId: uuidv7(), plotId, ideaSha }
  const inserted = await insertRun(deps.db, {
    kind: 'draft',
    plotId,
    requestKey,
    input,
    budgetMicroUsd: request.budgetUsd === undefined ? deps.caps.runMicroUsd : microUsd(request.budgetUsd),
    reason: null,
    requestedBy: principal.name,
    libraries: [],
  })
  if (inserted.kind === 'conflict') throw runConflict(plotId, inserted.id)
  if (inserted.kind === 'joined') return { id: inserted.id, joined: true }
  await startOrLeaveQueued(deps, () => deps.temporal.startSpecDraft(input))
  return { id: inserted.id, joined: false }
}

function taken(plotId: string): AppError {
  return new AppError(
    'conflict',
    `there is a plot ${plotId} already: run it without an idea, or choose another id`,
    { problems: [{ path: '/plotId', message: 'is taken', fix: `pyplots run plot ${plotId}` }] },
  )
}

async function requireName({ catalogue }: ApiDeps, { plotId, idea }: NewDraft): Promise<void> {
  const words = stemsOf(plotId)
  if (idea === undefined && namedChart(words) === null) throw await unknown(catalogue, plotId, words)
}

/** Names plots and charts that may have been meant. */
async function unknown(
  catalogue: ApiDeps['catalogue'],
  plotId: string,
  words: readonly string[],
): Promise<AppError> {
  const plots = await catalogue.nearIds(plotId)
  const charts = CHART_WORDS.filter((name) => words.some((word) => isNear(word, name)))
  const meant = [
    ...(plots.length === 0 ? [] : [`the plot ${plots.join(', ')}`]),
    ...(charts.length === 0 ? [] : [`the chart ${charts.join(', ')}`]),
  ]
  const hint =
    meant.length === 0
      ? `: there are ${ChartType.options.join(', ')}`
      : `; did you mean ${meant.join(', or ')}?`
  return new AppError('not_found', `there is no plot ${plotId}, and its words name no chart${hint}`, {
    problems: [...plots, ...charts].map((fix) => ({ path: '/plotId', message: 'near match', fix })),
  })
}

function isNear(word: string, name: string): boolean {
  return word.length > 3 && distance(word, name) <= Math.max(1, Math.floor(name.length / 3))
}
