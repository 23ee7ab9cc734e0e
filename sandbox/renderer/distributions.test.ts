import { describe, expect, it } from 'vitest'

import { altairFacts } from './altair-facts.ts'
import { bokehFacts } from './bokeh-facts.ts'
import type { JsonObject } from './json.ts'
import { plotlyFacts } from './plotly-facts.ts'
import { facetFields, facetTitles } from './vega-facets.ts'
import type { Channel, SceneMark } from './vega-scene.ts'

function plotly(trace: JsonObject, layout: JsonObject = {}) {
  return plotlyFacts({ data: [trace], layout }, null)
}

/** Eight-byte numbers as plotly writes them. */
function bytes(numbers: readonly number[], shape: string): JsonObject {
  return { dtype: 'f8', bdata: Buffer.from(new Float64Array(numbers).buffer).toString('base64'), shape }
}

describe('a heat map of plotly', () => {
  it('has the number of each pair of names, row by row', () => {
    const { marks } = plotly({
      type: 'heatmap',
      x: ['a', 'b'],
      y: ['c', 'd'],
      z: [
        [1, 2],
        [3, null],
      ],
    })
    expect(marks[0]).toMatchObject({
      type: 'cell',
      values: { x: ['a', 'b', 'a', 'b'], y: ['c', 'c', 'd', 'd'], value: [1, 2, 3, null] },
    })
  })

  it('may come as bytes with a shape, and counts from 0 without names', () => {
    const { marks } = plotly({ type: 'heatmap', z: bytes([1, 2, 3, Number.NaN, 5, 6], '2, 3') })
    expect(marks[0]?.values).toEqual({
      x: [0, 1, 2, 0, 1, 2],
      y: [0, 0, 0, 1, 1, 1],
      value: [1, 2, 3, null, 5, 6],
    })
    for (const shape of ['2, 2', 'x', '6'])
      expect(
        plotly({ type: 'heatmap', z: bytes([1, 2, 3, 4, 5, 6], shape) }).marks[0]?.values['value'],
      ).toEqual([])
  })

  it('is explained by its own colour scale, or by one that it shares', () => {
    const z = [[1]]
    const own = { type: 'heatmap', z, colorbar: { title: { text: 'Mass (g)' } } }
    expect(plotly(own).legend).toEqual({ title: 'Mass (g)', labels: [] })
    expect(plotly({ ...own, showscale: false }).legend).toBeNull()
    const shared = { coloraxis: { colorbar: { title: { text: 'Length' } } } }
    expect(plotly({ type: 'heatmap', z, coloraxis: 'coloraxis' }, shared).legend).toEqual({
      title: 'Length',
      labels: [],
    })
  })
})

describe('other distributions of plotly', () => {
  it('are hexagons where markers of that shape are coloured by numbers', () => {
    const marker = { symbol: 'hexagon', color: [3, 4] }
    const trace = { type: 'scatter', mode: 'markers', x: [1, 2], y: [5, 6], marker }
    expect(plotly(trace).marks[0]).toMatchObject({
      type: 'hexagon',
      values: { x: [1, 2], y: [5, 6], count: [3, 4] },
    })
    for (const other of [
      { symbol: 'circle', color: [3, 4] },
      { symbol: 'hexagon', color: 'red' },
    ])
      expect(plotly({ ...trace, marker: other }).marks[0]?.type).toBe('point')
  })

  it('are violins with the rows that they are made of', () => {
    const { marks } = plotly({ type: 'violin', x: ['a', 'b', 'b'], y: [1, 2, null], fillcolor: '#0072b2' })
    expect(marks[0]).toMatchObject({
      type: 'violin',
      color: '#0072b2',
      values: { category: ['a', 'b'], value: [1, 2] },
    })
  })
})

const field = (name: string, more: JsonObject = {}) => ({ type: 'field', field: name, ...more })
const model = (name: string, attributes: JsonObject = {}, id = name): JsonObject => ({
  type: 'object',
  name,
  id,
  attributes,
})

