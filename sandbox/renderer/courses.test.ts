import { describe, expect, it } from 'vitest'

import { altairFacts } from './altair-facts.ts'
import { bokehFacts } from './bokeh-facts.ts'
import type { JsonObject } from './json.ts'
import { plotlyFacts } from './plotly-facts.ts'
import type { Channel, SceneMark } from './vega-scene.ts'

function plotly(...traces: readonly JsonObject[]) {
  return plotlyFacts({ data: traces, layout: {} }, null).marks
}

const field = (name: string) => ({ type: 'field', field: name })

function model(name: string, attributes: JsonObject = {}, id = name): JsonObject {
  return { type: 'object', name, id, attributes }
}

function bokeh(glyphs: readonly JsonObject[], data: JsonObject, plot: JsonObject = {}) {
  const renderers = glyphs.map((glyph, at) =>
    model('GlyphRenderer', { glyph, data_source: model('ColumnDataSource', { data }, `s${at}`) }, `r${at}`),
  )
  const figure = model('Figure', { renderers, ...plot })
  return bokehFacts({ root_id: 'Figure', doc: { roots: [figure] } }, null).marks
}

function channel(values: Channel['values'], name: string | null = null, scale = 'linear'): Channel {
  return { scale, field: name, values }
}

type Drawn = Partial<SceneMark> & { readonly count: number }

function vega(...marks: readonly Drawn[]) {
  const list = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value)
  const full = marks.map(({ count, ...rest }): SceneMark => ({
    name: 'marks',
    type: 'symbol',
    places: {},
    series: list(count, null),
    colors: list(count, '#ff0000'),
    shapes: list(count, 'circle'),
    opacities: list(count, 1),
    sizes: [],
    interpolate: null,
    stats: {},
    shade: null,
    facets: [],
    ...rest,
  }))
  const drawn = { texts: [], panels: [], axes: [] }
  const scene = { title: null, axes: [], legends: [], panels: [], marks: full, drawn }
  return altairFacts({ mark: 'point' }, scene, false).marks
}

describe('bubbles', () => {
  const size = (marks: readonly { readonly values: Readonly<Record<string, unknown>> }[]) =>
    marks.map((mark) => mark.values['size'])

  it('are points whose areas differ within a series', () => {
    const places = { x: channel([1, 2]), y: channel([1, 2]) }
    expect(vega({ count: 2, places, sizes: [10, 20] })).toMatchObject([
      { type: 'bubble', values: { size: [10, 20] } },
    ])
    const flat = vega({ count: 2, places, sizes: [10, 10] }, { count: 2, places, sizes: [20, 20] })
    expect(flat.map(({ type, values }) => [type, values['size']])).toEqual([
      ['point', undefined],
      ['point', undefined],
    ])
  })

  it('of plotly have the areas that their sizes give, by area or by width', () => {
    const trace = { mode: 'markers', x: [1, 2, null], y: [1, 2, 3] }
    const [byArea] = size(plotly({ ...trace, marker: { size: [8, 32, 1], sizemode: 'area', sizeref: 2 } }))
    expect(byArea).toEqual([expect.closeTo(Math.PI * 2, 9), expect.closeTo(Math.PI * 8, 9)])
    const [byWidth] = size(plotly({ ...trace, marker: { size: [4, 2, 1] } }))
    expect(byWidth).toEqual([Math.PI * 4, Math.PI])
    const [least] = size(plotly({ ...trace, marker: { size: [4, 'x', 1], sizemin: 3 } }))
    expect(least).toEqual([Math.PI * 9, 0])
  })

  it('of bokeh have the areas of circles as wide as they say', () => {
    const glyph = model('Scatter', { x: field('x'), y: field('y'), size: field('w') })
    expect(size(bokeh([glyph], { x: [1, 2], y: [1, 2], w: [2, 4] }))).toEqual([[Math.PI, 4 * Math.PI]])
  })
})

