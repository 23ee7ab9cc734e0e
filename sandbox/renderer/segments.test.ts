import { describe, expect, it } from 'vitest'

import { altairFacts } from './altair-facts.ts'
import { bokehFacts } from './bokeh-facts.ts'
import type { JsonObject } from './json.ts'
import { plotlyFacts } from './plotly-facts.ts'
import type { Scene } from './vega-scene.ts'

function plotly(traces: readonly JsonObject[], layout: JsonObject = {}) {
  return plotlyFacts({ data: traces, layout }, null).marks
}

describe('error bars of plotly', () => {
  const points = { mode: 'markers', x: ['a', 'b'], y: [10, 20] }
  const bars = (bar: JsonObject) => plotly([{ ...points, error_y: bar }])[1]?.values

  it('reach to both sides of their points', () => {
    const marks = plotly([{ ...points, error_y: { type: 'data', array: [1, 2], arrayminus: [3, 4] } }])
    expect(marks).toMatchObject([
      { type: 'point', values: { x: ['a', 'b'], y: [10, 20] } },
      { type: 'segment', values: { x: ['a', 'b'], y: [7, 16], x2: ['a', 'b'], y2: [11, 22] } },
    ])
  })

  it('are as long to both sides where only one is given, or go to one side alone', () => {
    expect(bars({ array: [1, 2] })).toMatchObject({ y: [9, 18], y2: [11, 22] })
    expect(bars({ array: [1, 2], symmetric: false })).toMatchObject({ y: [10, 20], y2: [11, 22] })
  })

  it('may be a constant, a percentage or a square root', () => {
    expect(bars({ type: 'constant', value: 2 })).toMatchObject({ y: [8, 18], y2: [12, 22] })
    expect(bars({ type: 'percent' })).toMatchObject({ y: [9, 18], y2: [11, 22] })
    expect(
      plotly([{ mode: 'markers', x: ['a'], y: [4], error_y: { type: 'sqrt' } }])[1]?.values,
    ).toMatchObject({
      y: [2],
      y2: [6],
    })
  })

  it('lie down beside values on the horizontal axis, and may be hidden', () => {
    const trace = { mode: 'markers', x: [10, 20], y: ['a', 'b'], error_x: { array: [1, 1] } }
    expect(plotly([trace])[1]?.values).toEqual({ x: [9, 19], y: ['a', 'b'], x2: [11, 21], y2: ['a', 'b'] })
    expect(plotly([{ ...trace, error_x: { array: [1], visible: false } }]).length).toBe(1)
  })
})

describe('lines of plotly', () => {
  it('with a gap after each category join its points', () => {
    const trace = { mode: 'lines', x: [1, 3, null, 2, 5, null], y: ['a', 'a', 'a', 'b', 'b', 'b'] }
    expect(plotly([trace])).toMatchObject([
      { type: 'segment', values: { x: [1, 2], y: ['a', 'b'], x2: [3, 5], y2: ['a', 'b'] } },
    ])
  })

  it('that go from one category to another are lines', () => {
    expect(plotly([{ mode: 'lines', x: ['a', 'b'], y: [1, 2] }])).toMatchObject([{ type: 'line' }])
    expect(plotly([{ mode: 'lines', x: [1, 1], y: [1, 2] }])).toMatchObject([{ type: 'line' }])
  })
})

describe('bars of plotly', () => {
  const bar = (y: readonly (number | null)[], more: JsonObject = {}): JsonObject => ({
    type: 'bar',
    x: ['a', 'b'],
    y: [...y],
    ...more,
  })

  it('start where the one below ends when they are stacked, to both sides of zero', () => {
    const marks = plotly([bar([1, -2]), bar([3, -4]), bar([null, 5])], { barmode: 'relative' })
    expect(marks.map((mark) => mark.values)).toEqual([
      { category: ['a', 'b'], value: [1, -2], base: [0, 0] },
      { category: ['a', 'b'], value: [4, -6], base: [1, -2] },
      { category: ['a', 'b'], value: [null, 5], base: [0, 0] },
    ])
  })

  it('stand on their own base, or on zero beside each other', () => {
    expect(plotly([bar([1, 2]), bar([3, 4], { base: 7 })], { barmode: 'stack' })[1]?.values).toMatchObject({
      base: [7, 7],
      value: [10, 11],
    })
    expect(plotly([bar([1, 2]), bar([3, 4])], { barmode: 'group' })[1]?.values['base']).toEqual([0, 0])
  })

  it('of a waterfall run on, and totals start anew', () => {
    const trace = {
      type: 'waterfall',
      x: ['a', 'b', 'c', 'd', 'e'],
      y: [5, -2, 0, 9, null],
      measure: ['relative', 'relative', 'total', 'absolute', null],
      increasing: { marker: { color: 'rgba(0, 0, 255, 0.5)' } },
    }
    expect(plotly([trace])).toMatchObject([
      {
        type: 'bar',
        color: '#0000ff',
        opacity: 0.5,
        values: { category: ['a', 'e'], base: [0, 9], value: [5, 9] },
      },
      { color: '#ff4136', values: { category: ['b'], base: [5], value: [3] } },
      { color: '#4499ff', values: { category: ['c', 'd'], base: [0, 0], value: [3, 9] } },
    ])
    const lying = { type: 'waterfall', y: ['a', 'b'], x: [5, -2], orientation: 'h', base: 1 }
    expect(plotly([lying])).toMatchObject([
      { values: { category: ['a'], base: [1], value: [6] } },
      { values: { category: ['b'], base: [6], value: [4] } },
    ])
    expect(plotly([{ ...lying, increasing: { marker: { color: 'no colour' } } }])[0]?.color).toBeNull()
  })
})

