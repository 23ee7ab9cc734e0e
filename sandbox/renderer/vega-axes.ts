import type { View } from 'vega'

import { isObject, listOf, member, objectOf, textOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { facetTitles } from './vega-facets.ts'
import type { Scene } from './vega-scene.ts'

/** Parts of Vega's scenegraph that are read. */
export interface SceneItem {
  readonly datum?: unknown
  readonly items?: readonly SceneGroup[]
  /** of a group: the scales it keeps to itself */
  readonly context?: unknown
  readonly bounds?: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }
  readonly [property: string]: unknown
}

/** A mark of the scenegraph with its items. */
export interface SceneGroup {
  readonly marktype: string
  readonly role?: string
  readonly name?: string
  readonly items: readonly SceneItem[]
}

/** A view, and what its specification was compiled to. */
export interface Context {
  readonly view: View
  readonly definitions: ReadonlyMap<string, JsonObject>
  readonly scales: ReadonlyMap<string, JsonObject>
}

/** Each scale that an axis shows, once, with the title of the axis that has one or that all share. */
export function axesOf(context: Context, compiled: JsonObject): Scene['axes'] {
  const axes = axisDefinitions(compiled)
  const names = [...new Set(axes.map((axis) => String(axis['scale'])))]
  const shown = names.map((name) => {
    const own = axes.filter((axis) => axis['scale'] === name)
    const upright = own.some((axis) => axis['orient'] === 'left' || axis['orient'] === 'right')
    const dimension = upright ? ('y' as const) : ('x' as const)
    return { dimension, name, ...viewOf(context, compiled, { dimension, name }) }
  })
  const headers = facetTitles(context.definitions.values())
    .filter(({ dimension, label }) =>
      shown.every((axis) => axis.dimension !== dimension || axis.label !== label),
    )
    .map((header) => ({ ...header, name: 'facet', scale: 'band', domain: [], reversed: false }))
  return [...headers, ...shown]
}

/** What the axes of a panel show: those along which its marks have places. */
export function panelViews(
  context: Context,
  compiled: JsonObject,
  { group, names }: { readonly group: SceneItem; readonly names: readonly string[] },
): Pick<Scene['panels'][number], 'x' | 'y'> {
  const encodings = names.map((name) => objectOf(member(context.definitions.get(name), 'encode', 'update')))
  const view = (dimension: 'x' | 'y') => {
    const channels = encodings.flatMap((each) => [each[dimension], each[`${dimension}c`]])
    const name = channels
      .map((each) => textOf(member([each].flat().at(-1), 'scale')))
      .find((each) => each !== null)
    return name ? viewOf(context, compiled, { dimension, name, group }) : NO_VIEW
  }
  return { x: view('x'), y: view('y') }
}

const NO_VIEW = { label: null, scale: null, domain: [], reversed: false }

/** What a scale of one panel shows along an axis; a panel may keep its scales to itself. */
function viewOf(
  context: Context,
  compiled: JsonObject,
  at: { readonly dimension: 'x' | 'y'; readonly name: string; readonly group?: SceneItem },
): Omit<Scene['axes'][number], 'dimension' | 'name'> {
  const own = axisDefinitions(compiled).filter((axis) => axis['scale'] === at.name)
  const label = own.map((axis) => lines(axis['title'])).find((title) => title !== null)
  const definition = context.scales.get(at.name)
  return {
    label: label ?? sharedTitle(context, compiled, at.dimension),
    scale: String(definition?.['type'] ?? 'linear'),
    domain: (groupScale(at.group, at.name) ?? scaleFunction(context, at.name))?.domain().map(plain) ?? [],
    reversed: definition?.['reverse'] === true,
  }
}

/** The title of a direction that stands outside of all panels: a header's below or above, a chart's at its side. */
function sharedTitle(context: Context, compiled: JsonObject, dimension: 'x' | 'y'): string | null {
  const sides = dimension === 'x' ? ['bottom'] : ['left', 'right']
  const header = facetTitles(context.definitions.values()).find((each) => each.dimension === dimension)
  const beside = groupsOf(compiled).find((group) => sides.includes(String(member(group, 'title', 'orient'))))
  return header?.label ?? lines(member(beside, 'title', 'text'))
}

function axisDefinitions(compiled: JsonObject): readonly JsonObject[] {
  return groupsOf(compiled).flatMap((group) => listOf(group['axes']).filter(isObject))
}

/** A group of a compiled specification and all groups within it. */
export function groupsOf(group: JsonObject): JsonObject[] {
  const nested = listOf(group['marks'])
    .filter(isObject)
    .filter((mark) => mark['type'] === 'group')
  return [group, ...nested.flatMap(groupsOf)]
}

function groupScale(group: SceneItem | undefined, name: string): ScaleFunction | null {
  const scale: unknown = (
    group?.context as { readonly scales?: Readonly<Record<string, { readonly value?: unknown }>> }
  )?.scales?.[name]?.value
  return typeof scale === 'function' && 'domain' in scale ? (scale as unknown as ScaleFunction) : null
}

interface ScaleFunction {
  domain(): unknown[]
  readonly invert?: (pixel: number) => unknown
}

/** A scale of the root; nested groups keep theirs to themselves. */
export function scaleFunction({ view }: Context, name: string): ScaleFunction | null {
  try {
    return (view as unknown as { scale(name: string): ScaleFunction }).scale(name)
  } catch {
    // The scale belongs to a nested view, which Vega does not hand out: its values stay unknown.
    return null
  }
}

/** A value as it can leave the process: dates in milliseconds. */
export function plain(value: unknown): number | string | boolean | null {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' || typeof value === 'boolean' ? value : null
}

/** A text, or several lines of it. */
export function lines(value: unknown): string | null {
  return textOf(
    [value]
      .flat()
      .filter((each) => typeof each === 'string')
      .join(' '),
  )
}
