import type { FigureFacts } from '../../domain/review/facts.schema.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH, drawnTexts, plotArea, withRanges } from './drawn.ts'
import type { Drawn, RawText, Role } from './drawn.ts'
import { member, textOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { sharedTitle } from './plotly-annotations.ts'
import { plotlyAxes } from './plotly-axes.ts'
import type { PlotlyAxis } from './plotly-axes.ts'
import { plainText, plotlyFigure, titleOf } from './plotly-figure.ts'
import type { PlotlyFigure } from './plotly-figure.ts'
import { plotlySeries } from './plotly-marks.ts'
import { plotlyPanels } from './plotly-panels.ts'
import { marksOf } from './series.ts'

/** What a plotly figure holds; `drawn` adds the texts, the plot area and the ranges the library chose. */
export function plotlyFacts(json: JsonObject, drawn: Drawn | null): FigureFacts {
  const figure = plotlyFigure(json)
  const axes = plotlyAxes(figure)
  const shared = [sharedTitle(figure, 'x'), sharedTitle(figure, 'y')]
  return {
    library: 'plotly',
    figureClass: 'plotly.graph_objects.Figure',
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    title: plainText(titleOf(figure.layout)),
    axes: withRanges(axes, drawn),
    legend: legendOf(figure, axes),
    marks: marksOf(plotlySeries(figure, axes)),
    texts: drawn && drawnTexts(drawn.texts, (text) => roleOf(text, shared)),
    plotArea: drawn && plotArea(drawn.panels),
    panels: plotlyPanels(figure, axes, drawn),
    source: 'parsed',
  }
}

function legendOf(figure: PlotlyFigure, axes: readonly PlotlyAxis[]): FigureFacts['legend'] {
  const title = plainText(titleOf(figure.layout['legend']))
  const named = figure.traces.filter((trace) => trace['showlegend'] !== false && trace['type'] !== 'heatmap')
  const explicit = named.some((trace) => trace['showlegend'] === true)
  const shown = figure.layout['showlegend'] ?? (named.length > 1 || explicit)
  const labels = named.flatMap((trace) => plainText(textOf(trace['name'])) ?? [])
  if (shown === true && labels.length > 0 && axes.length > 0) return { title, labels: [...new Set(labels)] }
  return colorScaleOf(figure)
}

/** A colour scale explains colours as a legend does, without labels of its own. */
function colorScaleOf({ traces, layout }: PlotlyFigure): FigureFacts['legend'] {
  const shared = traces.some(
    (trace) => typeof (member(trace, 'marker', 'coloraxis') ?? trace['coloraxis']) === 'string',
  )
  const own = traces.find((trace) => member(trace, 'marker', 'showscale') === true)
  if (shared && member(layout, 'coloraxis', 'showscale') !== false) {
    return { title: plainText(titleOf(member(layout, 'coloraxis', 'colorbar'))), labels: [] }
  }
  if (own === undefined) return heatScaleOf(traces)
  return { title: plainText(titleOf(member(own, 'marker', 'colorbar'))), labels: [] }
}

/** The colour scale of a heat map's own. */
function heatScaleOf(traces: PlotlyFigure['traces']): FigureFacts['legend'] {
  const own = traces.find((trace) => trace['type'] === 'heatmap' && trace['showscale'] !== false)
  return own === undefined ? null : { title: plainText(titleOf(own['colorbar'])), labels: [] }
}

function roleOf({ classes, text }: RawText, shared: readonly (string | null)[]): Role {
  const is = (pattern: RegExp) => classes.some((name) => pattern.test(name))
  if (is(/^(legend|colorbar|cbtitle|cbaxis)/)) return 'legend'
  if (is(/^(g-)?gtitle/)) return 'title'
  if (is(/^g?-?[xy]\d*title$/)) return 'axis-label'
  if (is(/^[xy]\d*tick2?$/)) return 'tick'
  return shared.includes(text) ? 'axis-label' : 'annotation'
}
