import * as z from 'zod'

import { MarkType } from '../plot/plot.schema.ts'
import { PictureBox } from './review.schema.ts'

/** A value of one drawn mark: a number, a category, an ISO date, or nothing. */
export const FactValue = z.union([z.number(), z.string(), z.null()])
export type FactValue = z.infer<typeof FactValue>

/**
 * One series of drawn marks, with the data the figure holds for it.
 * `values` by type: point, line `{x, y}` · bar `{category, value, base}` · histogram `{start, end, count}`
 * or raw `{value}` · segment (a straight line along one category) `{x, y, x2, y2}` · box `{category, q1, median, q3, low, high}`
 * or raw `{category, value}` · cell `{x, y, value}` · hexagon `{x, y, count}`, its middle and its rows
 * · violin `{category, at, width}`, a row per place along it, or raw `{category, value}`
 * · bubble `{x, y, size}`, sizes as areas of any unit · step `{x, y}`: y holds from x to the next x; other steps are lines
 * · area `{x, y, base}` · candle `{x, open, close, low, high}`, a series per colour.
 * Dates are ISO 8601 texts without zone (`2012-01-01T00:00:00`), categories are texts, the rest numbers.
 */
export const Marks = z.object({
  type: z.enum([...MarkType.options, 'other']),
  series: z.string().nullable(),
  color: z.string().nullable(),
  opacity: z.number(),
  /** true: another channel (shape, dash, direct label) tells this series apart too */
  redundant: z.boolean(),
  values: z.record(z.string(), z.array(FactValue)),
  /** claims only: the box of each value's mark in CSS pixels, in the order of `values`; null where it has none */
  places: z.array(PictureBox.nullable()).nullish(),
  /** claims only: boxes of what else belongs to them, such as whiskers, or the extents of marks without values */
  around: z.array(PictureBox).optional(),
  /** which of `panels` they are drawn in; absent: the first */
  panel: z.int().optional(),
})
export type Marks = z.infer<typeof Marks>

/** A piece of drawn text; the box is axis-aligned, in CSS pixels from the picture's top left. */
export const DrawnText = z.object({
  text: z.string(),
  role: z.enum(['title', 'axis-label', 'tick', 'legend', 'annotation']),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  sizePx: z.number(),
  color: z.string(),
  rotation: z.number(),
})
export type DrawnText = z.infer<typeof DrawnText>

/** One axis; `min` and `max` in the axis's own units, null for categories and dates. */
export const Axis = z.object({
  dimension: z.enum(['x', 'y']),
  label: z.string().nullable(),
  scale: z.enum(['linear', 'log', 'category', 'time']),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** true: it goes to the left or downwards */
  reversed: z.boolean().optional(),
})
export type Axis = z.infer<typeof Axis>

/** What the ends of an axis stand for, from left to right or from the bottom up: numbers, dates in milliseconds. */
export const View = z.object({
  scale: Axis.shape.scale,
  /** null: places on this axis do not follow from numbers */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** the title of this axis, its own or one that all panels share */
  label: z.string().nullish(),
})
export type View = z.infer<typeof View>

/** One area that marks are drawn in, with the axes at its edges. */
export const Panel = z.object({
  /** what is written above it */
  name: z.string().nullish(),
  /** null: the figure was not drawn, only described */
  box: PictureBox.nullable(),
  x: View,
  y: View,
})
export type Panel = z.infer<typeof Panel>

/** What a figure holds and, where it was drawn, where its texts are. The same shape for every library. */
export const FigureFacts = z.object({
  library: z.string(),
  /** module-qualified class of what `plot()` returned */
  figureClass: z.string(),
  /** size of the picture in CSS pixels; a pixel of the PNG is width / PNG width of these */
  width: z.number(),
  height: z.number(),
  title: z.string().nullable(),
  axes: z.array(Axis),
  legend: z.object({ title: z.string().nullable(), labels: z.array(z.string()) }).nullable(),
  marks: z.array(Marks),
  /** null: the figure was not drawn on this Python, only described */
  texts: z.array(DrawnText).nullable(),
  /** box of the area the marks are drawn in, CSS pixels */
  plotArea: PictureBox.nullable(),
  /** every area that marks are drawn in */
  panels: z.array(Panel).optional(),
  /** claims only: boxes of what is drawn besides marks, texts and legends, such as spines, arrows and bands */
  shapes: z.array(PictureBox).optional(),
  /** claim: reported by the process that ran the author's code · parsed: read from the figure outside of it */
  source: z.enum(['claim', 'parsed']),
})
export type FigureFacts = z.infer<typeof FigureFacts>
