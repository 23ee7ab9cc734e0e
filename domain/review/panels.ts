import { pixelOf } from './claim-geometry.ts'
import type { Axis, FigureFacts, Marks, Panel, View } from './facts.schema.ts'

/** A place in the picture, CSS pixels. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/**
 * Where the points and vertices of some marks are in the picture: where the figure says, or where its only axes put
 * them. Null where that is not known, as for dates and several panels.
 */
export function spotsOf(facts: FigureFacts, marks: readonly Marks[]): readonly Spot[] | null {
  const panel = onlyPanel(facts)
  const spots = marks.flatMap((mark) => placedSpots(mark) ?? (panel ? countedSpots(mark, panel) : []))
  return spots.length === 0 ? null : spots
}

function placedSpots({ places }: Marks): readonly Spot[] | null {
  if (!places) return null
  return places.flatMap((box) =>
    box === null ? [] : [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }],
  )
}

function countedSpots({ values }: Marks, panel: Panel): readonly Spot[] {
  return (values['x'] ?? []).flatMap((value, at) => {
    const [x, y] = [pixelOf(panel, 'x', value), pixelOf(panel, 'y', values['y']?.[at])]
    return x === null || y === null ? [] : [{ x, y }]
  })
}

/** The panel of a figure with one axis in each direction. */
function onlyPanel({ axes, plotArea }: FigureFacts): Panel | null {
  const [x, ...moreX] = axes.filter((axis) => axis.dimension === 'x')
  const [y, ...moreY] = axes.filter((axis) => axis.dimension === 'y')
  if (x === undefined || y === undefined || moreX.length + moreY.length > 0) return null
  return { box: plotArea, x: viewOf(x), y: viewOf(y) }
}

function viewOf({ scale, min, max, reversed }: Axis): View {
  return reversed === true ? { scale, from: max, to: min } : { scale, from: min, to: max }
}
