import * as z from 'zod'

import type { Axis, DrawnText, FigureFacts, Panel, View } from '../../domain/review/facts.schema.ts'
import { onWhite, parseColor } from './colors.ts'

/** Size of every picture in CSS pixels. */
export const PICTURE_WIDTH = 800
export const PICTURE_HEIGHT = 450

/** Pixels of the PNG per CSS pixel. */
export const PICTURE_SCALE = 2

/** A figure may draw many texts; what is beyond this says nothing new about it. */
const TEXTS_MAX = 2_000
const TEXT_LENGTH_MAX = 500

const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })

/** One text as a drawing library put it on the page or the canvas. */
export const RawText = Box.extend({
  text: z.string().transform((text) => text.slice(0, TEXT_LENGTH_MAX)),
  /** class names of the element and those around it, nearest first, or the scenegraph's roles */
  classes: z.array(z.string()),
  sizePx: z.number(),
  color: z.string(),
  opacity: z.number(),
  /** degrees, clockwise */
  rotation: z.number(),
})
export type RawText = z.infer<typeof RawText>

const RawAxis = z.object({
  /** `x`, `y`, `x2` … */
  name: z.string(),
  scale: z.enum(['linear', 'log', 'category', 'time']),
  /** dates in milliseconds; null: places on this axis do not follow from numbers */
  min: z.number().nullable(),
  max: z.number().nullable(),
  reversed: z.boolean(),
})
export type RawAxis = z.infer<typeof RawAxis>

/** What a page or the Vega process reports of a drawn figure. */
export const Drawn = z.object({
  texts: z.array(RawText).transform((texts) => texts.slice(0, TEXTS_MAX)),
  /** the areas marks are drawn in, one per subplot, by the library's own names for them */
  panels: z.array(Box.extend({ name: z.string() })),
  axes: z.array(RawAxis),
})
export type Drawn = z.infer<typeof Drawn>

/** An axis by the name that the library gives it. */
export type NamedAxis = Axis & { readonly name: string }

export type Role = DrawnText['role']

/** The drawn texts as facts: boxes rounded to a hundredth of a pixel, colours as they look on white. */
export function drawnTexts(texts: readonly RawText[], roleOf: (text: RawText) => Role): DrawnText[] {
  return texts.map((raw) => ({
    text: raw.text,
    role: roleOf(raw),
    ...rounded(raw),
    sizePx: hundredth(raw.sizePx),
    color: onWhite(parseColor(raw.color) ?? { hex: '#000000', alpha: 1 }, raw.opacity),
    rotation: hundredth((((360 - raw.rotation) % 360) + 360) % 360),
  }))
}

/** The box around all panels; null when there is none. */
export function plotArea(panels: Drawn['panels']): FigureFacts['plotArea'] {
  if (panels.length === 0) return null
  const left = Math.min(...panels.map((panel) => panel.x))
  const top = Math.min(...panels.map((panel) => panel.y))
  const right = Math.max(...panels.map((panel) => panel.x + panel.width))
  const bottom = Math.max(...panels.map((panel) => panel.y + panel.height))
  return rounded({ x: left, y: top, width: right - left, height: bottom - top })
}

/** One panel of a figure by the name that the library gives it. */
export function panelOf(
  name: string,
  words: { readonly title: string | null; readonly x: NamedAxis; readonly y: NamedAxis },
  drawn: Drawn | null,
): Panel {
  const box = drawn?.panels.find((each) => each.name === name)
  return {
    name: words.title,
    box: box === undefined ? null : rounded(box),
    x: viewOf(words.x, drawn),
    y: viewOf(words.y, drawn),
  }
}

function viewOf(axis: NamedAxis, drawn: Drawn | null): View {
  const { scale, min, max, reversed } = drawn?.axes.find(({ name }) => name === axis.name) ?? axis
  const [from, to] = scale === 'category' ? [null, null] : reversed === true ? [max, min] : [min, max]
  return { scale, from, to, label: axis.label }
}

/** The axes of a figure with the ranges they were drawn with, where that is known. */
export function withRanges(axes: readonly NamedAxis[], drawn: Drawn | null): Axis[] {
  return axes.map(({ name, ...axis }) => {
    const range = drawn?.axes.find((each) => each.name === name)
    if (!range) return axis
    const numeric = range.scale === 'linear' || range.scale === 'log'
    const [min, max] = numeric ? [range.min, range.max] : [null, null]
    return { ...axis, scale: range.scale, min, max, reversed: range.reversed }
  })
}

function rounded(box: z.infer<typeof Box>): z.infer<typeof Box> {
  return {
    x: hundredth(box.x),
    y: hundredth(box.y),
    width: hundredth(box.width),
    height: hundredth(box.height),
  }
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100 + 0
}
