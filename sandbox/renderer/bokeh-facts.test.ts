import { describe, expect, it } from 'vitest'

import { bokehFacts } from './bokeh-facts.ts'
import type { JsonObject } from './json.ts'

const field = (name: string) => ({ type: 'field', field: name })
const value = (given: unknown) => ({ type: 'value', value: given })

/** A model as bokeh writes it; its id is its name unless something else is said. */
function model(name: string, attributes: JsonObject = {}, id = name): JsonObject {
  return { type: 'object', name, id, attributes }
}

/** What draws a glyph from columns. */
function renderer(
  glyph: JsonObject | null,
  data: JsonObject,
  more: JsonObject = {},
  id = 'renderer',
): JsonObject {
  const source = model('ColumnDataSource', { data }, `${id} source`)
  return model('GlyphRenderer', { glyph, data_source: source, ...more }, id)
}

function facts(renderers: readonly JsonObject[], plot: JsonObject = {}) {
  const figure = model('Figure', { renderers, ...plot })
  return bokehFacts({ root_id: 'Figure', doc: { roots: [figure] } }, null)
}

/** The marks of a figure with one renderer. */
function marks(glyph: JsonObject, data: JsonObject, more: JsonObject = {}, plot: JsonObject = {}) {
  return facts([renderer(glyph, data, more)], plot).marks
}

const POINT = model('Scatter', { x: field('x'), y: field('y'), fill_color: value('red') })

describe('the facts of a bokeh figure', () => {
  it('leave out points that miss a place, and renderers that draw nothing', () => {
    const data = { x: [1, null, 3], y: [1, 2, null] }
    expect(marks(POINT, data)).toMatchObject([{ type: 'point', values: { x: [1], y: [1] } }])
    expect(facts([renderer(null, data)]).marks).toEqual([])
  })

  it('follow the filter of a view, and nothing when it names no column', () => {
    const data = { x: [1, 2, 3], y: [1, 2, 3], kind: ['a', 'b', 'a'] }
    const seen = (filter: JsonObject) =>
      marks(POINT, data, { view: model('CDSView', { filter }) })[0]?.values['x']
    expect(seen(model('GroupFilter', { column_name: 'kind', group: 'a' }))).toEqual([1, 3])
    expect(seen(model('GroupFilter', { column_name: 'none', group: 'a' }))).toEqual([])
    expect(seen(model('IndexFilter', { indices: [1] }))).toEqual([2])
    expect(seen(model('BooleanFilter', { booleans: [false, false, true] }))).toEqual([3])
  })

  it('name places within categories by all their names', () => {
    const plot = { x_range: model('FactorRange') }
    const data = { x: [['2024', 'a', 0.1], 'b'], y: [1, 2] }
    expect(marks(POINT, data, {}, plot)[0]?.values['x']).toEqual(['2024 a', 'b'])
  })

  it('use the colours of bokeh where a glyph names none, and none for several', () => {
    const points = { x: field('x'), y: field('y') }
    const data = { x: [1, 2], y: [1, 2], c: ['red', 'blue'] }
    const color = (glyph: JsonObject) => marks(glyph, data)[0]?.color
    expect(color(model('Line', points))).toBe('#000000')
    expect(color(model('Scatter', { ...points, fill_color: null }))).toBe('#808080')
    expect(color(model('Scatter', { ...points, fill_color: field('c') }))).toBeNull()
  })

  it('colour groups by their mapper, and what it does not know by nothing', () => {
    const mapper = model('CategoricalColorMapper', { factors: ['a'], palette: ['#ff0000'] })
    const fill = { ...field('kind'), transform: mapper }
    const data = { x: [1, 2], y: [1, 2], kind: ['a', 'b'] }
    const groups = marks(model('Scatter', { x: field('x'), y: field('y'), fill_color: fill }), data)
    expect(groups.map(({ series, color }) => [series, color])).toEqual([
      ['a', '#ff0000'],
      ['b', '#808080'],
    ])
  })

  it('read areas along both axes', () => {
    const data = { x: [1], x2: [2], y: [3], y1: [0], y2: [4] }
    const upright = model('VArea', { x: field('x'), y1: field('y1'), y2: field('y2') })
    const lying = model('HArea', { y: field('y'), x1: field('x'), x2: field('x2') })
    expect(marks(upright, data)).toMatchObject([{ type: 'area', values: { y: [4] } }])
    expect(marks(lying, data)).toMatchObject([{ type: 'area', values: { y: [3] } }])
  })

  it('take rectangles that touch as bins, whichever side they stand on, and others as bars', () => {
    const sides = { left: field('l'), right: field('r'), bottom: field('b'), top: field('t') }
    const quads = (data: JsonObject) => marks(model('Quad', sides), data)[0]
    const bins = { type: 'histogram', values: { start: [0, 1], end: [1, 2], count: [5, 6] } }
    expect(quads({ l: [0, 1], r: [1, 2], b: [0, 0], t: [5, 6] })).toMatchObject(bins)
    expect(quads({ b: [0, 1], t: [1, 2], l: [0, 0], r: [5, 6] })).toMatchObject({
      ...bins,
      values: { ...bins.values, count: [5, 6] },
    })
    expect(quads({ l: [0, 2], r: [1, 3], b: [0, 0], t: [5, 6] })).toMatchObject({
      type: 'bar',
      values: { category: ['0.5', '2.5'], value: [5, 6] },
    })
  })

  it('keep bars coloured by the category they stand at as one series', () => {
    const mapper = model('CategoricalColorMapper', { factors: ['a', 'b'], palette: ['red', 'blue'] })
    const fill = { ...field('k'), transform: mapper }
    const plot = { x_range: model('FactorRange'), y_range: model('FactorRange', {}, 'other range') }
    const data = { k: ['a', 'b'], v: [1, 2] }
    const upright = model('VBar', { x: field('k'), top: field('v'), bottom: value(0), fill_color: fill })
    const lying = model('HBar', { y: field('k'), right: field('v'), left: value(0), fill_color: fill })
    expect(marks(upright, data, {}, { x_range: plot.x_range })).toMatchObject([{ type: 'bar', series: null }])
    expect(marks(lying, data, {}, { y_range: plot.y_range })).toMatchObject([{ type: 'bar', series: null }])
  })

  it('list the values of a column as labels of a legend, or nothing where it is missing', () => {
    const drawn = renderer(POINT, { x: [1, 2], y: [1, 2], kind: ['a', 'b'] })
    const legend = (label: unknown) => {
      const item = model('LegendItem', { label, renderers: [drawn] })
      return facts([drawn], { center: [model('Legend', { items: [item] })] }).legend
    }
    expect(legend(field('kind'))).toEqual({ title: null, labels: ['a', 'b'] })
    expect(legend(field('none'))).toBeNull()
  })

  it('are refused for a document without a plot', () => {
    expect(() => bokehFacts({ root_id: 'x', doc: { roots: [model('Column')] } }, null)).toThrow(
      'the bokeh figure holds no plot',
    )
  })
})

