import type { Axis, FactValue, FigureFacts, Panel, View } from '../../domain/review/facts.schema.ts'
import { altairViolin } from './altair-violins.ts'
import { altairCandles } from './altair-candles.ts'
import type { AltairCandles } from './altair-candles.ts'
import { parseColor } from './colors.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH, drawnTexts, plotArea } from './drawn.ts'
import type { RawText, Role } from './drawn.ts'
import { invalidFigure, numberOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { marksOf } from './series.ts'
import type { Series } from './series.ts'
import { factValue, valueAt } from './values.ts'
import type { Scale } from './values.ts'
import type { Channel, Scene, SceneMark } from './vega-scene.ts'

/**
 * The text of `chart.to_dict()`, checked for being Vega-Lite.
 * @throws AppError `invalid` when it names another schema or has nothing to draw
 */
export function altairToDraw(json: JsonObject): string {
  const schema = json['$schema']
  const drawable = ['mark', 'layer', 'hconcat', 'vconcat', 'concat', 'repeat', 'facet', 'spec'].some(
    (key) => key in json,
  )
  if ((typeof schema === 'string' && !schema.includes('vega-lite')) || !drawable) {
    throw invalidFigure('altair', 'is no Vega-Lite specification: return an altair.Chart')
  }
  return JSON.stringify(json)
}

/** What an altair chart holds, read from the scene Vega made of it; `drawn` adds the texts and the plot area. */
export function altairFacts(json: JsonObject, scene: Scene, drawn: boolean): FigureFacts {
  const candles = altairCandles(scene.marks, read)
  const rest = scene.marks.filter((mark) => candles.every((each) => each.mark !== mark))
  return {
    library: 'altair',
    figureClass: figureClass(json),
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    title: scene.title,
    axes: axesOf(scene),
    legend: legendOf(scene),
    marks: marksOf([
      ...boxes(scene.marks),
      ...candles.flatMap(candleSeries),
      ...rest.filter((mark) => !isBoxPart(mark)).flatMap(seriesOf),
    ]),
    texts: drawn ? drawnTexts(scene.drawn.texts, roleOf) : null,
    plotArea: drawn ? plotArea(scene.drawn.panels) : null,
    panels: panelsOf(scene, drawn),
    source: 'parsed',
  }
}

const CLASSES: readonly (readonly [string, string])[] = [
  ['layer', 'LayerChart'],
  ['hconcat', 'HConcatChart'],
  ['vconcat', 'VConcatChart'],
  ['concat', 'ConcatChart'],
  ['repeat', 'RepeatChart'],
  ['facet', 'FacetChart'],
]

function figureClass(json: JsonObject): string {
  return `altair.${CLASSES.find(([key]) => key in json)?.[1] ?? 'Chart'}`
}

const SCALES: Readonly<Record<string, Scale>> = {
  log: 'log',
  symlog: 'log',
  time: 'time',
  utc: 'time',
  band: 'category',
  point: 'category',
  ordinal: 'category',
}

function scaleOf(type: string | null | undefined): Scale {
  return SCALES[type ?? ''] ?? 'linear'
}

function axesOf(scene: Scene): Axis[] {
  const ordered = scene.axes.toSorted((a, b) => a.dimension.localeCompare(b.dimension))
  return ordered.map(({ dimension, label, scale: type, domain, reversed }) => {
    const scale = scaleOf(type)
    const numbers =
      scale === 'linear' || scale === 'log' ? domain.map(numberOf).filter((each) => each !== null) : []
    const [min, max] = numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [null, null]
    return { dimension, label, scale, min, max, reversed }
  })
}

function panelsOf(scene: Scene, drawn: boolean): Panel[] {
  return scene.panels.map(({ name, x, y }, at) => {
    const { x: left = 0, y: top = 0, width = 0, height = 0 } = scene.drawn.panels[at] ?? {}
    const box = drawn ? { x: left, y: top, width, height } : null
    return { name, box, x: viewOf(x), y: viewOf(y) }
  })
}

function viewOf({ label, scale: type, domain, reversed }: Scene['panels'][number]['x']): View {
  const scale = scaleOf(type)
  const numbers = scale === 'category' ? [] : domain.map(numberOf).filter((each) => each !== null)
  const [low, high] = numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [null, null]
  return { scale, from: reversed ? high : low, to: reversed ? low : high, label }
}

function legendOf({ legends }: Scene): FigureFacts['legend'] {
  if (legends.length === 0) return null
  const labels = [...new Set(legends.flatMap((legend) => legend.labels))]
  return { title: legends.map((legend) => legend.title).find((title) => title !== null) ?? null, labels }
}

const ROLES: Readonly<Record<string, Role>> = {
  'title-text': 'title',
  'title-subtitle': 'title',
  'axis-title': 'axis-label',
  'axis-label': 'tick',
  'legend-title': 'legend',
  'legend-label': 'legend',
}

function roleOf({ classes }: RawText): Role {
  const [own = '', ...around] = classes
  const isHeader = own.startsWith('title') && around.some((role) => /^(row|column)-/.test(role))
  return isHeader ? 'annotation' : (ROLES[own] ?? 'annotation')
}

/** Marks of Vega-Lite's composite box plot: its boxes, whiskers, median lines and outliers. */
function isBoxPart(mark: SceneMark): boolean {
  return 'lower_box' in mark.stats || 'mid_box' in mark.stats || 'lower_whisker' in mark.stats
}

function boxes(marks: readonly SceneMark[]): readonly Series[] {
  const bodies = marks.filter(
    (mark) => mark.type === 'rect' && 'lower_box' in mark.stats && 'upper_box' in mark.stats && isBody(mark),
  )
  const whiskers = marks.filter((mark) => 'lower_whisker' in mark.stats)
  return bodies.map((body): Series => {
    const category = categoriesOf(body)
    const column = (mark: SceneMark, stat: string) =>
      (mark.stats[stat] ?? []).map((value) => factValue(value, 'linear'))
    const atCategory = (stat: string) =>
      category.map((each) => {
        const mark = whiskers.find((one) => categoriesOf(one).includes(each))
        return mark ? (column(mark, stat)[categoriesOf(mark).indexOf(each)] ?? null) : null
      })
    const values = {
      category,
      q1: column(body, 'lower_box'),
      median: column(body, 'mid_box'),
      q3: column(body, 'upper_box'),
      low: atCategory('lower_whisker'),
      high: atCategory('upper_whisker'),
    }
    return { type: 'box', series: null, ...paint(body, all(body)), shape: '', values, panel: body.panel }
  })
}

/** The box itself spans from quartile to quartile; the median's line is a rectangle too. */
function isBody(mark: SceneMark): boolean {
  const fields = Object.values(mark.places).map((place) => place.field)
  return (
    fields.some((field) => field?.startsWith('lower_box_')) &&
    fields.some((field) => field?.startsWith('upper_box_'))
  )
}

function categoriesOf(mark: SceneMark): FactValue[] {
  const places = Object.values(mark.places).filter(
    (place) => scaleOf(place.scale) === 'category' && place.scale !== null,
  )
  return read(places[0]).map((value) => (value === null ? null : String(value)))
}

function all(mark: SceneMark): readonly number[] {
  return mark.series.map((_, index) => index)
}

function read(place: Channel | undefined): FactValue[] {
  return place ? place.values.map((value) => factValue(value, scaleOf(place.scale))) : []
}

/** The series of one mark: its items by what colour or grouping follows. */
function seriesOf(mark: SceneMark): readonly Series[] {
  if (mark.type === 'text' || (mark.type === 'rule' && !isSegment(mark))) return []
  const shape = shapeOf(mark)
  const groups = isAlongCategory(mark) ? [null] : [...new Set(mark.series)]
  return groups.map((name): Series => {
    const rows = groups.length === 1 ? all(mark) : all(mark).filter((index) => mark.series[index] === name)
    const look = [...new Set(rows.map((index) => valueAt(mark.shapes, index)))].sort().join(' ')
    const pick = (values: readonly FactValue[]) => rows.map((index) => valueAt(values, index))
    const values = Object.fromEntries(
      Object.entries(shape.values).map(([key, column]) => [key, pick(column)]),
    )
    return { type: shape.type, series: name, ...paint(mark, rows), shape: look, values, panel: mark.panel }
  })
}

/** A rule from one value to another; one with a single place is a line of reference through the whole plot. */
function isSegment({ places: { x, x2, y, y2 } }: SceneMark): boolean {
  return (x !== undefined && y2 !== undefined) || (y !== undefined && x2 !== undefined)
}

/** A series of candles for each colour. */
function candleSeries({ mark, values }: AltairCandles): readonly Series[] {
  const colors = [...new Set(mark.colors)]
  return colors.map((color): Series => {
    const rows = all(mark).filter((row) => mark.colors[row] === color)
    const own = Object.entries(values).map(
      ([key, column]) => [key, rows.map((row) => valueAt(column, row))] as const,
    )
    return {
      type: 'candle',
      series: null,
      ...paint(mark, rows),
      shape: '',
      values: Object.fromEntries(own),
      panel: mark.panel,
    }
  })
}

/** Bars coloured by the category they stand at are one series. */
function isAlongCategory(mark: SceneMark): boolean {
  if (mark.type !== 'rect') return false
  const category = categoriesOf(mark)
  return category.length > 0 && mark.series.every((name, index) => name === category[index])
}

interface Shape {
  readonly type: Series['type']
  readonly values: Readonly<Record<string, FactValue[]>>
}

function shapeOf(mark: SceneMark): Shape {
  const { x, x2, xc, y, y2, yc } = mark.places
  const position = { x: read(x ?? xc), y: read(y ?? yc) }
  if (mark.type === 'rule') {
    const ends = { x2: x2 ? read(x2) : position.x, y2: y2 ? read(y2) : position.y }
    return { type: 'segment', values: { ...position, ...ends } }
  }
  if (mark.type === 'symbol') return symbolShape(mark, position)
  if (mark.type === 'line' || mark.type === 'trail') return lineShape(mark, position)
  if (mark.type === 'area') return areaShape(mark, { ...position, base: orZero(read(y2), mark) })
  return mark.type === 'rect' ? barShape(mark) : { type: 'other', values: {} }
}

/** Symbols are points, or hexagons whose colour follows a number. */
function symbolShape({ shade, shapes, sizes }: SceneMark, position: Shape['values']): Shape {
  return shade !== null && shapes.every(isHexagon)
    ? { type: 'hexagon', values: { ...position, count: read(shade) } }
    : { type: 'point', values: { ...position, size: sizes } }
}

function lineShape({ interpolate }: SceneMark, values: Shape['values']): Shape {
  return { type: interpolate === 'step-after' ? 'step' : 'line', values }
}

function areaShape(mark: SceneMark, position: Shape['values']): Shape {
  const violin = altairViolin(mark, read)
  return violin === null ? { type: 'area', values: position } : { type: 'violin', values: violin }
}

/** A shape drawn by hand with six corners. */
function isHexagon(shape: string): boolean {
  const path = /^\["(M[^"]*)"/.exec(shape)?.[1] ?? ''
  return (path.match(/[ML]/gi) ?? []).length === 6
}

