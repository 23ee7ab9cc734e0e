import type { Axis, FigureFacts, Marks, Panel, View } from './facts.schema.ts'
import type { PictureBox } from './review.schema.ts'
import type { Source } from './source.ts'

/** One area of a figure: the words it is told by, and the figure as if it had no other one. */
export interface DrawnPanel {
  /** what is written above it */
  readonly name: string | null
  /** titles of its axes; those of panels in the middle stand at the outer edge of their column or row */
  readonly x: string | null
  readonly y: string | null
  readonly facts: FigureFacts
}

/** A chart that must have a panel, and how that is known from others. Given in several ways, any of them will do. */
export interface Wanted extends Source {
  readonly name: string
  readonly isIn: (panel: DrawnPanel) => boolean
}

/** CSS pixels within which two edges are one. */
const EDGE_PX = 2

/** The panels of a figure, each with the marks that are drawn in it. A figure that tells none has one. */
export function drawnPanels(facts: FigureFacts): readonly DrawnPanel[] {
  const { panels = [] } = facts
  if (panels.length === 0) return [{ name: facts.title, x: null, y: null, facts }]
  const firsts = panels.filter((panel, at) => panels.findIndex((other) => isSame(other, panel)) === at)
  return firsts.map((first) => {
    const own = panels.filter((panel) => isSame(panel, first))
    return {
      name: own.map(({ name }) => name).find(isWritten) ?? null,
      x: titleOf(panels, first, 'x'),
      y: titleOf(panels, first, 'y'),
      facts: narrowed(facts, first, own),
    }
  })
}

type Placed = Panel & { readonly box: PictureBox }

function isPlaced(panel: Panel): panel is Placed {
  return panel.box !== null
}

/** Axes laid over each other are one panel. */
function isSame(a: Panel, b: Panel): boolean {
  return a === b || (isPlaced(a) && isPlaced(b) && isInLine(a, b, 'x') && isInLine(a, b, 'y'))
}

function isInLine({ box: a }: Placed, { box: b }: Placed, dimension: 'x' | 'y'): boolean {
  const length = dimension === 'x' ? 'width' : 'height'
  const end = (box: PictureBox) => box[dimension] + box[length]
  return Math.abs(a[dimension] - b[dimension]) <= EDGE_PX && Math.abs(end(a) - end(b)) <= EDGE_PX
}

/** The title of an axis: the lowest one of its column, or the leftmost one of its row. */
function titleOf(panels: readonly Panel[], panel: Panel, dimension: 'x' | 'y'): string | null {
  const inLine = isPlaced(panel)
    ? panels
        .filter(isPlaced)
        .filter((other) => isInLine(other, panel, dimension))
        .sort((a, b) => (dimension === 'x' ? b.box.y - a.box.y : a.box.x - b.box.x))
    : [panel]
  return inLine.map((each) => each[dimension].label).find(isWritten) ?? null
}

function isWritten(text: string | null | undefined): text is string {
  return typeof text === 'string' && text.trim() !== ''
}

/** The figure with one panel alone: its marks, the axes these are drawn on, its area. */
function narrowed(facts: FigureFacts, first: Panel, own: readonly Panel[]): FigureFacts {
  const marks = facts.marks.filter((mark) => own.some((panel) => isIn(facts, mark, panel)))
  const holder = own.find((panel) => marks.some((mark) => isIn(facts, mark, panel))) ?? first
  return {
    ...facts,
    axes: [axisOf('x', holder.x), axisOf('y', holder.y)],
    marks: marks.map((mark) => ({ ...mark, panel: 0 })),
    plotArea: holder.box,
    panels: [holder],
  }
}

function isIn({ panels }: FigureFacts, mark: Marks, panel: Panel): boolean {
  return panels?.[mark.panel ?? 0] === panel
}

function axisOf(dimension: Axis['dimension'], { label, scale, from, to }: View): Axis {
  const isNumeric = (scale === 'linear' || scale === 'log') && from !== null && to !== null
  const [min, max] = isNumeric ? [Math.min(from, to), Math.max(from, to)] : [null, null]
  return { dimension, label: label ?? null, scale, min, max, reversed: isNumeric && from > to }
}
