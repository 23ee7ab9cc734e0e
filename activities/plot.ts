import { replaceSpecTags, upsertPlot, withRegistryLock } from '../db/queries/plot.ts'
import { beginRun, endRun, updateRunLibrary } from '../db/queries/run.ts'
import { placeSpec } from '../clients/catalogue-writer.ts'
import { AppError } from '../domain/errors.ts'
import { specTags } from '../domain/plot/extract-tags.ts'
import type { SpecActivities } from '../temporal/contracts/draft.ts'
import type { PlotActivities, PlotRunOutcome } from '../temporal/contracts/plot.ts'
import { translated } from './failures.ts'
import { keepCandidate, publish } from './publication.ts'
import type { PublicationDeps } from './publication.ts'

/** The activities of queue `plots`: rows of runs, files of the catalogue. */
export function createPlotActivities(deps: PublicationDeps): PlotActivities & SpecActivities {
  return {
    beginRun: ({ runId }) => translated(() => beginRun(deps.db, runId)),
    publishImplementation: (request) => translated(() => publish(deps, request)),
    keepCandidate: (request) => translated(() => keepCandidate(deps, request)),
    endLibrary: ({ runId, outcome }) =>
      translated(() => {
        const { library, status, codeSha, reviewKey, score, version, published, message } = outcome
        const row = { runId, library, status, stage: 'done', score, version, published, message } as const
        return updateRunLibrary(deps.db, {
          ...row,
          ...(codeSha && { codeSha }),
          ...(reviewKey && { reviewKey }),
        })
      }),
    endDraft: ({ runId, outcome }) => translated(() => endRun(deps.db, { id: runId, ...outcome })),
    placeSpec: ({ plotId, draftSha }) =>
      translated(async () => placeSpec(deps.catalogue, plotId, await deps.storage.get(draftSha))),
    endRun: ({ runId, plotId, outcome }) =>
      translated(async () => {
        const fault = await projectPlot(deps, plotId).catch(faultOfCatalogue)
        const message = messageOf(outcome, typeof fault === 'string' ? fault : null)
        await endRun(deps.db, { id: runId, status: outcome.status, message })
      }),
  }
}

/** Brings the registry and the plot's row up to date with what the catalogue holds. */
async function projectPlot({ db, catalogue }: PublicationDeps, plotId: string): Promise<void> {
  await withRegistryLock(db, () => catalogue.writeRegistry())
  const { spec, specSha } = await catalogue.loadSpec(plotId)
  const scores = (await catalogue.loadEvaluations(plotId)).map((evaluation) => evaluation.score)
  const qualityScore = scores.length > 0 ? Math.min(...scores) : null
  await upsertPlot(db, { id: plotId, title: spec.title, specVersion: spec.version, specSha, qualityScore })
  await replaceSpecTags(db, plotId, specTags(spec))
}

/** A spec that is not there, or that somebody is at work on, must not fail another plot's run; it is told, and mended by the next run. */
function faultOfCatalogue(error: unknown): string {
  if (error instanceof AppError && ['invalid', 'not_found'].includes(error.code))
    return `the registry stays as it was: ${error.message}`
  throw error
}

function messageOf(outcome: PlotRunOutcome, fault: string | null): string | null {
  const said = outcome.libraries.flatMap(({ library, message }) =>
    message === null ? [] : [`${library}: ${message}`],
  )
  const all = [outcome.message, ...said, fault].filter((part) => part !== undefined && part !== null)
  return all.length === 0 ? null : all.join('; ').slice(0, 1000)
}