function bokeh(glyph: JsonObject, data: JsonObject, plot: JsonObject = {}) {
  const source = model('ColumnDataSource', { data }, 'source')
  const renderer = model('GlyphRenderer', { glyph, data_source: source }, 'renderer')
  const figure = model('Figure', { renderers: [renderer], ...plot })
  return bokehFacts({ root_id: 'Figure', doc: { roots: [figure] } }, null)
}

const SHADE = field('count', { transform: model('LinearColorMapper') })

describe('distributions of bokeh', () => {
  it('are cells where rectangles are coloured by numbers, and have a colour bar', () => {
    const data = { x: ['a', 'b'], y: ['c', 'c'], count: [1, 2] }
    const names = { x_range: model('FactorRange', {}, 'fx'), y_range: model('FactorRange', {}, 'fy') }
    const rect = model('Rect', { x: field('x'), y: field('y'), fill_color: SHADE })
    const bar = model('ColorBar', { title: 'Mass (g)' })
    const facts = bokeh(rect, data, { ...names, right: [bar] })
    expect(facts.marks[0]).toMatchObject({
      type: 'cell',
      values: { x: ['a', 'b'], y: ['c', 'c'], value: [1, 2] },
    })
    expect(facts.legend).toEqual({ title: 'Mass (g)', labels: [] })
    expect(bokeh(rect, data, names).legend).toBeNull()
    const plain = model('Rect', { x: field('x'), y: field('y'), fill_color: 'red' })
    expect(bokeh(plain, data, names).marks[0]?.type).toBe('other')
  })

  it('are hexagons by their place in the tiling, on a corner and on a side', () => {
    const data = { q: [0, 1, 0], r: [0, 0, 2], count: [5, 6, 7] }
    const tile = { q: field('q'), r: field('r'), fill_color: SHADE, size: 2 }
    const root = Math.sqrt(3)
    const pointy = bokeh(model('HexTile', { ...tile, aspect_scale: 4 }), data).marks[0]
    expect(pointy?.type).toBe('hexagon')
    expect(pointy?.values['x']?.[1]).toBeCloseTo((2 * root) / 4)
    expect(pointy?.values['y']?.map(Number)).toEqual([0, 0, -6].map((y) => expect.closeTo(y)))
    expect(pointy?.values['count']).toEqual([5, 6, 7])
    const flat = bokeh(model('HexTile', { ...tile, orientation: 'flattop' }), data).marks[0]
    expect(flat?.values['x']?.map(Number)).toEqual([0, 3, 0].map((x) => expect.closeTo(x)))
    expect(flat?.values['y']?.[2]).toBeCloseTo(-4 * root)
    expect(bokeh(model('HexTile', { ...tile, fill_color: 'red' }), data).marks[0]?.type).toBe('other')
  })

  it('are violins where a patch mirrors itself at a category', () => {
    const outline = [
      ['a', 0.1],
      ['a', 0.4],
      ['a', -0.4],
      ['a', -0.1],
    ]
    const at = [1, 2, 2, 1]
    const patch = model('Patch', { x: field('x'), y: field('y') })
    const upright = bokeh(patch, { x: outline, y: at }).marks[0]
    expect(upright).toMatchObject({
      type: 'violin',
      values: { category: ['a', 'a'], at: [1, 2], width: [0.2, 0.8] },
    })
    expect(bokeh(patch, { x: at, y: outline }).marks[0]?.type).toBe('violin')
    for (const odd of [outline.with(0, ['a', 0.3]), outline.with(0, ['b', 0.1]), outline.with(0, ['a'])])
      expect(bokeh(patch, { x: odd, y: at }).marks[0]?.type).toBe('area')
    expect(bokeh(patch, { x: [1, 2], y: [3, 4] }).marks[0]?.type).toBe('area')
  })
})

function channel(values: Channel['values'], scale: string | null = 'linear', name: string | null = null) {
  return { scale, field: name, values }
}

