import type { FactValue, Marks } from '../../domain/review/facts.schema.ts'
import { bokehCells, isShade } from './bokeh-cells.ts'
import { column, rowCount } from './bokeh-figure.ts'
import type { BokehFigure, Model } from './bokeh-figure.ts'
import { parseColor } from './colors.ts'
import { bokehHexagons } from './bokeh-hexagons.ts'
import { bokehViolin } from './bokeh-violins.ts'
import { isObject, listOf, member, numberOf, textOf } from './json.ts'
import { touching } from './series.ts'
import type { Series } from './series.ts'
import { factValue, factValues, valueAt } from './values.ts'
import type { Scale } from './values.ts'

/** A series and what a box plot made by hand is recognised by. */
export interface BokehSeries extends Series {
  readonly glyph: string
  /** marks' extents: the members of the glyph as they are in the data, by member */
  readonly raw: (name: string) => FactValue[]
}

export interface Scales {
  readonly x: Scale
  readonly y: Scale
}

/** A legend's item: what it says and the renderers it stands for. */
export interface LegendItem {
  readonly legend: Model
  readonly label: unknown
  readonly renderers: readonly Model[]
  readonly source: Model | null
}

/** The items of a plot's legends. */
export function legendItems(figure: BokehFigure, plot: Model): LegendItem[] {
  const places = ['center', 'left', 'right', 'above', 'below', 'renderers']
  const legends = places.flatMap((place) => figure.models(plot.attributes[place]))
  const shown = legends.filter((model) => model.name === 'Legend' && model.attributes['visible'] !== false)
  return shown.flatMap((legend) =>
    figure.models(legend.attributes['items']).map((item) => {
      const renderers = figure.models(item.attributes['renderers'])
      const source = figure.model(renderers[0]?.attributes['data_source'])
      return { legend, label: item.attributes['label'], renderers, source }
    }),
  )
}

/** The series a plot's glyphs draw, one per group where colour or legend follow a column. */
export function bokehSeries(figure: BokehFigure, plot: Model, scales: Scales): BokehSeries[] {
  const renderers = figure.models(plot.attributes['renderers'])
  // A legend may stand in another plot of the page.
  const items = figure.plots.flatMap((each) => legendItems(figure, each))
  const shown = renderers.filter(
    (each) => each.name === 'GlyphRenderer' && each.attributes['visible'] !== false,
  )
  return shown.flatMap((renderer) => {
    const glyph = figure.model(renderer.attributes['glyph'])
    if (!glyph) return []
    const source = figure.model(renderer.attributes['data_source'])
    const own = items.filter((item) => item.renderers.includes(renderer))
    // Several items for one renderer name its groups, which its colours follow.
    const label = own.length === 1 ? own[0]?.label : undefined
    const drawing = { figure, glyph, source, rows: rowsOf(figure, renderer, source), scales }
    return groupsOf(drawing, label).map((group) => seriesOf({ ...drawing, rows: group.rows }, group.name))
  })
}

interface Drawing {
  readonly figure: BokehFigure
  readonly glyph: Model
  readonly source: Model | null
  /** the rows of the source that are drawn */
  readonly rows: readonly number[]
  readonly scales: Scales
}

interface Group {
  readonly name: string | null
  readonly rows: readonly number[]
}

function rowsOf(figure: BokehFigure, renderer: Model, source: Model | null): readonly number[] {
  const all = Array.from({ length: Math.max(1, rowCount(source)) }, (_, index) => index)
  const filter = figure.model(figure.model(renderer.attributes['view'])?.attributes['filter'])
  if (filter?.name === 'IndexFilter') {
    const chosen = new Set(listOf(filter.attributes['indices']))
    return all.filter((row) => chosen.has(row))
  }
  if (filter?.name === 'BooleanFilter')
    return all.filter((row) => listOf(filter.attributes['booleans'])[row] === true)
  if (filter?.name !== 'GroupFilter') return all
  const values = column(source, filter.attributes['column_name']) ?? []
  return all.filter((row) => values[row] === filter.attributes['group'])
}

/** Rows by the column that the legend or the colour follows; one group when nothing does. */
function groupsOf(drawing: Drawing, label: unknown): readonly Group[] {
  const { figure, glyph, source, rows } = drawing
  const name = textOf(label) ?? textOf(member(label, 'value'))
  if (name !== null) return [{ name, rows }]
  const mapped = ['fill_color', 'line_color']
    .map((each) => glyph.attributes[each])
    .find((spec) => isMapped(figure, spec))
  const field = textOf(member(label, 'field')) ?? textOf(member(mapped, 'field'))
  const values = field === null || field === axisField(glyph) ? null : column(source, field)
  if (!values) return [{ name: null, rows }]
  const names = [...new Set(rows.map((row) => String(values[row])))]
  return names.map((each) => ({ name: each, rows: rows.filter((row) => String(values[row]) === each) }))
}

