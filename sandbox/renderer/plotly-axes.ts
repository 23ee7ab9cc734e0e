import type { NamedAxis } from './drawn.ts'
import { listOf, member, numberOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { sharedTitle } from './plotly-annotations.ts'
import { plainText, titleOf, traceValues, typeOf } from './plotly-figure.ts'
import type { PlotlyFigure } from './plotly-figure.ts'
import { guessScale } from './values.ts'
import type { Scale } from './values.ts'

/** An axis with the name traces refer to it by: `x`, `y`, `x2` … */
export type PlotlyAxis = NamedAxis

const TYPES: Readonly<Record<string, Scale>> = {
  linear: 'linear',
  log: 'log',
  date: 'time',
  category: 'category',
  multicategory: 'category',
}

/** The axes that the shown traces are drawn on. */
export function plotlyAxes(figure: PlotlyFigure): PlotlyAxis[] {
  return (['x', 'y'] as const).flatMap((dimension) => {
    const names = cartesian(figure).map((trace) => axisName(trace, dimension))
    return [...new Set(names)].map((name) => describe(figure, dimension, name))
  })
}

/** The shown traces that are drawn between axes. */
export function cartesian({ traces }: PlotlyFigure): readonly JsonObject[] {
  return traces.filter((trace) => CARTESIAN.has(typeOf(trace)))
}

const CARTESIAN = new Set([
  'scatter',
  'scattergl',
  'bar',
  'waterfall',
  'histogram',
  'box',
  'violin',
  'heatmap',
  'histogram2d',
  'candlestick',
])

/** The name of the axis a trace is drawn on. */
export function axisName(trace: JsonObject, dimension: 'x' | 'y'): string {
  const name = trace[`${dimension}axis`]
  return typeof name === 'string' && /^[xy]\d*$/.test(name) ? name : dimension
}

/** Whether a trace's bars, boxes or bins lie on their side. */
export function isHorizontal(trace: JsonObject): boolean {
  const given = trace['orientation']
  if (given === 'h' || given === 'v') return given === 'h'
  const { x, y } = { x: traceValues(trace, 'x'), y: traceValues(trace, 'y') }
  if (typeOf(trace) === 'histogram') return x.length === 0 && y.length > 0
  if (traceValues(trace, 'median').length > 0) return x.length === 0 && y.length > 0
  if (y.length === 0) return x.length > 0
  return x.length > 0 && guessScale(x) === 'linear' && guessScale(y) === 'category'
}

function describe(figure: PlotlyFigure, dimension: 'x' | 'y', name: string): PlotlyAxis {
  const layout = member(figure.layout, `${dimension}axis${name.slice(1)}`)
  const scale = scaleOf(figure, dimension, { name, layout })
  const range = listOf(member(layout, 'range')).map(numberOf)
  const [min = null, max = null] =
    scale === 'log' ? range.map((power) => (power === null ? null : 10 ** power)) : range
  const numeric = scale === 'linear' || scale === 'log'
  const label = plainText(titleOf(layout)) ?? sharedTitle(figure, dimension)
  return { dimension, name, label, scale, min: numeric ? min : null, max: numeric ? max : null }
}

function scaleOf(
  figure: PlotlyFigure,
  dimension: 'x' | 'y',
  axis: { readonly name: string; readonly layout: unknown },
): Scale {
  const type = member(axis.layout, 'type')
  const known = typeof type === 'string' ? TYPES[type] : undefined
  if (known) return known
  const traces = figure.traces.filter((trace) => axisName(trace, dimension) === axis.name)
  const named = traces.some((trace) => isNamedBox(trace, dimension))
  return named ? 'category' : guessScale(traces.flatMap((trace) => traceValues(trace, dimension)))
}

/** A box without positions stands at its own name. */
function isNamedBox(trace: JsonObject, dimension: 'x' | 'y'): boolean {
  if (typeOf(trace) !== 'box' && typeOf(trace) !== 'violin') return false
  const along = isHorizontal(trace) ? 'y' : 'x'
  return dimension === along && traceValues(trace, along).length === 0
}
