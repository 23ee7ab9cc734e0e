import type { Catalogue, LoadedSpec } from '../clients/catalogue.ts'
import { AppError } from '../domain/errors.ts'
import { PLOT_ID_LENGTH_MAX } from '../domain/plot/limits.ts'
import { PlotId } from '../domain/plot/plot.schema.ts'

/**
 * The spec of a plot, for an id as a person may have typed it.
 * @throws AppError `not_found` with near ids, or `invalid` with every problem of its file
 */
export async function loadPlot(catalogue: Catalogue, id: string): Promise<LoadedSpec> {
  if (PlotId.safeParse(id).success) return catalogue.loadSpec(id)
  const near = nearestId(id)
  if (near === null) throw unknown(id, await catalogue.listPlotIds())
  await catalogue.loadSpec(near)
  throw unknown(id, [near])
}

/** The same words in the form of an id; null when nothing of them is left. */
function nearestId(id: string): string | null {
  const words = id.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const joined = words.join('-').slice(0, PLOT_ID_LENGTH_MAX)
  return joined === '' ? null : joined
}

function unknown(id: string, near: readonly string[]): AppError {
  return new AppError(
    'not_found',
    `there is no plot ${JSON.stringify(id)}; did you mean ${near.join(', ')}?`,
    {
      problems: near.map((fix) => ({ path: '/plotId', message: 'near match', fix })),
    },
  )
}