describe('steps', () => {
  it('stay at each value until the next one; others are lines', () => {
    const trace = { mode: 'lines', x: [1, 2], y: [3, 4] }
    const shapes = ['hv', 'vh', undefined].map((shape) => plotly({ ...trace, line: { shape } })[0]?.type)
    expect(shapes).toEqual(['step', 'line', 'line'])
    const places = { x: channel([1, 2]), y: channel([3, 4]) }
    const ways = ['step-after', 'step', null].map(
      (interpolate) => vega({ count: 2, type: 'line', places, interpolate })[0]?.type,
    )
    expect(ways).toEqual(['step', 'line', 'line'])
    const modes = ['after', 'center', undefined].map(
      (mode) => bokeh([model('Step', { x: field('x'), y: field('y'), mode })], { x: [1, 2], y: [3, 4] })[0],
    )
    expect(modes.map((mark) => mark?.type)).toEqual(['step', 'line', 'line'])
  })
})

describe('areas', () => {
  it('of plotly stand on those of their stack before them', () => {
    const part = (name: string, y: readonly unknown[], more: JsonObject = {}) => ({
      name,
      x: [1, 2],
      y,
      stackgroup: 'one',
      ...more,
    })
    const marks = plotly(
      part('a', [1, 2]),
      part('b', [3, null]),
      part('c', [5, 6], { x: [2, 3] }),
      part('d', [7, 8], { stackgroup: 'two' }),
      part('e', [9, 9], { xaxis: 'x2' }),
    )
    expect(marks.map(({ values }) => [values['base'], values['y']])).toEqual([
      [
        [0, 0],
        [1, 2],
      ],
      [
        [1, 2],
        [4, null],
      ],
      [
        [2, 0],
        [7, 6],
      ],
      [
        [0, 0],
        [7, 8],
      ],
      [
        [0, 0],
        [9, 9],
      ],
    ])
    const [first, second] = plotly({ y: [1, 2], stackgroup: 's' }, { y: [3, 4], stackgroup: 's' })
    expect([first?.values['base'], second?.values['base']]).toEqual([
      [0, 0],
      [1, 2],
    ])
  })

  it('of plotly reach down to the trace before them, or to zero', () => {
    const line = { x: [1, 2], y: [1, 2], mode: 'lines' }
    const filled = { x: [1, 2], y: [5, 6], mode: 'lines' }
    const base = (fill: string, ...before: readonly JsonObject[]) =>
      plotly(...before, { ...filled, fill }).at(-1)?.values['base']
    expect(base('tonexty', line)).toEqual([1, 2])
    expect(base('tonexty')).toEqual([0, 0])
    expect(base('tozeroy', line)).toEqual([0, 0])
    expect(base('tonexty', { ...line, y: [null] })).toEqual([0, 0])
  })

  it('of bokeh stand where their columns add up to', () => {
    const stack = (fields: readonly string[], id: string) => ({
      type: 'expr',
      expr: model('Stack', { fields }, id),
    })
    const data = { x: [1, 2], a: [1, 2], b: [3, null] }
    const glyph = model('VArea', { x: field('x'), y1: stack(['a'], 'low'), y2: stack(['a', 'b'], 'high') })
    expect(bokeh([glyph], data)).toMatchObject([
      { type: 'area', values: { x: [1, 2], y: [4, 2], base: [1, 2] } },
    ])
    expect(bokeh([model('Patch', { x: field('x'), y: field('a') })], data)).toMatchObject([
      { type: 'area', values: { x: [1, 2], y: [1, 2] } },
    ])
  })

  it('of altair have both of their edges', () => {
    const places = { x: channel([1, 2]), y: channel([3, 4]), y2: channel([1, 2]) }
    expect(vega({ count: 2, type: 'area', places })).toMatchObject([
      { type: 'area', values: { x: [1, 2], y: [3, 4], base: [1, 2] } },
    ])
  })
})