describe('boxes that bokeh is made to draw', () => {
  const plot = { x_range: model('FactorRange') }
  const bars = (data: JsonObject) =>
    renderer(
      model(
        'VBar',
        { x: field('k'), bottom: field('q1'), top: field('q3'), fill_color: value('red') },
        'bar',
      ),
      data,
      {},
      'bars',
    )
  const lines = (data: JsonObject) =>
    renderer(
      model('Segment', { x0: field('k'), x1: field('k'), y0: field('from'), y1: field('to') }, 'segment'),
      data,
      {},
      'lines',
    )

  it('are one series with what the whiskers and the median say', () => {
    const whiskers = { k: ['a', 'a', 'a'], from: [0, 3, 2], to: [1, 4, 2] }
    expect(facts([bars({ k: ['a'], q1: [1], q3: [3] }), lines(whiskers)], plot).marks).toMatchObject([
      {
        type: 'box',
        color: '#ff0000',
        values: { category: ['a'], q1: [1], median: [2], q3: [3], low: [0], high: [4] },
      },
    ])
  })

  it('say nothing of whiskers and medians that are missing at a category', () => {
    const data = { k: ['a', 'b'], q1: [1, 1], q3: [3, 3] }
    const found = facts([bars(data), lines({ k: ['a'], from: [0], to: [1] })], plot).marks[0]
    expect(found?.values).toMatchObject({ median: [null, null], low: [0, null], high: [3, null] })
  })

  it('read whisker annotations from their own columns, and leave out those without numbers', () => {
    const source = model('ColumnDataSource', { data: { k: ['a', 'b'], low: [0, null], high: [5, 5] } }, 'own')
    const whisker = (base: JsonObject) =>
      model('Whisker', { source, base, lower: field('low'), upper: field('high'), dimension: 'height' })
    const boxes = (base: JsonObject) =>
      facts([bars({ k: ['a', 'b'], q1: [1, 1], q3: [3, 3] })], { ...plot, center: [whisker(base)] }).marks[0]
    expect(boxes(field('k'))).toMatchObject({ type: 'box', values: { low: [0, null], high: [5, null] } })
    expect(boxes(value('a'))).toMatchObject({ type: 'bar' })
  })

  it('leave points at a place without a box alone', () => {
    const point = model('Scatter', { x: field('k'), y: field('v') })
    const data = { k: ['c'], v: [1] }
    const drawn = [
      bars({ k: ['a'], q1: [1], q3: [3] }),
      lines({ k: ['a'], from: [0], to: [1] }),
      renderer(point, data, {}, 'points'),
    ]
    expect(facts(drawn, plot).marks.map(({ type }) => type)).toEqual(['box', 'point'])
  })
})
