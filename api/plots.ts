import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'

import type { Catalogue } from '../clients/catalogue.ts'
import { getPlot, listPlots } from '../db/queries/plot.ts'
import { listTags } from '../db/queries/tag.ts'
import { AppError } from '../domain/errors.ts'
import { servedFiles } from '../domain/plot/evaluation.schema.ts'
import { COMMON_FILE, fileForPython } from '../domain/plot/matrix.ts'
import { Library, PythonVersion, Spec } from '../domain/plot/plot.schema.ts'
import { ImplementationView, PlotDetail, PlotPage } from '../domain/plot/plot-view.schema.ts'
import type { PublishedImplementation } from '../domain/plot/plot-view.schema.ts'
import { specTags } from '../domain/plot/extract-tags.ts'
import { findTag, slugOf } from '../domain/plot/tags.ts'
import { TAG_LENGTH_MAX } from '../domain/plot/limits.ts'
import { sha256 } from '../hash.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { onValidated } from './errors.ts'
import { loadPlot } from './plot-id.ts'
import { problems } from './problem.ts'
import { bytes, json } from './respond.ts'

const PlotParam = z.object({ id: z.string().min(1).max(100) })
const PictureName = z.enum(Library.options.map((library) => `${library}.png` as const))
const PlotCursor = z.object({ id: z.string() })

const list = createRoute({
  method: 'get',
  path: '/v1/plots',
  summary: 'List the plots of the catalogue, by id',
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(500).optional(),
      tag: z
        .string()
        .min(1)
        .max(TAG_LENGTH_MAX)
        .optional()
        .meta({ description: 'only plots that this tag holds for, in any spelling the registry knows' }),
    }),
  },
  responses: { 200: json(PlotPage, 'A page of plots'), ...problems(422) },
})

const show = createRoute({
  method: 'get',
  path: '/v1/plots/{id}',
  summary: 'Show a plot with what is published of it',
  request: { params: PlotParam },
  responses: { 200: json(PlotDetail, 'The plot'), ...problems(404, 422) },
})

const spec = createRoute({
  method: 'get',
  path: '/v1/plots/{id}/spec',
  summary: "Read a plot's specification",
  request: { params: PlotParam },
  responses: { 200: json(Spec, 'The specification, as `spec.yaml` holds it now'), ...problems(404, 422) },
})

const implementation = createRoute({
  method: 'get',
  path: '/v1/plots/{id}/implementations/{library}',
  summary: 'Read a published implementation',
  request: {
    params: PlotParam.extend({ library: Library }),
    query: z.object({
      python: PythonVersion.optional().meta({ description: 'the Python that the file is for' }),
    }),
  },
  responses: { 200: json(ImplementationView, 'The implementation with its code'), ...problems(404, 422) },
})

const image = createRoute({
  method: 'get',
  path: '/v1/plots/{id}/image/{picture}',
  summary: 'Read a published picture',
  request: {
    params: PlotParam.extend({ picture: PictureName }),
    headers: z.object({ 'if-none-match': z.string().optional() }),
  },
  responses: {
    200: { description: 'The picture', content: { 'image/png': { schema: z.string() } } },
    304: { description: 'The client has it' },
    ...problems(404, 422),
  },
})

/** Routes under `/v1/plots`. */
export function plotRoutes({ db, catalogue }: ApiDeps) {
  return new OpenAPIHono<ApiEnv>({ defaultHook: onValidated })
    .openapi(list, async (c) => {
      const { limit, cursor, tag: written } = c.req.valid('query')
      const tag = written && (findTag(written)?.slug ?? slugOf(written))
      const scope = tag === undefined ? 'plots' : `plots tagged ${tag}`
      const after = cursor === undefined ? null : decodeCursor(cursor, PlotCursor, scope).id
      const page = await listPlots(db, { limit, after, tag })
      const next = page.nextAfter && encodeCursor({ id: page.nextAfter }, scope)
      return c.json({ items: [...page.items], nextCursor: next }, 200)
    })
    .openapi(show, async (c) => {
      const { id } = c.req.valid('param')
      const plot = await getPlot(db, id)
      if (plot === null) return c.json(await withoutRow(catalogue, id), 200)
      return c.json({ ...plot, tags: [...(await listTags(db, id))] }, 200)
    })
    .openapi(spec, async (c) => c.json((await loadPlot(catalogue, c.req.valid('param').id)).spec, 200))
    .openapi(implementation, async (c) => {
      const { id, library } = c.req.valid('param')
      await loadPlot(catalogue, id)
      const { python } = c.req.valid('query')
      return c.json(await readImplementation(catalogue, { id, library, python }), 200)
    })
    .openapi(image, async (c) => {
      const { id, picture } = c.req.valid('param')
      await loadPlot(catalogue, id)
      const content = await catalogue.readPlotFile(id, `assets/${picture}`)
      if (content === null) throw notPublished(id, picture)
      return bytes(c, content, { tag: sha256(content), type: 'image/png', cache: 'no-cache' })
    })
}

/** A plot that was added since the projection was made. */
async function withoutRow(catalogue: Catalogue, id: string): Promise<PlotDetail> {
  const { spec: found, specSha } = await loadPlot(catalogue, id)
  return {
    id: found.plot_id,
    title: found.title,
    specVersion: found.version,
    specSha,
    qualityScore: null,
    implementations: [],
    tags: specTags(found).map((tag) => ({ ...tag, library: null })),
    updatedAt: new Date().toISOString(),
  }
}

interface Wanted {
  readonly id: string
  readonly library: Library
  readonly python: PythonVersion | undefined
}

async function readImplementation(
  catalogue: Catalogue,
  { id, library, python }: Wanted,
): Promise<ImplementationView> {
  const evaluation = await catalogue.loadEvaluation(id, library)
  if (evaluation === null) throw notPublished(id, library)
  const files = servedFiles(evaluation) ?? { [COMMON_FILE]: evaluation.pythons }
  const name = python === undefined ? COMMON_FILE : fileForPython(Object.keys(files), python)
  const path = `implementations/${library}/current/${name}`
  const code = await catalogue.readPlotFile(id, path)
  if (code === null) throw notPublished(id, library)
  const published: Omit<PublishedImplementation, 'publishedAt'> = {
    library,
    version: evaluation.version,
    codeSha: evaluation.code_sha256,
    pictureSha: evaluation.picture_sha256,
    files,
    qualityScore: evaluation.score,
    pythons: evaluation.pythons,
  }
  return { ...published, plotId: id, code: new TextDecoder().decode(code), path: `plots/${id}/${path}` }
}

function notPublished(id: string, what: string): AppError {
  return new AppError('not_found', `${what} of ${id} is not published: pyplots run plot ${id}`)
}