describe('lines of bokeh', () => {
  const field = (name: string) => ({ type: 'field', field: name })
  const model = (name: string, attributes: JsonObject = {}, id = name): JsonObject => ({
    type: 'object',
    name,
    id,
    attributes,
  })
  const source = model('ColumnDataSource', { data: { k: ['a', 'b'], low: [1, 2], high: [3, 4], p: [5, 6] } })
  const facts = (renderers: readonly JsonObject[], more: JsonObject = {}) => {
    const figure = model('Figure', { renderers, x_range: model('FactorRange'), ...more })
    return bokehFacts({ root_id: 'Figure', doc: { roots: [figure] } }, null).marks
  }
  const drawn = (glyph: JsonObject) => model('GlyphRenderer', { glyph, data_source: source })

  it('reach from one end to the other as segments', () => {
    const glyph = model('Segment', { x0: field('k'), y0: field('low'), x1: field('k'), y1: field('high') })
    expect(facts([drawn(glyph)])).toMatchObject([
      { type: 'segment', values: { x: ['a', 'b'], y: [1, 2], x2: ['a', 'b'], y2: [3, 4] } },
    ])
  })

  it('reach from one end to the other as whiskers, upright or lying, unless they are hidden', () => {
    const ends = { base: field('k'), lower: field('low'), upper: field('high'), source }
    const upright = model('Whisker', { ...ends, line_color: { type: 'value', value: 'red' } })
    expect(facts([], { center: [upright] })).toMatchObject([
      { type: 'segment', color: '#ff0000', values: { x: ['a', 'b'], y: [1, 2], x2: ['a', 'b'], y2: [3, 4] } },
    ])
    const lying = model('Whisker', { ...ends, dimension: 'width', line_color: 'no colour' })
    expect(facts([], { center: [lying] })).toMatchObject([
      { color: null, values: { x: [1, 2], y: ['a', 'b'], x2: [3, 4], y2: ['a', 'b'] } },
    ])
    expect(facts([], { center: [model('Whisker', { ...ends, visible: false })] })).toEqual([])
    expect(facts([], { center: [model('Whisker', { source })] })).toMatchObject([{ values: { x: [] } }])
  })

  it('let the parts of a stack start at the sum of those below', () => {
    const stack = (fields: readonly string[], id: string) => ({
      type: 'expr',
      expr: model('Stack', { fields: [...fields] }, id),
    })
    const bar = { x: field('k'), bottom: stack(['low'], 'one'), top: stack(['low', 'high', 'none'], 'two') }
    expect(facts([drawn(model('VBar', bar))])).toMatchObject([
      { type: 'bar', values: { category: ['a', 'b'], base: [1, 2], value: [4, 6] } },
    ])
  })
})

describe('rules of altair', () => {
  const channel = (values: readonly (number | string)[], scale: string) => ({
    scale,
    field: null,
    values: [...values],
  })
  const rule = (places: JsonObject): Scene['marks'][number] => ({
    name: 'marks',
    type: 'rule',
    places: places as Scene['marks'][number]['places'],
    series: [null, null],
    colors: ['#ff0000', '#ff0000'],
    shapes: ['', ''],
    opacities: [1, 1],
    stats: {},
    shade: null,
    facets: [],
    sizes: [],
    interpolate: null,
  })
  const facts = (places: JsonObject) => {
    const drawn = { texts: [], panels: [], axes: [] }
    return altairFacts(
      { mark: 'rule' },
      { title: null, axes: [], legends: [], panels: [], marks: [rule(places)], drawn },
      false,
    ).marks
  }

  it('are lines from one value to another', () => {
    const x = channel(['a', 'b'], 'band')
    expect(facts({ x, y: channel([1, 2], 'linear'), y2: channel([3, 4], 'linear') })).toMatchObject([
      { type: 'segment', values: { x: ['a', 'b'], y: [1, 2], x2: ['a', 'b'], y2: [3, 4] } },
    ])
    const lying = { y: x, x: channel([1, 2], 'linear'), x2: channel([3, 4], 'linear') }
    expect(facts(lying)).toMatchObject([{ values: { x: [1, 2], y: ['a', 'b'], x2: [3, 4], y2: ['a', 'b'] } }])
  })

  it('through the whole plot belong to no data', () => {
    expect(facts({ y: channel([1, 2], 'linear') })).toEqual([])
  })
})
