import * as z from 'zod'

import { Library, PlotId, PythonVersion } from './plot.schema.ts'

/** An implementation that is published now. */
export const PublishedImplementation = z
  .object({
    library: Library,
    version: z.string(),
    codeSha: z.string(),
    pictureSha: z.string(),
    qualityScore: z.number(),
    pythons: z.array(PythonVersion),
    publishedAt: z.iso.datetime(),
  })
  .meta({ id: 'PublishedImplementation' })
export type PublishedImplementation = z.infer<typeof PublishedImplementation>

/** A plot of the catalogue with what is published of it. */
export const PlotView = z
  .object({
    id: PlotId,
    title: z.string(),
    specVersion: z.string(),
    specSha: z.string(),
    /** score of the weakest published implementation; null when there is none */
    qualityScore: z.number().nullable(),
    implementations: z.array(PublishedImplementation),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'PlotView' })
export type PlotView = z.infer<typeof PlotView>

/** A page of plots, by id. */
export const PlotPage = z
  .object({ items: z.array(PlotView), nextCursor: z.string().nullable() })
  .meta({ id: 'PlotPage' })
export type PlotPage = z.infer<typeof PlotPage>

/** The code of a published implementation. */
export const ImplementationView = PublishedImplementation.omit({ publishedAt: true })
  .extend({
    plotId: PlotId,
    code: z.string(),
    /** path of the file in the checkout */
    path: z.string(),
  })
  .meta({ id: 'ImplementationView' })
export type ImplementationView = z.infer<typeof ImplementationView>