/** Whether colours stand for categories, not for numbers. */
function isMapped(figure: BokehFigure, spec: unknown): boolean {
  return figure.model(member(spec, 'transform'))?.name === 'CategoricalColorMapper'
}

/** Bars coloured by the category they stand at are one series. */
function axisField(glyph: Model): string | null {
  const along = glyph.name === 'VBar' ? 'x' : glyph.name === 'HBar' ? 'y' : null
  return along === null ? null : textOf(member(glyph.attributes[along], 'field'))
}

/** The values of a glyph's member, one per drawn row. */
function specValues({ figure, glyph, source, rows }: Drawing, name: string): readonly unknown[] {
  const spec = glyph.attributes[name]
  const sum = figure.model(member(spec, 'expr'))
  if (sum?.name === 'Stack') return stacked(sum, source, rows)
  const field = textOf(member(spec, 'field')) ?? (isObject(spec) ? null : textOf(spec))
  const values = field === null ? null : column(source, field)
  if (values) return rows.map((row) => values[row])
  const single = isObject(spec) && 'value' in spec ? spec['value'] : spec
  return rows.map(() => single)
}

/** Where a part of a stack starts or ends: the sum of the columns below. */
function stacked(stack: Model, source: Model | null, rows: readonly number[]): readonly number[] {
  const columns = listOf(stack.attributes['fields']).map((field) => column(source, field) ?? [])
  return rows.map((row) => columns.reduce((sum, values) => sum + (numberOf(values[row]) ?? 0), 0))
}

function placed(drawing: Drawing, name: string, scale: Scale): FactValue[] {
  return specValues(drawing, name).map((value) =>
    factValue(Array.isArray(value) ? factor(value) : value, scale),
  )
}

/** A place within categories is written as their names, and how far from the middle it is. */
function factor(parts: readonly unknown[]): string {
  return parts.filter((part) => typeof part === 'string').join(' ')
}

const POINTS = new Set(['Scatter', 'Circle', 'Marker'])
const LINES = new Set(['Line'])
const AREAS = new Set(['HArea', 'Patch', 'HAreaStep'])

function seriesOf(drawing: Drawing, name: string | null): BokehSeries {
  const { glyph, scales } = drawing
  const raw = (member_: string) =>
    placed(drawing, member_, /^(x|left|right)/.test(member_) ? scales.x : scales.y)
  const { type, values } =
    cellsOf(drawing, raw) ??
    hexagonsOf(drawing) ??
    violinOf(drawing) ??
    shapeReader(glyph.name)(raw, scales, glyph)
  return {
    glyph: glyph.name,
    raw,
    type,
    values,
    series: name,
    ...paint(drawing, type),
    shape: shapeOf(drawing, type),
  }
}

/** Rectangles whose colour follows a number are the cells of a grid. */
function cellsOf(drawing: Drawing, raw: BokehSeries['raw']): ReturnType<Read> | null {
  const { figure, glyph } = drawing
  if (glyph.name !== 'Rect' || !isShade(figure, glyph.attributes['fill_color'])) return null
  const shade = factValues(specValues(drawing, 'fill_color'), 'linear')
  return { type: 'cell', values: bokehCells(raw, shade) }
}

/** Hexagons whose colour follows a number. */
function hexagonsOf(drawing: Drawing): ReturnType<Read> | null {
  const { figure, glyph } = drawing
  if (glyph.name !== 'HexTile' || !isShade(figure, glyph.attributes['fill_color'])) return null
  const numbers = (name: string) => factValues(specValues(drawing, name), 'linear')
  const tiling = {
    size: numberOf(numbers('size')[0]) ?? numberOf(glyph.attributes['size']) ?? 1,
    aspect: numberOf(glyph.attributes['aspect_scale']) ?? 1,
    pointy: glyph.attributes['orientation'] !== 'flattop',
    count: numbers('fill_color'),
  }
  return { type: 'hexagon', values: bokehHexagons(numbers('q'), numbers('r'), tiling) }
}

/** A patch that mirrors itself at a category is a violin. */
function violinOf(drawing: Drawing): ReturnType<Read> | null {
  if (drawing.glyph.name !== 'Patch') return null
  const [x, y] = [specValues(drawing, 'x'), specValues(drawing, 'y')]
  const values = bokehViolin(x, y) ?? bokehViolin(y, x)
  return values && { type: 'violin', values }
}

type Read = (
  raw: BokehSeries['raw'],
  scales: Scales,
  glyph: Model,
) => Pick<Marks, 'type'> & { readonly values: Series['values'] }

