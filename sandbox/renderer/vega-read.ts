import { field as accessor } from 'vega'
import type { Spec, View } from 'vega'

import type { RawText } from './drawn.ts'
import { axesOf, groupsOf, lines, panelViews, plain, scaleFunction } from './vega-axes.ts'
import type { Context, SceneGroup, SceneItem } from './vega-axes.ts'
import { isObject, listOf, member, numberOf, objectOf, textOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { facetFields } from './vega-facets.ts'
import type { Placement } from './vega-canvas.ts'
import type { Channel, Scene, SceneMark } from './vega-scene.ts'

interface Offset {
  readonly x: number
  readonly y: number
}

/** Reads a view that has run: its marks in the data's own values, and where its texts are in the picture. */
export function readScene(view: View, vega: Spec, place: Placement): Scene {
  const compiled = vega as unknown as JsonObject
  const { root } = view.scenegraph() as unknown as { readonly root: SceneGroup }
  const { origin, padding } = offsetsOf(view)
  const start = { x: origin.x + padding.x, y: origin.y + padding.y }
  const context = { view, definitions: definitionsOf(compiled), scales: scalesOf(compiled) }
  const found: Found = { texts: [], panels: [], items: [] }
  collect(root, start, { found, around: [], panel: null })
  const marks = found.items.flatMap((each) => readMark(context, each))
  const drawn = {
    texts: found.texts.map((text) => ({
      ...text,
      ...placed(text, place),
      sizePx: text.sizePx * place.scale,
    })),
    panels: found.panels.map(({ box }, at) => ({ name: String(at), ...placed(box, place) })),
    axes: [],
  }
  return {
    title: titleOf(compiled),
    axes: axesOf(context, compiled),
    legends: legendsOf(context, compiled),
    marks,
    panels: found.panels.map((panel, at) => {
      const names = found.items.flatMap((each) => (each.panel === at ? each.name : []))
      const name = panel.name ?? headersOf(found, panel)
      return { name, ...panelViews(context, compiled, { group: panel.group, names }) }
    }),
    drawn,
  }
}

interface Found {
  readonly texts: RawText[]
  readonly panels: FoundPanel[]
  readonly items: FoundItems[]
}

interface FoundPanel {
  readonly box: Box
  readonly group: SceneItem
  /** what is written above it */
  name: string | null
}

interface FoundItems {
  readonly name: string
  readonly panel: number
  readonly items: SceneItem[]
}

type Box = Pick<RawText, 'x' | 'y' | 'width' | 'height'>

function placed(box: Box, { x, y, scale }: Placement): Box {
  return { x: x + box.x * scale, y: y + box.y * scale, width: box.width * scale, height: box.height * scale }
}

function offsetsOf(view: View): { readonly origin: Offset; readonly padding: Offset } {
  const [x = 0, y = 0] = listOf(view.origin()).map(Number)
  const padding: unknown = view.padding()
  const side = (name: string) => numberOf(padding) ?? numberOf(member(padding, name)) ?? 0
  return { origin: { x, y }, padding: { x: side('left'), y: side('top') } }
}

/** Every group, mark and scale of the compiled specification by name, nested ones included. */
function definitionsOf(group: JsonObject): ReadonlyMap<string, JsonObject> {
  const marks = listOf(group['marks']).filter(isObject)
  const own = marks.flatMap((mark): [string, JsonObject][] =>
    typeof mark['name'] === 'string' ? [[mark['name'], mark]] : [],
  )
  return new Map([...own, ...marks.flatMap((mark) => [...definitionsOf(mark)])])
}

function scalesOf(group: JsonObject): ReadonlyMap<string, JsonObject> {
  const own = listOf(group['scales']).filter(isObject)
  const nested = listOf(group['marks'])
    .filter(isObject)
    .flatMap((mark) => [...scalesOf(mark)])
  return new Map([...own.map((scale) => [String(scale['name']), scale] as const), ...nested])
}

/** Walks the scenegraph, adding up where groups stand. */
function collect(mark: SceneGroup, at: Offset, walk: Walk): void {
  const roles = [mark.role ?? 'mark', ...walk.around]
  if (mark.marktype !== 'group') return addLeaves(mark, at, { ...walk, around: roles })
  for (const group of mark.items) {
    const inside = { x: at.x + (numberOf(group['x']) ?? 0), y: at.y + (numberOf(group['y']) ?? 0) }
    const panel = addPanel(walk.found, group, inside) ?? walk.panel
    for (const each of group.items ?? []) collect(each, inside, { ...walk, around: roles, panel })
  }
}

function addLeaves({ name, marktype, items }: SceneGroup, at: Offset, { found, around, panel }: Walk): void {
  if (marktype === 'text') {
    const texts = items.flatMap((item) => textOfItem(around, item, at))
    addTexts(found, panel, texts)
  }
  if (name !== undefined) addItems(found, { name, panel: panel ?? 0 }, { marktype, items })
}

/** A group that holds marks is an area they are drawn in; groups in the same place are one. */
function addPanel({ panels }: Found, group: SceneItem, at: Offset): number | null {
  const [width, height] = [numberOf(group['width']), numberOf(group['height'])]
  const holdsMarks = (group.items ?? []).some((each) => each.role === 'mark' && each.marktype !== 'group')
  if (!holdsMarks || !width || !height) return null
  const known = panels.findIndex(({ box }) => box.x === at.x && box.y === at.y && box.width === width)
  if (known >= 0) return known
  panels.push({ box: { ...at, width, height }, group, name: null })
  return panels.length - 1
}

/** The first title within a panel is its name. */
function addTexts({ texts, panels }: Found, panel: number | null, more: readonly RawText[]): void {
  texts.push(...more)
  const around = panel === null ? undefined : panels[panel]
  const title = more.find(({ classes }) => classes[0] === 'title-text')
  if (around !== undefined) around.name ??= title?.text ?? null
}

/** What stands at the head of a panel's column and of its row. */
function headersOf({ texts }: Found, { box }: FoundPanel): string | null {
  const isBeside = (
    text: RawText,
    role: string,
    [at, size]: readonly ['x', 'width'] | readonly ['y', 'height'],
  ) => {
    const middle = text[at] + text[size] / 2
    return text.classes.includes(role) && middle >= box[at] && middle <= box[at] + box[size]
  }
  const heads = texts.filter(
    (text) =>
      isBeside(text, 'column-header', ['x', 'width']) || isBeside(text, 'row-header', ['y', 'height']),
  )
  const names = heads.filter(({ classes }) => classes[0] === 'title-text').map(({ text }) => text)
  return textOf(names.join(' '))
}

interface Walk {
  readonly found: Found
  /** roles of the groups around, nearest first */
  readonly around: readonly string[]
  /** the panel around; null: none yet */
  readonly panel: number | null
}

const PATHS = new Set(['line', 'area', 'trail'])

/** Each line is a series of its own; other marks of one name and panel belong together, in whatever group they stand. */
function addItems(
  found: Found,
  at: { readonly name: string; readonly panel: number },
  { marktype, items }: SceneGroup,
): void {
  const known = PATHS.has(marktype)
    ? undefined
    : found.items.find(({ name, panel }) => name === at.name && panel === at.panel)
  if (known) known.items.push(...items)
  else found.items.push({ ...at, items: [...items] })
}

function textOfItem(roles: readonly string[], item: SceneItem, at: Offset): RawText[] {
  const { bounds } = item
  const text = [item['text']].flat().join(' ').trim()
  const opacity = (numberOf(item['opacity']) ?? 1) * (numberOf(item['fillOpacity']) ?? 1)
  if (text === '' || opacity === 0 || !bounds || !(bounds.x2 > bounds.x1)) return []
  return [
    {
      text,
      classes: [...roles],
      x: at.x + bounds.x1,
      y: at.y + bounds.y1,
      width: bounds.x2 - bounds.x1,
      height: bounds.y2 - bounds.y1,
      sizePx: numberOf(item['fontSize']) ?? 11,
      color: textOf(item['fill']) ?? '#000000',
      opacity,
      rotation: numberOf(item['angle']) ?? 0,
    },
  ]
}

const PLACES = ['x', 'x2', 'xc', 'y', 'y2', 'yc']

function readMark(context: Context, { name, panel, items: all }: FoundItems): SceneMark[] {
  const definition = context.definitions.get(name)
  if (!definition) return []
  const type = String(definition['type'])
  const items = all.filter((item) => isDrawn(type, item))
  const encode = objectOf(member(definition, 'encode', 'update'))
  const places = PLACES.filter((channel) => encode[channel] !== undefined)
  return [
    {
      name,
      type,
      places: Object.fromEntries(
        places.map((channel) => [channel, readPlace(context, { encode, channel, items })]),
      ),
      panel,
      facets: facetsOf(context, items),
      shade: shadeOf(context, encode, items),
      series: seriesOf(context, encode, items),
      colors: items.map(colorOf),
      shapes: items.map((item) => JSON.stringify([item['shape'] ?? 'circle', item['strokeDash'] ?? null])),
      opacities: items.map((item) => (numberOf(item['opacity']) ?? 1) * paintOpacity(item)),
      sizes: type === 'symbol' ? items.map((item) => numberOf(item['size']) ?? 64) : [],
      interpolate: textOf(items[0]?.['interpolate']),
      stats: statsOf(items),
    },
  ]
}

/** Items that are invisible or, in lines and areas, leave a gap are not drawn. */
function isDrawn(type: string, item: SceneItem): boolean {
  if (PATHS.has(type)) return item['defined'] !== false
  return item['opacity'] !== 0
}

function paintOpacity(item: SceneItem): number {
  const filled = isPaint(item['fill'])
  return numberOf(item[filled ? 'fillOpacity' : 'strokeOpacity']) ?? 1
}

function isPaint(value: unknown): value is string {
  return typeof value === 'string' && value !== 'transparent' && value !== 'none'
}

function colorOf(item: SceneItem): string | null {
  const color = [item['fill'], item['stroke']].find(isPaint)
  return color ?? null
}

/** What a scale was given for each item; where the specification computes pixels, these are turned back. */
function readPlace(
  context: Context,
  at: { readonly encode: JsonObject; readonly channel: string; readonly items: readonly SceneItem[] },
): Channel {
  const rule: unknown = [at.encode[at.channel]].flat().at(-1)
  const scaleName = textOf(member(rule, 'scale'))
  const scale = scaleName === null ? null : String(context.scales.get(scaleName)?.['type'] ?? 'linear')
  const field = textOf(member(rule, 'field'))
  if (field !== null) {
    const read = accessor(field)
    return { scale, field, values: at.items.map((item) => plain(readSafely(read, item.datum))) }
  }
  const fixed = member(rule, 'value')
  if (fixed !== undefined && scale !== null) return { scale, field, values: at.items.map(() => plain(fixed)) }
  return { scale, field, values: at.items.map((item) => inverted(context, scaleName, item[at.channel])) }
}

function readSafely(read: (datum: object) => unknown, datum: unknown): unknown {
  return isObject(datum) ? read(datum) : null
}

function inverted(context: Context, scaleName: string | null, pixel: unknown): ReturnType<typeof plain> {
  if (typeof pixel !== 'number' || scaleName === null) return plain(pixel)
  const scale = scaleFunction(context, scaleName)
  return scale?.invert ? plain(scale.invert(pixel)) : null
}

const SERIES_CHANNELS = ['fill', 'stroke', 'shape', 'strokeDash']

/** The category that colour, shape or dashes follow. */
function seriesOf(context: Context, encode: JsonObject, items: readonly SceneItem[]): (string | null)[] {
  const rules = SERIES_CHANNELS.map((channel): unknown => [encode[channel]].flat().at(-1))
  const rule = rules.find((each) => context.scales.get(String(member(each, 'scale')))?.['type'] === 'ordinal')
  const field = textOf(member(rule, 'field'))
  if (field === null) return items.map(() => null)
  const read = accessor(field)
  return items.map((item) => {
    const value = plain(readSafely(read, item.datum))
    return value === null ? null : String(value)
  })
}

/** What the charts of a split are called, joined where they are split twice. */
function facetsOf({ definitions }: Context, items: readonly SceneItem[]): (string | null)[] {
  const readers = facetFields(definitions.values()).map((field) => accessor(field))
  return items.map(({ datum }) => {
    const names = readers.map((read) => plain(readSafely(read, datum)))
    return names.length === 0 || names.includes(null) ? null : names.join(' ')
  })
}

/** The number that colour follows along a scale. */
function shadeOf(context: Context, encode: JsonObject, items: readonly SceneItem[]): Channel | null {
  const channel = ['fill', 'stroke'].find((each) => {
    const scale = context.scales.get(String(member([encode[each]].flat().at(-1), 'scale')))?.['type']
    return scale !== undefined && scale !== 'ordinal'
  })
  return channel === undefined ? null : readPlace(context, { encode, channel, items })
}

const STATS = ['lower_box', 'mid_box', 'upper_box', 'lower_whisker', 'upper_whisker']

/** Vega-Lite writes a box plot's numbers as `lower_box_FIELD` and so on. */
function statsOf(items: readonly SceneItem[]): SceneMark['stats'] {
  const keys = Object.keys(objectOf(items[0]?.datum))
  const found = STATS.flatMap((stat) => {
    const key = keys.find((each) => each.startsWith(`${stat}_`))
    return key === undefined ? [] : [[stat, items.map((item) => plain(objectOf(item.datum)[key]))] as const]
  })
  return Object.fromEntries(found)
}

function titleOf(compiled: JsonObject): string | null {
  return lines(member(compiled, 'title', 'text') ?? compiled['title'])
}

const LEGEND_CHANNELS = ['fill', 'stroke', 'shape', 'strokeDash', 'size', 'opacity']

function legendsOf(context: Context, compiled: JsonObject): Scene['legends'] {
  const legends = groupsOf(compiled).flatMap((group) => listOf(group['legends']).filter(isObject))
  return legends.map((legend) => {
    const name = LEGEND_CHANNELS.map((channel) => textOf(legend[channel])).find((each) => each !== null) ?? ''
    const discrete = context.scales.get(name)?.['type'] === 'ordinal'
    const domain = discrete ? (scaleFunction(context, name)?.domain() ?? []) : []
    return { title: lines(legend['title']), labels: domain.map(String) }
  })
}
