import { readSpec } from '../clients/catalogue.ts'
import type { LoadedSpec } from '../clients/catalogue.ts'
import { isDraftOf } from '../db/queries/draft.ts'
import { AppError } from '../domain/errors.ts'
import type { NewPlotRun } from '../domain/run/run.schema.ts'
import { sha256 } from '../hash.ts'
import type { ApiDeps } from './deps.ts'
import { loadPlot } from './plot-id.ts'

/**
 * The spec that a run is about: that in the catalogue; of a new plot the draft that becomes it.
 * @throws AppError `not_found`, `invalid`, or `conflict` when the catalogue holds another spec than the draft
 */
export async function specFor(
  { db, catalogue, storage }: ApiDeps,
  { plotId, draft }: NewPlotRun,
): Promise<LoadedSpec> {
  if (draft === undefined) return loadPlot(catalogue, plotId)
  if (!(await isDraftOf(db, { plotId, sha256: draft })))
    throw new AppError(
      'not_found',
      `${draft.slice(0, 12)} is no draft of ${plotId}: POST /v1/drafts makes one`,
    )
  const held = await catalogue.readPlotFile(plotId, 'spec.yaml')
  if (held !== null && sha256(held) !== draft) {
    throw new AppError(
      'conflict',
      `plots/${plotId}/spec.yaml is there already, with other content than the draft`,
    )
  }
  return readSpec(plotId, await storage.get(draft))
}
