import type { FactValue, Marks } from '../../domain/review/facts.schema.ts'
import { plotlyArray } from './arrays.ts'
import type { Color } from './colors.ts'
import { parseColor } from './colors.ts'
import { listOf, member, numberOf, textOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { areaEdges } from './plotly-areas.ts'
import { candlesOf } from './plotly-candles.ts'
import { axisName, isHorizontal } from './plotly-axes.ts'
import type { PlotlyAxis } from './plotly-axes.ts'
import { panelIndex } from './plotly-panels.ts'
import { plotlyCells } from './plotly-cells.ts'
import { stacked, waterfallBars } from './plotly-bars.ts'
import { plainText, traceValues, typeOf } from './plotly-figure.ts'
import type { PlotlyFigure } from './plotly-figure.ts'
import { connectors, errorBars } from './plotly-segments.ts'
import type { Series } from './series.ts'
import { factValues, valueAt } from './values.ts'
import type { Scale } from './values.ts'

/** Plotly joins the points of a trace that does not say how it is drawn, up to this many with markers. */
const MARKERS_UP_TO = 20

/** Colours of traces that name none. */
const COLORWAY = [
  '#636efa',
  '#ef553b',
  '#00cc96',
  '#ab63fa',
  '#ffa15a',
  '#19d3f3',
  '#ff6692',
  '#b6e880',
  '#ff97ff',
  '#fecb52',
]

/** One trace, its place among the shown ones, and the axes of the figure. */
interface TraceAt {
  readonly trace: JsonObject
  readonly index: number
  readonly axes: readonly PlotlyAxis[]
}

type Read = (at: TraceAt, figure: PlotlyFigure) => Pick<Series, 'type' | 'values'>

const READERS: Readonly<Record<string, Read>> = {
  scatter: readScatter,
  scattergl: readScatter,
  bar: readBars,
  histogram: readHistogram,
  box: readBoxes,
  violin: (at) => ({ ...readBoxes(at), type: 'violin' }),
  heatmap: (at) => ({ type: 'cell', values: plotlyCells(at.trace, { x: read(at, 'x'), y: read(at, 'y') }) }),
}

/** The series that the traces of a figure draw. */
export function plotlySeries(figure: PlotlyFigure, axes: readonly PlotlyAxis[]): readonly Series[] {
  const all = figure.traces.flatMap((trace, index) =>
    seriesOf(figure, { trace, index, axes }).map((one) => ({ ...one, panel: panelIndex(figure, trace) })),
  )
  return stacked(figure, all)
}

function seriesOf(figure: PlotlyFigure, at: TraceAt): readonly Series[] {
  const look = { series: plainText(textOf(at.trace['name'])), shape: shapeOf(at.trace) }
  if (typeOf(at.trace) === 'waterfall') return waterfallSeries(at)
  if (typeOf(at.trace) === 'candlestick') return candleSeries(at, look)
  const marks = (READERS[typeOf(at.trace)] ?? readOther)(at, figure)
  const own = { ...marks, ...look, ...paint(figure, at, marks.type) }
  const { x = [], y = [] } = marks.values
  const bars = marks.type === 'point' || marks.type === 'line' ? errorBars(at.trace, { x, y }) : null
  return bars === null ? [own] : [own, { ...own, type: 'segment', values: { ...bars } }]
}

function candleSeries(at: TraceAt, look: Pick<Series, 'series' | 'shape'>): readonly Series[] {
  return candlesOf(at.trace, read(at, 'x')).map(({ color, values }) => {
    const own = parseColor(color)
    return { type: 'candle', ...look, values, color: own?.hex ?? null, opacity: own?.alpha ?? 1 }
  })
}

function waterfallSeries(at: TraceAt): readonly Series[] {
  const [along, across] = isHorizontal(at.trace) ? (['y', 'x'] as const) : (['x', 'y'] as const)
  const changes = read(at, across)
  const bars = waterfallBars(at.trace, positions(at, along, changes.length), changes)
  return bars.map(({ color, values }) => {
    const { hex = null, alpha = 1 } = parseColor(color) ?? {}
    return { type: 'bar', series: null, color: hex, opacity: alpha, shape: '', values }
  })
}

function readOther(): ReturnType<Read> {
  return { type: 'other', values: {} }
}

function scaleOf({ trace, axes }: TraceAt, dimension: 'x' | 'y'): Scale {
  return axes.find((axis) => axis.name === axisName(trace, dimension))?.scale ?? 'linear'
}

function read(at: TraceAt, dimension: 'x' | 'y'): FactValue[] {
  return factValues(traceValues(at.trace, dimension), scaleOf(at, dimension))
}

/** Positions along an axis; a trace that gives none counts from 0. */
function positions(at: TraceAt, dimension: 'x' | 'y', count: number): FactValue[] {
  const given = read(at, dimension)
  return given.length > 0 ? given.slice(0, count) : Array.from({ length: count }, (_, index) => index)
}

function readScatter(at: TraceAt, figure: PlotlyFigure): ReturnType<Read> {
  const { trace } = at
  const count = Math.max(traceValues(trace, 'x').length, traceValues(trace, 'y').length)
  const values = { x: positions(at, 'x', count), y: positions(at, 'y', count) }
  const mode = modeOf(trace, count)
  if (isFilled(trace)) {
    const before = figure.traces.slice(0, at.index)
    return { type: 'area', values: { ...areaEdges({ trace, before, ...values }) } }
  }
  if (mode.includes('lines')) {
    const straight = connectors(values)
    if (straight) return { type: 'segment', values: { ...straight } }
    return { type: isStepped(trace) ? 'step' : 'line', values }
  }
  if (!mode.includes('markers')) return readOther()
  const rows = hexagonCounts(trace)
  if (rows !== null) return { type: 'hexagon', values: { ...values, count: rows } }
  return { type: 'point', values: complete({ ...values, ...sizesOf(trace, count) }) }
}

/** Whether a line stays at each value until the next one. */
function isStepped(trace: JsonObject): boolean {
  return member(trace, 'line', 'shape') === 'hv'
}

/** The areas of markers that have sizes of their own, in square pixels. */
function sizesOf(trace: JsonObject, count: number): { readonly size?: FactValue[] } {
  const sizes = plotlyArray(member(trace, 'marker', 'size'))
  if (sizes.length === 0) return {}
  const unit = numberOf(member(trace, 'marker', 'sizeref')) ?? 1
  const least = numberOf(member(trace, 'marker', 'sizemin')) ?? 0
  const areal = member(trace, 'marker', 'sizemode') === 'area'
  const size = sizes.slice(0, count).map((value) => {
    const half = (numberOf(value) ?? 0) / 2 / unit
    const radius = areal ? Math.sqrt(Math.max(0, half)) : half
    return radius > 0 ? Math.PI * Math.max(radius, least) ** 2 : 0
  })
  return { size }
}

/** Numbers that colour hexagons along a scale; null for other markers. */
function hexagonCounts(trace: JsonObject): FactValue[] | null {
  const symbol = member(trace, 'marker', 'symbol')
  const colors = plotlyArray(member(trace, 'marker', 'color'))
  const isNumeric = colors.length > 0 && colors.every((color) => typeof color === 'number')
  return typeof symbol === 'string' && symbol.startsWith('hexagon') && isNumeric
    ? factValues(colors, 'linear')
    : null
}

function modeOf(trace: JsonObject, count: number): string {
  const mode = trace['mode']
  if (typeof mode === 'string') return mode
  return count < MARKERS_UP_TO && trace['stackgroup'] === undefined ? 'lines+markers' : 'lines'
}

function isFilled(trace: JsonObject): boolean {
  return (typeof trace['fill'] === 'string' && trace['fill'] !== 'none') || trace['stackgroup'] !== undefined
}

/** Rows of which nothing is missing: a point without a place is not drawn. */
function complete({
  x,
  y,
  ...more
}: {
  readonly x: FactValue[]
  readonly y: FactValue[]
  readonly size?: FactValue[]
}): Series['values'] {
  const kept = x.flatMap((at, index) => (at === null || valueAt(y, index) === null ? [] : [index]))
  const columns = Object.entries({ x, y, ...more })
  return Object.fromEntries(
    columns.map(([name, values]) => [name, kept.map((index) => valueAt(values, index))]),
  )
}

function readBars(at: TraceAt, figure: PlotlyFigure): ReturnType<Read> {
  const horizontal = isHorizontal(at.trace)
  const [along, across] = horizontal ? (['y', 'x'] as const) : (['x', 'y'] as const)
  const value = read(at, across)
  const category = positions(at, along, value.length)
  const base = each(at.trace, 'base', { count: value.length, otherwise: 0 })
  const bins = binsOf(at, category, figure)
  if (bins) return { type: 'histogram', values: { ...bins, count: value } }
  const ends = value.map((length, index) =>
    typeof length === 'number' ? length + Number(base[index]) : length,
  )
  return { type: 'bar', values: { category, value: ends, base } }
}

/** A trace's member for each of its marks, given as a list or as one number for all. */
function each(
  trace: JsonObject,
  name: string,
  all: { readonly count: number; readonly otherwise: number },
): FactValue[] {
  const list = traceValues(trace, name)
  const filler = numberOf(trace[name]) ?? all.otherwise
  return Array.from({ length: all.count }, (_, index) => numberOf(list[index]) ?? filler)
}

/** The intervals of bars on a numeric axis that touch each other: a histogram counted beforehand. */
function binsOf(
  at: TraceAt,
  centers: readonly FactValue[],
  figure: PlotlyFigure,
): Record<'start' | 'end', FactValue[]> | null {
  const dimension = isHorizontal(at.trace) ? 'y' : 'x'
  if (scaleOf(at, dimension) !== 'linear' || centers.length < 2) return null
  const places = centers.map(Number)
  const spacing = Math.min(...places.slice(1).map((place, index) => Math.abs(place - Number(places[index]))))
  const gap =
    numberOf(figure.layout['bargap']) ??
    numberOf(member(figure.layout, 'template', 'layout', 'bargap')) ??
    0.2
  const widths = each(at.trace, 'width', { count: places.length, otherwise: spacing * (1 - gap) })
  if (!widths.every((width) => Number(width) >= spacing * 0.98)) return null
  const half = (index: number) => Number(widths[index]) / 2
  return {
    start: places.map((place, index) => place - half(index)),
    end: places.map((place, index) => place + half(index)),
  }
}

function readHistogram(at: TraceAt): ReturnType<Read> {
  const [along, across] = isHorizontal(at.trace) ? (['y', 'x'] as const) : (['x', 'y'] as const)
  const weighted = traceValues(at.trace, across).length > 0
  if (weighted) return readOther()
  return { type: 'histogram', values: { value: read(at, along).filter((value) => value !== null) } }
}

const SUMMARY = [
  ['q1', 'q1'],
  ['median', 'median'],
  ['q3', 'q3'],
  ['low', 'lowerfence'],
  ['high', 'upperfence'],
] as const

function readBoxes(at: TraceAt): ReturnType<Read> {
  const { trace } = at
  const [along, across] = isHorizontal(trace) ? (['y', 'x'] as const) : (['x', 'y'] as const)
  const medians = traceValues(trace, 'median')
  const name = plainText(textOf(trace['name']))
  const named = (count: number) => Array.from({ length: count }, () => name)
  if (medians.length > 0) {
    const columns = SUMMARY.map(([to, from]) => [to, factValues(traceValues(trace, from), 'linear')])
    const given = read(at, along)
    const category = given.length > 0 ? given : named(medians.length)
    return { type: 'box', values: { category: category.map(asCategory), ...Object.fromEntries(columns) } }
  }
  const value = read(at, across)
  const given = read(at, along)
  const category = given.length > 0 ? given : named(value.length)
  const kept = value.flatMap((each, index) => (each === null ? [] : [index]))
  const values = {
    category: kept.map((index) => asCategory(valueAt(category, index))),
    value: kept.map((index) => valueAt(value, index)),
  }
  return { type: 'box', values }
}

function asCategory(value: FactValue): FactValue {
  return value === null ? null : String(value)
}

/** Where the colour of a type of marks is given, the first that is there. */
const COLOR_HOLDERS: Readonly<Partial<Record<Marks['type'], readonly string[]>>> = {
  line: ['line', 'marker'],
  segment: ['line', 'marker'],
  step: ['line', 'marker'],
  area: ['fillcolor', 'line'],
  box: ['fillcolor', 'marker', 'line'],
  violin: ['fillcolor', 'line'],
}

/** Colour and opacity of a trace's marks; several colours in one trace have none in common. */
function paint(figure: PlotlyFigure, at: TraceAt, type: Marks['type']): Pick<Marks, 'color' | 'opacity'> {
  const { trace, index } = at
  const holders = COLOR_HOLDERS[type] ?? ['marker', 'line']
  const given = holders.map((name) => (name === 'fillcolor' ? trace[name] : member(trace, name, 'color')))
  const color = colorOf(given.find((one) => one !== undefined) ?? defaultColor(figure, index))
  const marker = type in COLOR_HOLDERS ? null : numberOf(member(trace, 'marker', 'opacity'))
  const strength = (numberOf(trace['opacity']) ?? 1) * (marker ?? 1)
  return { color: color?.hex ?? null, opacity: strength * (color?.alpha ?? 1) }
}

function colorOf(value: unknown): Color | null {
  const list = listOf(value)
  if (list.length === 0) return parseColor(value)
  return list.every((each) => each === list[0]) ? parseColor(list[0]) : null
}

function defaultColor({ layout }: PlotlyFigure, index: number): unknown {
  const own = listOf(layout['colorway'])
  const template = listOf(member(layout, 'template', 'layout', 'colorway'))
  const colorway = own.length > 0 ? own : template.length > 0 ? template : COLORWAY
  return colorway[index % colorway.length]
}

/** What tells a trace from others besides its colour: its dashes, its markers or its pattern. */
function shapeOf(trace: JsonObject): string {
  const line = member(trace, 'line', 'dash') ?? 'solid'
  const symbol = member(trace, 'marker', 'symbol') ?? 'circle'
  const pattern = member(trace, 'marker', 'pattern', 'shape') ?? ''
  const mode = textOf(trace['mode']) ?? ''
  const parts = [mode.includes('lines') ? line : '', mode.includes('markers') ? symbol : '', pattern]
  return JSON.stringify(parts)
}
