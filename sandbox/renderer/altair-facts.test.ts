import { describe, expect, it } from 'vitest'

import { altairFacts, altairToDraw } from './altair-facts.ts'
import type { Channel, Scene, SceneMark } from './vega-scene.ts'

function channel(values: Channel['values'], scale: string | null = 'linear', field: string | null = null) {
  return { scale, field, values }
}

function mark(given: Partial<SceneMark> & { readonly count: number }): SceneMark {
  const { count, ...rest } = given
  const list = <Value>(value: Value) => Array.from({ length: count }, () => value)
  return {
    name: 'marks',
    type: 'symbol',
    places: {},
    shade: null,
    facets: [],
    series: list(null),
    colors: list('#ff0000'),
    shapes: list('circle'),
    opacities: list(0.5),
    sizes: [],
    interpolate: null,
    stats: {},
    ...rest,
  }
}

function facts(given: Partial<Scene>) {
  const scene: Scene = {
    title: null,
    axes: [],
    legends: [],
    marks: [],
    panels: [],
    drawn: { texts: [], panels: [], axes: [] },
    ...given,
  }
  return altairFacts({ mark: 'point' }, scene, false)
}

describe('the facts of an altair chart', () => {
  it('hold points with their colour, opacity and places', () => {
    const places = { x: channel([1, 2]), y: channel([3, 4]) }
    expect(facts({ marks: [mark({ count: 2, places })] }).marks).toEqual([
      {
        type: 'point',
        series: null,
        color: '#ff0000',
        opacity: 0.5,
        redundant: false,
        values: { x: [1, 2], y: [3, 4] },
      },
    ])
  })

  it('hold no series of a mark of which nothing was drawn', () => {
    expect(facts({ marks: [mark({ count: 0 })] }).marks).toEqual([])
  })

  it('read a box plot of which nothing was drawn as empty', () => {
    const y = channel([], 'linear', 'lower_box_v')
    const y2 = channel([], 'linear', 'upper_box_v')
    const body = mark({ count: 0, type: 'rect', places: { y, y2 }, stats: { lower_box: [], upper_box: [] } })
    expect(facts({ marks: [body] }).marks).toMatchObject([
      { type: 'box', color: null, opacity: 1, values: { category: [], q1: [] } },
    ])
  })

  it('take bars that are coloured by their own category as one series', () => {
    const places = { x: channel(['a', 'b'], 'band'), y: channel([1, 2]), y2: channel([0, 0]) }
    const bars = mark({ count: 2, type: 'rect', places, series: ['a', 'b'], colors: ['#ff0000', '#00ff00'] })
    expect(facts({ marks: [bars] }).marks).toMatchObject([
      {
        type: 'bar',
        series: null,
        color: null,
        values: { category: ['a', 'b'], value: [1, 2], base: [0, 0] },
      },
    ])
  })

  it('put the ends of bins in order, along either axis', () => {
    const ends = { from: channel([2, 1, null], 'linear', 'bin_end'), to: channel([1, 2, 3], 'linear', 'bin') }
    const upright = mark({
      count: 3,
      type: 'rect',
      places: { x: ends.from, x2: ends.to, y: channel([5, 6, 7]) },
    })
    const lying = mark({
      count: 3,
      type: 'rect',
      places: { y: ends.from, y2: ends.to, x: channel([5, 6, 7]) },
    })
    const histogram = { type: 'histogram', values: { start: [1, 1, null], end: [2, 2, 3], count: [5, 6, 7] } }
    expect(facts({ marks: [upright, lying] }).marks).toMatchObject([histogram, histogram])
  })

  it('keep the centre of marks that have no start, and a category that is missing', () => {
    const places = { xc: channel(['a', null], 'band'), yc: channel([1, 2]) }
    const points = facts({ marks: [mark({ count: 2, places })] }).marks[0]
    expect(points?.values).toEqual({ x: ['a', null], y: [1, 2] })
    const bars = facts({
      marks: [mark({ count: 2, type: 'rect', places: { xc: places.xc, y: channel([1, 2]) } })],
    }).marks[0]
    expect(bars?.values).toMatchObject({ category: ['a', null], value: [1, 2] })
  })

  it('call what they do not know other, and leave out texts and rules', () => {
    const marks = ['image', 'text', 'rule'].map((type) => mark({ count: 1, type }))
    expect(facts({ marks }).marks).toMatchObject([{ type: 'other', values: {} }])
  })

  it('join a box with the whiskers at its category, where there are any', () => {
    const at = (category: string) => channel([category], 'band')
    const body = mark({
      count: 1,
      type: 'rect',
      places: {
        x: at('a'),
        y: channel([1], 'linear', 'lower_box_v'),
        y2: channel([3], 'linear', 'upper_box_v'),
      },
      stats: { lower_box: [1], upper_box: [3] },
    })
    const lonely = { ...body, places: { ...body.places, x: at('b') } }
    const whisker = mark({
      count: 1,
      type: 'rule',
      places: { x: at('a') },
      stats: { lower_whisker: [0] },
    })
    expect(facts({ marks: [body, lonely, whisker] }).marks.map(({ values }) => values)).toEqual([
      { category: ['a'], q1: [1], median: [], q3: [3], low: [0], high: [null] },
      { category: ['b'], q1: [1], median: [], q3: [3], low: [null], high: [null] },
    ])
  })

  it('measure the range of numeric axes only', () => {
    const axis = { dimension: 'x', name: 'x', label: null, reversed: false } as const
    const axes = [
      { ...axis, scale: 'linear', domain: [3, 'no number', 1] },
      { ...axis, scale: 'symlog', domain: [] },
      { ...axis, scale: 'band', domain: ['a'] },
    ]
    expect(facts({ axes }).axes.map(({ scale, min, max }) => [scale, min, max])).toEqual([
      ['linear', 1, 3],
      ['log', null, null],
      ['category', null, null],
    ])
  })

  it('hold the first title that a legend has, or none', () => {
    const legends = [
      { title: null, labels: ['a'] },
      { title: 'Species', labels: ['a', 'b'] },
    ]
    expect(facts({ legends }).legend).toEqual({ title: 'Species', labels: ['a', 'b'] })
    expect(facts({ legends: legends.slice(0, 1) }).legend).toEqual({ title: null, labels: ['a'] })
  })
})

describe('altairToDraw', () => {
  it('refuses what is not Vega-Lite', () => {
    const refused = 'is no Vega-Lite specification: return an altair.Chart'
    expect(() =>
      altairToDraw({ $schema: 'https://vega.github.io/schema/vega/v5.json', mark: 'bar' }),
    ).toThrow(refused)
    expect(() => altairToDraw({})).toThrow(refused)
  })
})
