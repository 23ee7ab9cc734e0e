import type { FactValue } from '../../domain/review/facts.schema.ts'
import { axisName } from './plotly-axes.ts'
import type { JsonObject } from './json.ts'
import { traceValues } from './plotly-figure.ts'
import { valueAt } from './values.ts'

/** Both edges of an area, as facts. */
export interface Edges {
  readonly x: FactValue[]
  readonly y: FactValue[]
  readonly base: FactValue[]
}

/** One trace with the places it was given, among all shown ones. */
interface AreaAt {
  readonly trace: JsonObject
  readonly before: readonly JsonObject[]
  readonly x: FactValue[]
  readonly y: FactValue[]
}

/** The edges of a filled trace: stacked on those of its stack before it, or filled to the trace before it or to zero. */
export function areaEdges({ trace, before, x, y }: AreaAt): Edges {
  const group = trace['stackgroup']
  if (group === undefined) return { x, y, base: floorOf(trace, before, y) }
  const below = before.filter((each) => each['stackgroup'] === group && onSameAxes(each, trace))
  const given = traceValues(trace, 'x')
  const base = x.map((_, row) => below.reduce((sum, each) => sum + heightAt(each, given[row], row), 0))
  const top = y.map((value, row) => (typeof value === 'number' ? value + (base[row] ?? 0) : value))
  return { x, y: top, base }
}

function floorOf(trace: JsonObject, before: readonly JsonObject[], y: readonly FactValue[]): FactValue[] {
  const last = before.at(-1)
  const floor = trace['fill'] === 'tonexty' && last ? traceValues(last, 'y') : []
  return y.map((_, row) => {
    const value = valueAt(floor, row)
    return typeof value === 'number' ? value : 0
  })
}

function onSameAxes(one: JsonObject, other: JsonObject): boolean {
  return axisName(one, 'x') === axisName(other, 'x') && axisName(one, 'y') === axisName(other, 'y')
}

/** A trace's own height at a place; where it gives no places, at a row. */
function heightAt(trace: JsonObject, place: unknown, row: number): number {
  const places = traceValues(trace, 'x')
  const at = places.length === 0 ? row : places.indexOf(place)
  const height = traceValues(trace, 'y')[at]
  return typeof height === 'number' ? height : 0
}
