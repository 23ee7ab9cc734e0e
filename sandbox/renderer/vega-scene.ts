import * as z from 'zod'

import { Drawn } from './drawn.ts'

const Value = z.union([z.number(), z.string(), z.boolean(), z.null()])

/** One place of an item: what the scale was given, before it became a pixel. */
const Channel = z.object({
  /** the scale's type as Vega calls it; null: the pixels are the values */
  scale: z.string().nullable(),
  field: z.string().nullable(),
  values: z.array(Value),
})
export type Channel = z.infer<typeof Channel>

/** One mark of the compiled Vega specification with the items that were drawn for it. */
export const SceneMark = z.object({
  name: z.string(),
  type: z.string(),
  /** by channel: `x`, `x2`, `xc`, `y`, `y2`, `yc` */
  places: z.record(z.string(), Channel),
  /** which of the scene's panels it is drawn in */
  panel: z.number().optional(),
  /** the facet of each item; null where there are none */
  facets: z.array(z.string().nullable()),
  /** what colour follows along a scale of numbers */
  shade: Channel.nullable(),
  /** what colour, shape, dash and grouping follow, one text per item; null where nothing does */
  series: z.array(z.string().nullable()),
  colors: z.array(z.string().nullable()),
  shapes: z.array(z.string()),
  opacities: z.array(z.number()),
  /** areas in square pixels of symbols; empty for other marks */
  sizes: z.array(z.number()),
  /** how a line goes from one place to the next, as Vega calls it */
  interpolate: z.string().nullable(),
  /** values of box plots that no place carries, by the name Vega-Lite gives them without the field */
  stats: z.record(z.string(), z.array(Value)),
})
export type SceneMark = z.infer<typeof SceneMark>

const SceneView = z.object({
  label: z.string().nullable(),
  /** the scale's type as Vega calls it; null: its marks have no place along this axis */
  scale: z.string().nullable(),
  domain: z.array(Value),
  reversed: z.boolean(),
})

/** An area that marks are drawn in, in the order of `drawn.panels`. */
const ScenePanel = z.object({ name: z.string().nullable(), x: SceneView, y: SceneView })
export type ScenePanel = z.infer<typeof ScenePanel>

/** What was drawn from a Vega-Lite specification. */
export const Scene = z.object({
  title: z.string().nullable(),
  axes: z.array(
    z.object({
      dimension: z.enum(['x', 'y']),
      name: z.string(),
      label: z.string().nullable(),
      scale: z.string(),
      domain: z.array(Value),
      reversed: z.boolean(),
    }),
  ),
  legends: z.array(z.object({ title: z.string().nullable(), labels: z.array(z.string()) })),
  marks: z.array(SceneMark),
  panels: z.array(ScenePanel),
  drawn: Drawn,
})
export type Scene = z.infer<typeof Scene>

/** A figure sent to the Vega process. */
export const VegaRequest = z.object({
  id: z.number(),
  spec: z.string(),
  /** false: the scene is wanted, not the picture */
  picture: z.boolean(),
})
export type VegaRequest = z.infer<typeof VegaRequest>

/** The Vega process's answer. */
export const VegaAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('drawn'),
    id: z.number(),
    png: z.instanceof(Uint8Array).nullable(),
    scene: Scene,
  }),
  z.object({ kind: z.literal('refused'), id: z.number(), message: z.string() }),
])
export type VegaAnswer = z.infer<typeof VegaAnswer>