function altair(given: Partial<SceneMark> & { readonly count: number }) {
  const { count, ...rest } = given
  const list = <Value>(value: Value) => Array.from({ length: count }, () => value)
  const mark: SceneMark = {
    name: 'marks',
    type: 'symbol',
    places: {},
    shade: null,
    facets: [],
    series: list(null),
    colors: list('#ff0000'),
    shapes: list('["circle",null]'),
    opacities: list(1),
    stats: {},
    sizes: list(1),
    interpolate: null,
    ...rest,
  }
  const scene = { title: null, axes: [], legends: [], panels: [], marks: [mark] }
  const drawn = { texts: [], panels: [], axes: [] }
  return altairFacts({ mark: 'point' }, { ...scene, drawn }, false).marks[0]
}

describe('distributions of altair', () => {
  const shade = channel([7, 8])

  it('are cells where rectangles at names or intervals are coloured by numbers', () => {
    const names = { x: channel(['a', 'b'], 'band'), y: channel(['c', 'c'], 'band') }
    expect(altair({ count: 2, type: 'rect', places: names, shade })).toMatchObject({
      type: 'cell',
      values: { x: ['a', 'b'], y: ['c', 'c'], value: [7, 8] },
    })
    const weeks = { ...names, x: channel([0, 1], 'time', 'week'), x2: channel([1, 2], 'time', 'next') }
    expect(altair({ count: 2, type: 'rect', places: weeks, shade })?.type).toBe('cell')
    const bars = { x: names.x, y: channel([1, 2]), y2: channel([0, 0]) }
    expect(altair({ count: 2, type: 'rect', places: bars, shade })?.type).toBe('bar')
  })

  it('are hexagons where symbols with six corners are coloured by numbers', () => {
    const places = { x: channel([1, 2]), y: channel([3, 4]) }
    const hexagon = '["M0,-1L0.9,-0.5L0.9,0.5L0,1L-0.9,0.5L-0.9,-0.5Z",null]'
    const shapes = [hexagon, hexagon]
    expect(altair({ count: 2, places, shade, shapes })).toMatchObject({
      type: 'hexagon',
      values: { x: [1, 2], y: [3, 4], count: [7, 8] },
    })
    expect(altair({ count: 2, places, shade })?.type).toBe('point')
    expect(altair({ count: 2, places, shapes })?.type).toBe('point')
  })

  it('are violins where an area mirrors itself in a facet or a colour of its own', () => {
    const upright = { x: channel([2, 1, 2]), x2: channel([4, 5, 4]), y: channel([10, 20, 30]) }
    const area = { count: 3, type: 'area', places: upright }
    const violin = { category: ['a', 'a', 'a'], at: [10, 20, 30], width: [2, 4, 2] }
    expect(altair({ ...area, facets: ['a', 'a', 'a'] })).toMatchObject({ type: 'violin', values: violin })
    expect(altair({ ...area, series: ['a', 'a', 'a'] })).toMatchObject({ type: 'violin', values: violin })
    const lying = { y: upright.x, y2: upright.x2, x: upright.y }
    expect(altair({ ...area, places: lying, facets: ['a', 'a', 'a'] })?.type).toBe('violin')
    expect(altair(area)?.type).toBe('area')
    const straight = { ...upright, x: channel([0, 0, 0]), x2: channel([6, 6, 6]) }
    expect(altair({ ...area, places: straight, facets: ['a', 'a', 'a'] })?.type).toBe('area')
  })
})

describe('a compiled specification that is split', () => {
  const from = (name: string, ...groupby: unknown[]) => ({
    type: 'group',
    name,
    from: { facet: { data: 'd', groupby } },
  })

  it('names its columns, not those of its lines', () => {
    expect(facetFields([from('cell', 'kind', 3), from('x_pathgroup', 'color'), { type: 'symbol' }])).toEqual([
      'kind',
    ])
  })

  it('has titles beside its headers', () => {
    const titled = (role: string, text: unknown) => ({ role, title: { text } })
    expect(facetTitles([titled('column-title', ['Kind', 'of bee']), titled('row-title', ''), {}])).toEqual([
      { dimension: 'x', label: 'Kind of bee' },
      { dimension: 'y', label: null },
    ])
  })
})