describe('candles', () => {
  const ENDS = { x: [1, 2, 3], open: [5, 6, 7], high: [9, 9, 9], low: [1, 2, 3], close: [6, 5, 7] }
  const RISING = { type: 'candle', values: { x: [1, 3], open: [5, 7], close: [6, 7], low: [1, 3] } }
  const FALLING = { type: 'candle', values: { x: [2], open: [6], close: [5], low: [2], high: [9] } }

  it('of plotly are a series for each direction, in the colour of that', () => {
    const trace = { type: 'candlestick', ...ENDS }
    expect(plotly(trace)).toMatchObject([
      { ...RISING, color: '#3d9970' },
      { ...FALLING, color: '#ff4136' },
    ])
    const rising = { ...trace, open: [1, 1, 1], increasing: { line: { color: '#0000ff' } } }
    expect(plotly(rising)).toMatchObject([{ color: '#0000ff' }])
    expect(plotly({ ...trace, low: [1, null, 3] })).toMatchObject([RISING])
    expect(plotly({ ...trace, x: [1, null, 3], increasing: { line: { color: 'no colour' } } })).toMatchObject(
      [{ color: null, opacity: 1 }],
    )
  })

  const BODY = model(
    'VBar',
    { x: field('x'), bottom: field('open'), top: field('close'), width: 0.5 },
    'body',
  )
  const WICK = model(
    'Segment',
    { x0: field('x'), x1: field('x'), y0: field('low'), y1: field('high') },
    'wick',
  )

  it('of bokeh are bars with an upright segment at each', () => {
    expect(bokeh([WICK, BODY], ENDS)).toMatchObject([
      {
        type: 'candle',
        values: { x: ENDS.x, open: ENDS.open, close: ENDS.close, low: ENDS.low, high: ENDS.high },
      },
    ])
  })

  it('of bokeh may have wicks of no length', () => {
    const short = { ...ENDS, high: ENDS.low }
    expect(bokeh([WICK, BODY], short)).toMatchObject([{ type: 'candle', values: { high: ENDS.low } }])
  })

  it('of bokeh are none where segments are missing, flat or elsewhere, nor at categories', () => {
    const types = (glyphs: readonly JsonObject[], data: JsonObject, plot: JsonObject = {}) =>
      bokeh(glyphs, data, plot).map(({ type }) => type)
    expect(types([BODY], ENDS)).not.toContain('candle')
    const flat = model(
      'Segment',
      { x0: field('x'), x1: field('high'), y0: field('low'), y1: field('low') },
      'flat',
    )
    expect(types([WICK, flat, BODY], ENDS)).not.toContain('candle')
    const slanted = model('Segment', {
      x0: field('low'),
      x1: field('high'),
      y0: field('low'),
      y1: field('high'),
    })
    expect(types([slanted, BODY], ENDS)).not.toContain('candle')
    const line = model('Line', { x: field('x'), y: field('open') })
    expect(types([WICK, line], ENDS)).toEqual(['segment', 'line'])
    expect(types([WICK, BODY], ENDS, { x_range: model('FactorRange') })).not.toContain('candle')
    const away = model('VBar', { x: field('high'), bottom: field('open'), top: field('close') }, 'away')
    expect(types([WICK, away], ENDS)).not.toContain('candle')
  })

  const places = (from: string, to: string, scale = 'linear') => ({
    xc: channel(ENDS.x, 'x', scale),
    y: channel(ENDS[from as 'open'], from),
    y2: channel(ENDS[to as 'close'], to),
  })
  const wick = { count: 3, type: 'rule', places: places('low', 'high') }
  const body = { count: 3, type: 'rect', places: places('open', 'close') }

  it('of altair are a series for each colour of bars that have a rule at each', () => {
    const colors = ['#0000ff', '#ff0000', '#0000ff']
    expect(vega(wick, { ...body, colors })).toMatchObject([
      { ...RISING, color: '#0000ff' },
      { ...FALLING, color: '#ff0000' },
    ])
  })

  it('of altair are none at categories, without rules, or where an end is no column', () => {
    const types = (...marks: readonly Drawn[]) => vega(...marks).map(({ type }) => type)
    expect(types(body)).not.toContain('candle')
    expect(types({ ...wick, places: places('low', 'high', 'band') }, body)).not.toContain('candle')
    expect(types(wick, { ...body, places: { ...body.places, y2: channel([0, 0, 0]) } })).not.toContain(
      'candle',
    )
    expect(types(wick, { ...body, places: { ...body.places, x2: channel([2, 3, 4], 'end') } })).not.toContain(
      'candle',
    )
    const elsewhere = { ...body.places, xc: channel([7, 8, 9], 'x') }
    expect(types(wick, { ...body, places: elsewhere })).not.toContain('candle')
    const start = { x: channel(ENDS.x, 'x'), y: wick.places.y, y2: wick.places.y2 }
    expect(types({ ...wick, places: start }, body)).toContain('candle')
  })
})
