import { plotlyArray } from './arrays.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './drawn.ts'
import { invalidFigure, isObject, listOf, member, textOf } from './json.ts'
import type { JsonObject } from './json.ts'

/** A plotly figure's traces that are shown, in the order they are drawn, and its layout. */
export interface PlotlyFigure {
  readonly traces: readonly JsonObject[]
  readonly layout: JsonObject
}

/**
 * The traces and the layout of `fig.to_json()`.
 * @throws AppError `invalid` when this is not what plotly writes
 */
export function plotlyFigure(figure: JsonObject): PlotlyFigure {
  const { data, layout } = figure
  if (!Array.isArray(data) || !data.every(isObject) || !isObject(layout)) {
    throw invalidFigure('plotly', 'has no `data` list and `layout`: return a plotly.graph_objects.Figure')
  }
  const unknown = data.find((trace) => trace['type'] !== undefined && typeof trace['type'] !== 'string')
  if (unknown) throw invalidFigure('plotly', 'has a trace whose type is no text')
  return { traces: data.filter((trace) => (trace['visible'] ?? true) === true), layout }
}

/** The figure's JSON as it is drawn: at the picture's size, whatever it asks for. */
export function plotlyToDraw(json: JsonObject): string {
  const { layout } = plotlyFigure(json)
  const size = { width: PICTURE_WIDTH, height: PICTURE_HEIGHT, autosize: false }
  return JSON.stringify({ data: listOf(json['data']), layout: { ...layout, ...size } })
}

/** The values of a trace's member as a plain list. */
export function traceValues(trace: JsonObject, name: string): readonly unknown[] {
  return plotlyArray(trace[name])
}

/** A trace's type; one that names none is a scatter trace. */
export function typeOf(trace: JsonObject): string {
  return typeof trace['type'] === 'string' ? trace['type'] : 'scatter'
}

/** A text without the few HTML elements and entities that plotly understands. */
export function plainText(text: string | null): string | null {
  if (text === null) return null
  const bare = text.replace(/<br\s*\/?>/gi, ' ').replace(/<\/?[a-z][^<>]*>/gi, '')
  return textOf(bare.replace(/&(amp|lt|gt|nbsp|quot|times|deg);/g, (_, name: string) => ENTITIES[name] ?? ''))
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  quot: '"',
  times: '×',
  deg: '°',
}

/** A title is an object with its text or, in older figures, the text itself. */
export function titleOf(holder: unknown): string | null {
  return textOf(member(holder, 'title', 'text')) ?? textOf(member(holder, 'title'))
}
