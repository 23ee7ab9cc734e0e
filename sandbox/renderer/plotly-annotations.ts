import { listOf, member, numberOf, textOf } from './json.ts'
import { plainText } from './plotly-figure.ts'
import type { PlotlyFigure } from './plotly-figure.ts'

/** How far above a panel its title may stand, as a share of the paper. */
const ABOVE_MAX = 0.1

interface Note {
  readonly text: string
  /** shares of the paper from its lower left */
  readonly x: number
  readonly y: number
  readonly angle: number
}

/** A stretch of the paper along one axis, as shares. */
export type Stretch = readonly [number, number]

/** The title of a panel in the manner of `make_subplots`: the nearest text above it. */
export function titleAbove(figure: PlotlyFigure, x: Stretch, y: Stretch): string | null {
  const above = notesOf(figure).filter(
    (note) => note.x >= x[0] && note.x <= x[1] && note.y >= y[1] - 1e-6 && note.y <= y[1] + ABOVE_MAX,
  )
  return above.toSorted((a, b) => a.y - b.y)[0]?.text ?? null
}

/** The title that all axes of a direction share, in the manner of `make_subplots`: below the paper or upright beside it. */
export function sharedTitle(figure: PlotlyFigure, dimension: 'x' | 'y'): string | null {
  const notes = notesOf(figure).filter(({ x, y, angle }) =>
    dimension === 'x'
      ? isMiddle(x) && y <= 0 && angle === 0
      : isMiddle(y) && x <= 0 && Math.abs(angle) === 90,
  )
  return notes[0]?.text ?? null
}

function isMiddle(share: number): boolean {
  return Math.abs(share - 0.5) < 0.05
}

/** Texts that stand on the paper, not at data. */
function notesOf({ layout }: PlotlyFigure): readonly Note[] {
  return listOf(layout['annotations']).flatMap((each) => {
    const [text, x, y] = [plainText(textOf(member(each, 'text'))), member(each, 'x'), member(each, 'y')]
    const onPaper = member(each, 'xref') === 'paper' && member(each, 'yref') === 'paper'
    if (!onPaper || text === null || typeof x !== 'number' || typeof y !== 'number') return []
    return [{ text, x, y, angle: numberOf(member(each, 'textangle')) ?? 0 }]
  })
}
