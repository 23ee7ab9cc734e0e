import { bokehArray } from './arrays.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './drawn.ts'
import { invalidFigure, isObject, listOf, member, objectOf, textOf } from './json.ts'
import type { JsonObject } from './json.ts'

/** A bokeh model: its class, its id and its attributes, references to other models not yet followed. */
export interface Model {
  readonly name: string
  readonly id: string
  readonly attributes: JsonObject
}

/** A bokeh document: its plots, and a way to follow references. */
export interface BokehFigure {
  readonly rootClass: string
  readonly plots: readonly Model[]
  /** texts beside the plots of a layout */
  readonly around: Around
  /** the model a value is or refers to */
  model(value: unknown): Model | null
  /** the models a list holds or refers to */
  models(value: unknown): readonly Model[]
}

/**
 * The document of `bokeh.embed.json_item(figure)`.
 * @throws AppError `invalid` when this is not what bokeh writes
 */
export function bokehFigure(figure: JsonObject): BokehFigure {
  const roots = listOf(member(figure, 'doc', 'roots'))
  const root = roots[0]
  if (roots.length !== 1 || !isObject(root) || typeof figure['root_id'] !== 'string') {
    throw invalidFigure(
      'bokeh',
      'has no `root_id` and no `doc` with one root: return a bokeh figure or layout',
    )
  }
  const found = [...modelsWithin(root)]
  const byId = new Map(found.map((model) => [model.id, model]))
  const model = (value: unknown): Model | null => byId.get(String(member(value, 'id'))) ?? null
  const models = (value: unknown): readonly Model[] => listOf(value).flatMap((each) => model(each) ?? [])
  const plots = found.filter(isPlot)
  if (plots.length === 0) throw invalidFigure('bokeh', 'holds no plot')
  return { rootClass: String(root['name']), plots, around: aroundOf(found), model, models }
}

/** Texts of a layout: its title and the upright title beside its plots come before them, the one below after. */
export interface Around {
  readonly title: string | null
  readonly x: string | null
  readonly y: string | null
}

function aroundOf(found: readonly Model[]): Around {
  const parts = found.filter((model) => isPlot(model) || model.name === 'Div')
  const [first, last] = [parts.findIndex(isPlot), parts.findLastIndex(isPlot)]
  const [title = null, y = null] = parts.slice(0, first).map(writtenIn)
  const [x = null] = parts.slice(last + 1).map(writtenIn)
  return { title, x, y }
}

function writtenIn({ attributes }: Model): string | null {
  return textOf(attributes['text'])
}

/** How many rows a data source has: as many as its longest column. */
export function rowCount(source: Model | null): number {
  return Math.max(0, ...columns(source).map(([, values]) => bokehArray(values).length))
}

/** A column of a data source as a plain list; null when there is none of that name. */
export function column(source: Model | null, name: unknown): readonly unknown[] | null {
  const found = columns(source).find(([each]) => each === name)
  return found ? bokehArray(found[1]) : null
}

function columns(source: Model | null): readonly (readonly [string, unknown])[] {
  const data = source?.attributes['data']
  if (member(data, 'type') !== 'map') return Object.entries(objectOf(data))
  return listOf(member(data, 'entries')).map((entry) => [String(listOf(entry)[0]), listOf(entry)[1]] as const)
}

/** The text of an attribute that holds a text, or a model or a value with one. */
export function textAt(figure: BokehFigure, value: unknown): string | null {
  return textOf(value) ?? textOf(member(value, 'value')) ?? textOf(figure.model(value)?.attributes['text'])
}

function isPlot({ name }: Model): boolean {
  return name === 'Figure' || name === 'Plot'
}

function* modelsWithin(value: unknown): Generator<Model> {
  if (Array.isArray(value)) {
    for (const each of value) yield* modelsWithin(each)
    return
  }
  if (!isObject(value)) return
  const { type, name, id } = value
  if (type === 'object' && typeof name === 'string' && typeof id === 'string') {
    yield { name, id, attributes: objectOf(value['attributes']) }
  }
  for (const each of Object.values(value)) yield* modelsWithin(each)
}

/** Sizes a plot may ask for, all of which the picture's own size replaces. */
const SIZES = [
  'width',
  'height',
  'min_width',
  'min_height',
  'max_width',
  'max_height',
  'frame_width',
  'frame_height',
  'aspect_ratio',
  'width_policy',
  'height_policy',
  'styles',
  'stylesheets',
]

/** The figure's JSON as it is drawn: at the picture's size, as SVG so that its texts can be read, without tools. */
export function bokehToDraw(json: JsonObject): string {
  bokehFigure(json)
  const root = { width: PICTURE_WIDTH, height: PICTURE_HEIGHT, sizing_mode: 'fixed' }
  const doc = objectOf(json['doc'])
  const roots = listOf(doc['roots']).map((each) => prepared(each, root))
  return JSON.stringify({ ...json, target_id: null, doc: { ...doc, roots } })
}

/** A copy in which each plot is drawn as SVG and fills the place it is given. */
function prepared(value: unknown, place: JsonObject): unknown {
  if (Array.isArray(value)) return value.map((each) => prepared(each, FILLING))
  if (!isObject(value)) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, prepared(each, FILLING)]))
  const { name, type } = value
  if (type !== 'object' || typeof name !== 'string') return copy
  const attributes = objectOf(copy['attributes'])
  if (isPlot({ name, id: '', attributes })) {
    return {
      ...copy,
      attributes: { ...without(attributes, SIZES), ...place, output_backend: 'svg', toolbar_location: null },
    }
  }
  return place === FILLING ? copy : { ...copy, attributes: { ...without(attributes, SIZES), ...place } }
}

const FILLING: JsonObject = { sizing_mode: 'stretch_both' }

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}