/** A rectangle's places along one axis. */
interface Side {
  readonly from: Channel | undefined
  readonly to: Channel | undefined
  readonly isCategory: boolean
  /** both ends come from the data */
  readonly isBin: boolean
}

function sideOf(mark: SceneMark, dimension: 'x' | 'y'): Side {
  const { [dimension]: start, [`${dimension}2`]: to, [`${dimension}c`]: center } = mark.places
  const from = start ?? center
  const fields = [from?.field ?? null, to?.field ?? null]
  const isBin = !fields.includes(null) && fields[0] !== fields[1]
  return {
    from,
    to,
    isCategory: from !== undefined && from.scale !== null && scaleOf(from.scale) === 'category',
    isBin,
  }
}

/** Rectangles are bars at categories, or bins where both of their ends along an axis come from the data. */
function barShape(mark: SceneMark): Shape {
  const [x, y] = [sideOf(mark, 'x'), sideOf(mark, 'y')]
  if (mark.shade !== null && [x, y].every((side) => side.isCategory || side.isBin))
    return { type: 'cell', values: { x: read(x.from), y: read(y.from), value: read(mark.shade) } }
  if (x.isCategory && y.isCategory) return { type: 'other', values: {} }
  if (x.isCategory || y.isCategory || !(x.isBin || y.isBin)) {
    const [along, across] = y.isCategory ? [y, x] : [x, y]
    return {
      type: 'bar',
      values: { category: read(along.from), value: read(across.from), base: orZero(read(across.to), mark) },
    }
  }
  const [along, across] = x.isBin ? [x, y] : [y, x]
  const [a, b] = [read(along.from), read(along.to)]
  const ends = a.map((at, index) => inOrder(at, valueAt(b, index)))
  const bases = orZero(read(across.to), mark)
  const count = read(across.from).map((end, index) => Number(end) - Number(bases[index]))
  return {
    type: 'histogram',
    values: { start: ends.map(([first]) => first), end: ends.map(([, last]) => last), count },
  }
}

/** The ends of a bin in order: numbers, or ISO dates, which sort like their texts. */
function inOrder(one: FactValue, other: FactValue): readonly [FactValue, FactValue] {
  const swapped = one !== null && other !== null && one > other
  return swapped ? [other, one] : [one, other]
}

function orZero(values: readonly FactValue[], mark: SceneMark): FactValue[] {
  return mark.series.map((_, index) => values[index] ?? 0)
}

/** The colour that the given items share, and their opacity. */
function paint(mark: SceneMark, rows: readonly number[]): Pick<Series, 'color' | 'opacity'> {
  const colors = new Set(rows.map((index) => valueAt(mark.colors, index)))
  const color = colors.size === 1 ? parseColor([...colors][0]) : null
  const opacity = mark.opacities[rows[0] ?? 0] ?? 1
  return { color: color?.hex ?? null, opacity: opacity * (color?.alpha ?? 1) }
}
