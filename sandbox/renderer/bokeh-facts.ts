import type { FigureFacts, Panel } from '../../domain/review/facts.schema.ts'
import { bokehBoxes } from './bokeh-boxes.ts'
import { colorBarOf } from './bokeh-cells.ts'
import { bokehCandles } from './bokeh-candles.ts'
import { column, textAt, bokehFigure } from './bokeh-figure.ts'
import type { BokehFigure, Model } from './bokeh-figure.ts'
import { bokehSeries, legendItems } from './bokeh-marks.ts'
import { whiskerSeries } from './bokeh-whiskers.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH, drawnTexts, panelOf, plotArea, withRanges } from './drawn.ts'
import type { Drawn, NamedAxis, RawText, Role } from './drawn.ts'
import { member, numberOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { marksOf } from './series.ts'
import type { Scale } from './values.ts'

/** What a bokeh figure holds; `drawn` adds the texts, the plot area and the ranges the library chose. */
export function bokehFacts(json: JsonObject, drawn: Drawn | null): FigureFacts {
  const figure = bokehFigure(json)
  const axes = figure.plots.flatMap((plot) => axesOf(figure, plot))
  const series = figure.plots.flatMap((plot, panel) => {
    const scales = { x: scaleOf(figure, plot, 'x'), y: scaleOf(figure, plot, 'y') }
    const read = bokehCandles(bokehSeries(figure, plot, scales), scales)
    const drawn = bokehBoxes(figure, plot, read)
    const inBoxes = drawn.some((each) => each.type === 'box')
    const all = inBoxes ? drawn : [...drawn, ...whiskerSeries(figure, plot)]
    return all.map((one) => ({ ...one, panel }))
  })
  const { title } = figure.around
  const titles = [
    ...(title === null ? [] : [title]),
    ...figure.plots.flatMap((plot) => titleOf(figure, plot) ?? []),
  ]
  const notes = figure.plots.flatMap((plot) => notesOf(figure, plot))
  const names = { titles, notes, labels: axes.flatMap((axis) => axis.label ?? []) }
  return {
    library: 'bokeh',
    figureClass: `bokeh.models.${figure.rootClass}`,
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    title: titles[0] ?? null,
    axes: withRanges(axes, drawn),
    legend: legendOf(figure),
    marks: marksOf(series),
    texts: drawn && drawnTexts(drawn.texts, (text) => roleOf(text, names, drawn)),
    plotArea: drawn && plotArea(drawn.panels),
    panels: figure.plots.map((plot) => bokehPanel(figure, plot, drawn)),
    source: 'parsed',
  }
}

function titleOf(figure: BokehFigure, plot: Model): string | null {
  return textAt(figure, plot.attributes['title'])
}

function bokehPanel(figure: BokehFigure, plot: Model, drawn: Drawn | null): Panel {
  const axis = (dimension: 'x' | 'y') => axisOf(figure, plot, dimension)
  return panelOf(plot.id, { title: titleOf(figure, plot), x: axis('x'), y: axis('y') }, drawn)
}

function axesOf(figure: BokehFigure, plot: Model): NamedAxis[] {
  return (['x', 'y'] as const).map((dimension) => axisOf(figure, plot, dimension))
}

function axisOf(figure: BokehFigure, plot: Model, dimension: 'x' | 'y'): NamedAxis {
  const range = figure.model(plot.attributes[`${dimension}_range`])?.attributes
  const scale = scaleOf(figure, plot, dimension)
  const label = axisModels(figure, plot, dimension).map((axis) =>
    textAt(figure, axis.attributes['axis_label']),
  )
  const numeric = scale === 'linear' || scale === 'log'
  return {
    name: `${dimension}@${plot.id}`,
    dimension,
    label: label.find((text) => text !== null) ?? figure.around[dimension],
    scale,
    min: numeric ? numberOf(range?.['start']) : null,
    max: numeric ? numberOf(range?.['end']) : null,
  }
}

function axisModels(figure: BokehFigure, plot: Model, dimension: 'x' | 'y'): readonly Model[] {
  const sides = dimension === 'x' ? ['below', 'above'] : ['left', 'right']
  const models = sides.flatMap((side) => figure.models(plot.attributes[side]))
  return models.filter((model) => model.name.endsWith('Axis') && model.attributes['visible'] !== false)
}

function scaleOf(figure: BokehFigure, plot: Model, dimension: 'x' | 'y'): Scale {
  if (figure.model(plot.attributes[`${dimension}_range`])?.name === 'FactorRange') return 'category'
  if (axisModels(figure, plot, dimension).some((axis) => axis.name === 'DatetimeAxis')) return 'time'
  return figure.model(plot.attributes[`${dimension}_scale`])?.name === 'LogScale' ? 'log' : 'linear'
}

function legendOf(figure: BokehFigure): FigureFacts['legend'] {
  const items = figure.plots.flatMap((plot) => legendItems(figure, plot))
  const labels = items.flatMap((item) => {
    const text = textAt(figure, item.label)
    if (text !== null) return [text]
    const values = column(item.source, member(item.label, 'field'))
    return (values ?? []).map(String)
  })
  if (labels.length === 0) return colorScaleOf(figure)
  const title = items.map((item) => textAt(figure, item.legend.attributes['title']))
  return { title: title.find((text) => text !== null) ?? null, labels: [...new Set(labels)] }
}

/** A colour bar explains colours as a legend does, without labels of its own. */
function colorScaleOf(figure: BokehFigure): FigureFacts['legend'] {
  const bar = figure.plots.map((plot) => colorBarOf(figure, plot)).find((each) => each !== null)
  return bar ? { title: bar.title, labels: [] } : null
}

interface Names {
  readonly titles: readonly string[]
  readonly labels: readonly string[]
  /** texts set beside or on the marks */
  readonly notes: readonly string[]
}

function notesOf(figure: BokehFigure, plot: Model): readonly string[] {
  const places = ['center', 'above', 'below', 'left', 'right']
  const models = places.flatMap((place) => figure.models(plot.attributes[place]))
  return models.flatMap((each) =>
    ['Label', 'Title'].includes(each.name) ? (textAt(figure, each.attributes['text']) ?? []) : [],
  )
}

/** Bokeh's texts carry no role: what they say and where they stand tells it. */
function roleOf(text: RawText, names: Names, drawn: Drawn): Role {
  if (text.classes.some((name) => name === 'bk-Legend' || name === 'bk-ColorBar')) return 'legend'
  const inside = drawn.panels.some((panel) => isInside(text, panel))
  if (inside) return 'annotation'
  if (names.titles.some((title) => linesOf(title).includes(text.text))) return 'title'
  if (names.notes.includes(text.text)) return 'annotation'
  return names.labels.some((label) => linesOf(label).includes(text.text)) ? 'axis-label' : 'tick'
}

function linesOf(text: string): readonly string[] {
  return [text.trim(), ...text.split('\n').map((line) => line.trim())]
}

/** Whether the middle of a text lies in a panel. */
function isInside(text: RawText, panel: Drawn['panels'][number]): boolean {
  const [x, y] = [text.x + text.width / 2 - panel.x, text.y + text.height / 2 - panel.y]
  return x > 0 && y > 0 && x < panel.width && y < panel.height
}
