import * as z from 'zod'

import { Library, PlotId, PythonVersion } from './plot.schema.ts'
import { TagFact } from './tags.schema.ts'

/** An implementation that is published now. */
export const PublishedImplementation = z
  .object({
    library: Library,
    version: z.string(),
    codeSha: z.string(),
    pictureSha: z.string(),
    qualityScore: z.number(),
    /** the files below `current/`, and the Pythons that each serves */
    files: z.record(z.string(), z.array(PythonVersion)),
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

/** A tag with whose it is: null, the spec's; else that of a library's published implementation. */
export const TagView = TagFact.extend({ library: Library.nullable() }).meta({ id: 'TagView' })
export type TagView = z.infer<typeof TagView>

/** A plot with everything that is said of it. */
export const PlotDetail = PlotView.extend({ tags: z.array(TagView) }).meta({ id: 'PlotDetail' })
export type PlotDetail = z.infer<typeof PlotDetail>

/** A page of plots, by id. */
export const PlotPage = z
  .object({ items: z.array(PlotView), nextCursor: z.string().nullable() })
  .meta({ id: 'PlotPage' })
export type PlotPage = z.infer<typeof PlotPage>

/** The code of a published implementation. */
export const ImplementationView = PublishedImplementation.omit({ publishedAt: true })
  .extend({
    plotId: PlotId,
    /** of the file that serves the Python that was asked for, or of the common one */
    code: z.string(),
    /** path of that file in the checkout */
    path: z.string(),
  })
  .meta({ id: 'ImplementationView' })
export type ImplementationView = z.infer<typeof ImplementationView>
