import type { Logger } from 'pino'

import type { Catalogue } from '../clients/catalogue.ts'
import type { Session } from '../db/client.ts'
import { replacePlots } from '../db/queries/plot.ts'
import type { CataloguedPlot } from '../db/queries/plot.ts'
import { AppError } from '../domain/errors.ts'
import { servedFiles } from '../domain/plot/evaluation.schema.ts'
import { specTags } from '../domain/plot/extract-tags.ts'

/** Makes the database's plots equal to the catalogue. A plot with a faulty file is left out and named in the log. */
export async function rebuildPlots(deps: {
  readonly db: Session
  readonly catalogue: Catalogue
  readonly log: Logger
}): Promise<void> {
  const { db, catalogue, log } = deps
  const ids = await catalogue.listPlotIds()
  const found = await Promise.all(
    ids.map((id) =>
      readPlot(catalogue, id).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        log.warn({ plotId: id, problem: error.message }, 'this plot is left out of the lists')
        return null
      }),
    ),
  )
  await replacePlots(
    db,
    found.filter((plot) => plot !== null),
  )
}

async function readPlot(catalogue: Catalogue, id: string): Promise<CataloguedPlot> {
  const { spec, specSha } = await catalogue.loadSpec(id)
  const evaluations = await catalogue.loadEvaluations(id)
  return {
    plot: { id, title: spec.title, specVersion: spec.version, specSha },
    tags: specTags(spec),
    implementations: evaluations.map((evaluation) => ({
      plotId: id,
      library: evaluation.library,
      version: evaluation.version,
      codeSha: evaluation.code_sha256,
      files: servedFiles(evaluation),
      pictureSha: evaluation.picture_sha256,
      qualityScore: evaluation.score,
      pythons: evaluation.pythons,
    })),
  }
}
