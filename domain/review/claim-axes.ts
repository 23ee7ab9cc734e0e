import { panelsOf, pixelOf } from './claim-geometry.ts'
import type { DrawnText, FigureFacts, Marks, Panel } from './facts.schema.ts'
import { CLAIM_TOLERANCE_PX, TICKS_PLACED_MIN, TICK_TOLERANCE_PX } from './limits.ts'
import type { PictureBox } from './review.schema.ts'
import { categoryOf } from './values.ts'

type Dimension = 'x' | 'y'

const DIMENSIONS: readonly Dimension[] = ['x', 'y']

/** CSS pixels from a panel within which the labels of its ticks are. */
const TICK_ROOM_PX = 80

/** Labels may leave out a sign, and powers of ten that stand elsewhere. */
const POWERS = [0, -2, 2, 3, 6, 9, 12, -3, -6, -9]

/** Labels that can be read as numbers, from which an axis can be told. */
const READABLE_MIN = 3

/** What a figure says twice and not alike, in words: its axes, its words. */
export function contradictions(facts: FigureFacts): readonly string[] {
  const panels = panelsOf(facts)
  return [
    ...panels.flatMap((panel, at) =>
      DIMENSIONS.filter((dimension) => !rangeAgrees(facts, { panel, at, dimension })).map(
        (dimension) => `the range of the ${dimension} axis`,
      ),
    ),
    ...unwritten(facts).map((word) => `no text says ${word}`),
    ...(areaAgrees(facts) ? [] : ['the area of the plot']),
  ]
}

/** Axes whose labels do not stand where their numbers or names belong; they may be written in a way of their own. */
export function oddAxes(facts: FigureFacts): readonly Dimension[] {
  const panels = panelsOf(facts)
  return DIMENSIONS.filter((dimension) =>
    panels.some((panel, at) => {
      const labels = tickLabels(facts, panel, dimension)
      const marks = facts.marks.filter((mark) => (mark.panel ?? 0) === at)
      return panel[dimension].scale === 'category'
        ? !namesFit(marks, labels, dimension)
        : !numbersFit(panel, labels, dimension)
    }),
  )
}

interface PanelAxis {
  readonly panel: Panel
  readonly at: number
  readonly dimension: Dimension
}

/** The axes of a figure are told panel by panel, the horizontal one first. */
function rangeAgrees({ axes }: FigureFacts, { panel, at, dimension }: PanelAxis): boolean {
  const axis = axes[2 * at + DIMENSIONS.indexOf(dimension)]
  const { from, to } = panel[dimension]
  if (axis?.dimension !== dimension) return false
  if (from === null || to === null || axis.min === null || axis.max === null) return true
  const slack = 1e-6 * Math.abs(to - from)
  return Math.abs(Math.min(from, to) - axis.min) <= slack && Math.abs(Math.max(from, to) - axis.max) <= slack
}

/** Titles, axis titles and names in the legend that no drawn text says. */
function unwritten({ title, axes, legend, texts }: FigureFacts): readonly string[] {
  const written = new Set((texts ?? []).map(({ text }) => categoryOf(text)))
  const words = [title, ...axes.map(({ label }) => label), ...(legend?.labels ?? [])]
  return words.flatMap((word) => (word?.trim() && !written.has(categoryOf(word)) ? [word.trim()] : []))
}

function areaAgrees(facts: FigureFacts): boolean {
  const { plotArea } = facts
  const boxes = panelsOf(facts).flatMap(({ box }) => (box === null ? [] : [box]))
  if (plotArea === null || boxes.length === 0) return plotArea === null && boxes.length === 0
  const close = (a: number, b: number) => Math.abs(a - b) <= CLAIM_TOLERANCE_PX
  return (
    close(plotArea.x, Math.min(...boxes.map(({ x }) => x))) &&
    close(plotArea.y, Math.min(...boxes.map(({ y }) => y))) &&
    close(plotArea.x + plotArea.width, Math.max(...boxes.map(({ x, width }) => x + width))) &&
    close(plotArea.y + plotArea.height, Math.max(...boxes.map(({ y, height }) => y + height)))
  )
}

interface Label {
  readonly text: string
  /** middle along the axis, CSS pixels */
  readonly at: number
}

/** Upright labels beside a panel that belong to one of its axes. */
function tickLabels({ texts }: FigureFacts, { box }: Panel, dimension: Dimension): readonly Label[] {
  if (box === null) return []
  return (texts ?? []).flatMap((text) =>
    text.role === 'tick' && text.rotation % 90 === 0 && isBeside(text, box, dimension)
      ? [{ text: text.text, at: dimension === 'x' ? text.x + text.width / 2 : text.y + text.height / 2 }]
      : [],
  )
}

function isBeside(text: DrawnText, box: PictureBox, dimension: Dimension): boolean {
  const [x, y] = [text.x + text.width / 2, text.y + text.height / 2]
  const across = dimension === 'x' ? distance(x, box.x, box.width) : distance(y, box.y, box.height)
  const away = dimension === 'x' ? distance(y, box.y, box.height) : distance(x, box.x, box.width)
  return across <= TICK_TOLERANCE_PX && away > 0 && away <= TICK_ROOM_PX
}

/** How far a place is outside of a stretch. */
function distance(at: number, start: number, length: number): number {
  return Math.max(0, start - at, at - start - length)
}

function numbersFit(panel: Panel, labels: readonly Label[], dimension: Dimension): boolean {
  const read = labels.flatMap(({ text, at }) => {
    const value = numberIn(text)
    return value === null ? [] : [{ value, at }]
  })
  if (read.length < READABLE_MIN || pixelOf(panel, dimension, 1) === null) return true
  if (panel[dimension].scale === 'time') return true
  return POWERS.some((power) => {
    const near = read.filter(({ value, at }) =>
      [value, -value].some((number) => {
        const place = pixelOf(panel, dimension, number * 10 ** power)
        return place !== null && Math.abs(place - at) <= TICK_TOLERANCE_PX
      }),
    )
    return near.length >= TICKS_PLACED_MIN * read.length
  })
}

/** The number that a label begins with; null for words and dates. */
function numberIn(text: string): number | null {
  const plain = text
    .trim()
    .replaceAll('\u2212', '-')
    .replaceAll(/[,\u00a0\u202f](?=\d{3})/g, '')
  const found = /^[^\d\s-]{0,2}(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s?\D{0,3}$/i.exec(plain)?.[1]
  return found === undefined ? null : Number(found)
}

/** Each mark at a category stands nearest to the label with its name. */
function namesFit(marks: readonly Marks[], labels: readonly Label[], dimension: Dimension): boolean {
  const places = marks.flatMap(({ values, places: boxes }) =>
    (values['category'] ?? []).flatMap((category, at) => {
      const box = boxes?.[at]
      return box && typeof category === 'string'
        ? [{ category, at: dimension === 'x' ? box.x + box.width / 2 : box.y + box.height / 2 }]
        : []
    }),
  )
  const names = new Set(labels.map(({ text }) => categoryOf(text)))
  // Names that are left out among the labels, or shortened there, tell nothing.
  return places.every(
    ({ category, at }) => !names.has(categoryOf(category)) || nearest(labels, at) === categoryOf(category),
  )
}

function nearest(labels: readonly Label[], at: number): string | null {
  const sorted = [...labels].sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))
  return categoryOf(sorted[0]?.text)
}
