import type { Panel } from '../../domain/review/facts.schema.ts'
import { panelOf } from './drawn.ts'
import type { Drawn } from './drawn.ts'
import { listOf, member, numberOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { titleAbove } from './plotly-annotations.ts'
import type { Stretch } from './plotly-annotations.ts'
import { axisName, cartesian } from './plotly-axes.ts'
import type { PlotlyAxis } from './plotly-axes.ts'
import type { PlotlyFigure } from './plotly-figure.ts'

/** The subplots that traces are drawn in, by the names of their axes, in the order of the traces. */
export function plotlyPanels(
  figure: PlotlyFigure,
  axes: readonly PlotlyAxis[],
  drawn: Drawn | null,
): Panel[] {
  return subplotsOf(figure).flatMap((name) => {
    const [x, y] = (['x', 'y'] as const).map((dimension) =>
      axes.find((axis) => axis.name === nameOf(name, dimension)),
    )
    if (x === undefined || y === undefined) return []
    return [
      panelOf(name, { title: titleAbove(figure, domainOf(figure, x), domainOf(figure, y)), x, y }, drawn),
    ]
  })
}

/** Which of the panels a trace is drawn in. */
export function panelIndex(figure: PlotlyFigure, trace: JsonObject): number {
  return Math.max(0, subplotsOf(figure).indexOf(subplotOf(trace)))
}

function subplotsOf(figure: PlotlyFigure): readonly string[] {
  return [...new Set(cartesian(figure).map(subplotOf))]
}

/** A subplot's name as plotly has it: `xy`, `x2y2` … */
function subplotOf(trace: JsonObject): string {
  return axisName(trace, 'x') + axisName(trace, 'y')
}

function nameOf(subplot: string, dimension: 'x' | 'y'): string {
  const at = subplot.indexOf('y')
  return dimension === 'x' ? subplot.slice(0, at) : subplot.slice(at)
}

function domainOf({ layout }: PlotlyFigure, { name, dimension }: PlotlyAxis): Stretch {
  const [from, to] = listOf(member(layout, `${dimension}axis${name.slice(1)}`, 'domain')).map(numberOf)
  return [from ?? 0, to ?? 1]
}