function shapeReader(name: string): Read {
  if (POINTS.has(name)) return readPoints
  if (LINES.has(name)) return (raw) => ({ type: 'line', values: { x: raw('x'), y: raw('y') } })
  if (name === 'Step') return readSteps
  if (name.startsWith('VArea'))
    return (raw) => ({ type: 'area', values: { x: raw('x'), y: raw('y2'), base: raw('y1') } })
  if (AREAS.has(name)) return (raw) => ({ type: 'area', values: { x: raw('x'), y: raw('y') } })
  if (name === 'VBar')
    return (raw, scales) => readBars(raw, { along: 'x', base: 'bottom', end: 'top', size: 'width' }, scales.x)
  if (name === 'HBar')
    return (raw, scales) =>
      readBars(raw, { along: 'y', base: 'left', end: 'right', size: 'height' }, scales.y)
  if (name === 'Segment') return readSegments
  return name === 'Quad' ? readQuads : () => ({ type: 'other', values: {} })
}

/** Bokeh's steps come before their values where nothing else is said. */
const readSteps: Read = (raw, _, glyph) => {
  const type = glyph.attributes['mode'] === 'after' ? 'step' : 'line'
  return { type, values: { x: raw('x'), y: raw('y') } }
}

const readPoints: Read = (raw) => {
  const [x, y, diameter] = [raw('x'), raw('y'), raw('size')]
  const kept = x.flatMap((value, index) => (value === null || valueAt(y, index) === null ? [] : [index]))
  const pick = (values: FactValue[]) => kept.map((index) => valueAt(values, index))
  const size = pick(diameter).map((each) => (Math.PI / 4) * Number(each) ** 2)
  return { type: 'point', values: { x: pick(x), y: pick(y), size } }
}

const readSegments: Read = (raw) => ({
  type: 'segment',
  values: { x: raw('x0'), y: raw('y0'), x2: raw('x1'), y2: raw('y1') },
})

interface BarMembers {
  readonly along: string
  readonly base: string
  readonly end: string
  readonly size: string
}

function readBars(raw: BokehSeries['raw'], members: BarMembers, scale: Scale): ReturnType<Read> {
  const [category, value] = [raw(members.along), raw(members.end)]
  const base = raw(members.base).map((each) => each ?? 0)
  const halves = raw(members.size).map((size) => Number(size) / 2)
  const spans = category.map((at, index) => {
    const half = Number(halves[index])
    return [Number(at) - half, Number(at) + half] as const
  })
  if (scale !== 'linear' || !touching(spans)) return { type: 'bar', values: { category, value, base } }
  const count = value.map((end, index) => Number(end) - Number(base[index]))
  return {
    type: 'histogram',
    values: { start: spans.map(([start]) => start), end: spans.map(([, end]) => end), count },
  }
}

/** Rectangles are the bins of a histogram when they touch; they stand on the side that is the same for all. */
const readQuads: Read = (raw, scales) => {
  const upright = new Set(raw('bottom')).size === 1
  const [start, end] = upright ? [raw('left'), raw('right')] : [raw('bottom'), raw('top')]
  const [base, value] = upright ? [raw('bottom'), raw('top')] : [raw('left'), raw('right')]
  const spans = start.map((at, index) => [Number(at), Number(end[index])] as const)
  const count = value.map((each, index) => Number(each) - Number(base[index]))
  if ((upright ? scales.x : scales.y) === 'linear' && touching(spans))
    return { type: 'histogram', values: { start, end, count } }
  const category = spans.map(([from, to]) => String((from + to) / 2))
  return { type: 'bar', values: { category, value, base } }
}

const LINED: ReadonlySet<Marks['type']> = new Set(['line', 'step'])

/** Colour and opacity of a series; several colours within it have none in common. */
function paint(drawing: Drawing, type: Marks['type']): Pick<Marks, 'color' | 'opacity'> {
  const kind = LINED.has(type) || drawing.glyph.attributes['fill_color'] === undefined ? 'line' : 'fill'
  const colors = new Set(
    specValues(drawing, `${kind}_color`).map((value) => mapped(drawing, `${kind}_color`, value)),
  )
  const color = colors.size === 1 ? parseColor([...colors][0] ?? (kind === 'line' ? 'black' : 'gray')) : null
  const alphas = specValues(drawing, `${kind}_alpha`).map((value) => numberOf(value) ?? 1)
  return { color: color?.hex ?? null, opacity: (alphas[0] ?? 1) * (color?.alpha ?? 1) }
}

/** What a categorical mapper makes of a value. */
function mapped({ figure, glyph }: Drawing, name: string, value: unknown): unknown {
  const mapper = figure.model(member(glyph.attributes[name], 'transform'))
  if (!mapper) return value
  const factors = listOf(mapper.attributes['factors'])
  const targets = listOf(mapper.attributes['palette'] ?? mapper.attributes['markers'])
  const index = factors.indexOf(value)
  return index < 0 || targets.length === 0 ? null : targets[index % targets.length]
}

function shapeOf(drawing: Drawing, type: Marks['type']): string {
  const name = type === 'point' ? 'marker' : LINED.has(type) ? 'line_dash' : 'hatch_pattern'
  const shapes = new Set(
    specValues(drawing, name).map((value) => JSON.stringify(mapped(drawing, name, value) ?? null)),
  )
  return [...shapes].sort().join(' ')
}
