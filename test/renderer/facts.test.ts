import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { FigureFacts } from '../../domain/review/facts.schema.ts'
import { createRenderer } from '../../sandbox/renderer/index.ts'
import type { Renderer } from '../../sandbox/renderer/index.ts'
import { bytesOf, environmentOf, figure, makeFigures, rendererDeps } from './support.ts'

const plotly = makeFigures('plotly')
const bokeh = makeFigures('bokeh')
const altair = makeFigures('altair')
const environment = environmentOf('3.12')
let renderer: Renderer

beforeAll(async () => {
  renderer = createRenderer(await rendererDeps())
})

afterAll(() => renderer.close())

const ofPlotly = (name: string) => renderer.describe('plotly', figure(plotly, name))
const ofBokeh = (name: string) => renderer.describe('bokeh', figure(bokeh, name))
const ofAltair = (name: string) => renderer.describe('altair', figure(altair, name))

const types = (facts: FigureFacts) => facts.marks.map((marks) => marks.type)
const labels = (facts: FigureFacts) =>
  facts.axes.map((axis) => `${axis.dimension} ${axis.label} ${axis.scale}`)
const trace = async (value: object, layout: object = {}) =>
  (await renderer.describe('plotly', bytesOf({ data: [value], layout }))).marks[0]

describe('a plotly figure', () => {
  it('with bars that touch is a histogram with its intervals', async () => {
    const [marks] = (await ofPlotly('counted')).marks
    expect(marks).toMatchObject({ type: 'histogram', color: '#0072b2' })
    expect(marks?.values['start']?.length).toBe(24)
    expect(marks?.values['start']?.[0]).toBeCloseTo(-1.6)
    expect(marks?.values['end']?.at(-1)).toBeCloseTo(35.6)
    expect(marks?.values['count']?.slice(0, 3)).toEqual([3, 7, 9])
  })

  it('with bars far apart stays bars, dates and bases included', async () => {
    const dates = { type: 'bar', x: ['2020-01-01', '2020-02-01'], y: [1, 2], base: 5, name: 'a<b>b</b>' }
    expect(await trace(dates)).toMatchObject({
      type: 'bar',
      series: 'ab',
      values: { category: ['2020-01-01T00:00:00', '2020-02-01T00:00:00'], value: [6, 7], base: [5, 5] },
    })
    expect(await trace({ type: 'bar', x: [1, 2, 3], y: [1, 2, 3] })).toMatchObject({ type: 'bar' })
    expect(await trace({ type: 'bar', x: [1, 2, 3], y: [1, 2, 3] }, { bargap: 0 })).toMatchObject({
      type: 'histogram',
    })
    expect(await trace({ type: 'bar', y: [4, 5] })).toMatchObject({
      values: { category: [0, 1], value: [4, 5] },
    })
  })

  it('with quartiles given beforehand holds them by category', async () => {
    const [marks] = (await ofPlotly('summary')).marks
    expect(marks).toMatchObject({ type: 'box', color: '#0072b2', opacity: 0.5 })
    expect(marks?.values['category']).toEqual(['Drizzle', 'Fog', 'Rain', 'Snow', 'Sun'])
    expect(marks?.values['median']?.[0]).toBeCloseTo(16.1)
  })

  it('with a trace per box names each by its trace', async () => {
    const facts = await ofPlotly('named')
    expect(types(facts)).toEqual(['box', 'box', 'box', 'box', 'box'])
    expect(facts.marks.map((marks) => marks.values['category']?.[0])).toEqual([
      'Drizzle',
      'Fog',
      'Rain',
      'Snow',
      'Sun',
    ])
    expect(labels(facts)).toEqual(['x Daily maximum temperature (°C) linear', 'y Weather category'])
    expect(new Set(facts.marks.map((marks) => marks.color)).size).toBe(5)
  })

  it('with panels has the axes of each', async () => {
    const facts = await ofPlotly('panels')
    expect(facts.title).toBe('Two panels & more')
    expect(facts.axes.map(({ dimension, scale, min, max }) => [dimension, scale, min, max])).toEqual([
      ['x', 'category', null, null],
      ['x', 'linear', null, null],
      ['y', 'linear', null, null],
      ['y', 'log', 1, 1000],
    ])
    expect(facts.marks.map(({ type, values }) => [type, values])).toEqual([
      ['bar', { category: ['a', 'b'], value: [2, 3], base: [1, 1] }],
      ['area', { x: [1, 2, null, 4], y: [1, 10, 5, 100], base: [0, 0, 0, 0] }],
    ])
  })

  it('tells the panels with their names, their marks, and the titles they share', async () => {
    const { facts } = await renderer.draw('plotly', figure(plotly, 'grid'), environment)
    expect(facts.marks.map(({ panel }) => panel)).toEqual([0, 1])
    expect(facts.panels).toMatchObject([
      { name: 'First', x: { label: 'Below', scale: 'time' }, y: { label: 'Beside', from: 0, to: 9 } },
      { name: 'Second', x: { label: 'Below' }, y: { label: 'Beside', from: 0, to: 9 } },
    ])
    expect(new Set(facts.panels?.map(({ x }) => x.from))).toEqual(new Set([Date.UTC(2020, 0, 1)]))
    expect(new Set(facts.panels?.map(({ box }) => box?.y)).size).toBe(2)
    const shared = facts.texts?.filter(({ role }) => role === 'axis-label').map(({ text }) => text)
    expect(shared).toEqual(['Below', 'Beside'])
  })

  it('with a colour scale has a legend without labels and no single colour', async () => {
    const facts = await ofPlotly('scaled')
    expect(facts.legend).toEqual({ title: 'body_mass_g', labels: [] })
    expect(facts.marks[0]?.color).toBeNull()
    const own = {
      y: [1],
      mode: 'markers',
      marker: { color: [1], showscale: true, colorbar: { title: 'Own' } },
    }
    expect((await renderer.describe('plotly', bytesOf({ data: [own], layout: {} }))).legend).toEqual({
      title: 'Own',
      labels: [],
    })
  })

  it('with dashes tells its lines apart twice', async () => {
    const facts = await ofPlotly('grouped')
    expect(facts.marks.map(({ series, redundant }) => [series, redundant])).toEqual([
      ['a', true],
      ['b', true],
    ])
    expect(facts.legend).toEqual({ title: 'g', labels: ['a', 'b'] })
  })

  it('is read by what its traces draw', async () => {
    expect(await trace({ y: [1, 2] })).toMatchObject({ type: 'line', values: { x: [0, 1], y: [1, 2] } })
    expect(await trace({ y: Array.from({ length: 30 }, () => 1), stackgroup: 'one' })).toMatchObject({
      type: 'area',
    })
    expect(await trace({ y: [1], mode: 'text' })).toMatchObject({ type: 'other', values: {} })
    expect(await trace({ y: [1], mode: 'none', fill: 'tozeroy', fillcolor: 'red' })).toMatchObject({
      type: 'area',
      color: '#ff0000',
    })
    expect(await trace({ type: 'histogram', y: [1, null, 2] })).toMatchObject({ values: { value: [1, 2] } })
    expect(await trace({ type: 'histogram', x: [1], y: [2], histfunc: 'sum' })).toMatchObject({
      type: 'other',
    })
    expect(await trace({ type: 'heatmap', z: [[1]] })).toMatchObject({
      type: 'cell',
      values: { x: [0], y: [0], value: [1] },
    })
    expect(
      await trace({
        x: [1, null],
        y: [1, 2],
        mode: 'markers',
        marker: { color: ['red', 'red'], opacity: 0.5 },
        opacity: 0.5,
      }),
    ).toMatchObject({
      color: '#ff0000',
      opacity: 0.25,
      values: { x: [1], y: [1] },
    })
  })

  it('leaves out what is not shown and obeys what is said about the legend', async () => {
    const data = [
      { y: [1], name: 'a' },
      { y: [2], name: 'b' },
      { y: [3], name: 'c', visible: 'legendonly' },
    ]
    const legendOf = async (layout: object) =>
      (await renderer.describe('plotly', bytesOf({ data, layout }))).legend
    expect(await legendOf({})).toEqual({ title: null, labels: ['a', 'b'] })
    expect(await legendOf({ showlegend: false })).toBeNull()
    expect(await legendOf({ legend: { title: 'T&amp;t' } })).toEqual({ title: 'T&t', labels: ['a', 'b'] })
  })

  it('takes colours of the layout where a trace names none', async () => {
    expect(await trace({ y: [1] }, { colorway: ['#123456'] })).toMatchObject({ color: '#123456' })
    const template = { layout: { colorway: ['#654321'] } }
    expect(await trace({ y: [1] }, { template })).toMatchObject({ color: '#654321' })
  })
})

describe('a bokeh figure', () => {
  it('in a page of several has the title of the page, the names of the panels, and what is written around', async () => {
    const { facts } = await renderer.draw('bokeh', figure(bokeh, 'page'), environment)
    expect(facts.title).toBe('Page')
    expect(facts.marks.map(({ panel }) => panel)).toEqual([0, 1])
    expect(facts.panels?.map(({ name, x, y }) => [name, x.label, y.label])).toEqual([
      ['One', 'Below', 'b'],
      ['Two', 'c', 'Beside'],
    ])
    expect(facts.panels?.every(({ box, y }) => box !== null && y.to !== null)).toBe(true)
    const written = facts.texts?.filter(({ text }) => ['Page', 'Beside', 'Below'].includes(text))
    expect(written?.map(({ role }) => role)).toEqual(['title', 'axis-label', 'axis-label'])
  })

  it('whose legend and colours follow a column has a series per group', async () => {
    const facts = await ofBokeh('mapped')
    expect(
      facts.marks.map(({ series, color, redundant, values }) => [
        series,
        color,
        redundant,
        values['x']?.length,
      ]),
    ).toEqual([
      ['Adelie', '#0072b2', true, 151],
      ['Chinstrap', '#d55e00', true, 68],
      ['Gentoo', '#009e73', true, 123],
    ])
    expect(facts.legend?.labels).toEqual(['Adelie', 'Chinstrap', 'Gentoo'])
  })

  it('with bars that touch is a histogram with its intervals', async () => {
    const [marks] = (await ofBokeh('counted')).marks
    expect(marks).toMatchObject({ type: 'histogram', color: '#000080' })
    expect(marks?.values['count']?.slice(0, 3)).toEqual([3, 7, 9])
  })

  it('with boxes on their side, whiskers and dashes is a box plot with the points beside it', async () => {
    const facts = await ofBokeh('lying')
    expect(types(facts)).toEqual(['box', 'point'])
    expect(facts.marks[0]).toMatchObject({
      color: '#d55e00',
      values: { category: ['Drizzle', 'Fog', 'Rain', 'Snow', 'Sun'] },
    })
    expect(facts.marks[0]?.values['median']?.[2]).toBeCloseTo(12.8)
    expect(facts.marks[0]?.values['low']?.[0]).toBeCloseTo(1.1)
    expect(facts.marks[1]?.values['x']?.length).toBe(9)
  })

  it('with views holds the rows that these let through', async () => {
    const facts = await ofBokeh('views')
    expect(facts.marks.map(({ type, values }) => [type, values['x']])).toEqual([
      ['point', [1, 2]],
      ['point', [1, 3]],
      ['area', [1, 2, 3]],
      ['point', [1, 3]],
    ])
    expect(facts.marks[2]).toMatchObject({ color: '#000000' })
    expect(labels(facts)).toEqual(['x x linear', 'y y log'])
  })

  it('of several plots has the axes and marks of all, drawn within the picture', async () => {
    const { facts } = await renderer.draw('bokeh', figure(bokeh, 'pair'), environment)
    expect(labels(facts)).toEqual(['x a linear', 'y b linear', 'x c linear', 'y d linear'])
    expect(types(facts)).toEqual(['line', 'line'])
    const area = facts.plotArea
    expect(area && area.x + area.width <= 800 && area.y + area.height <= 450).toBe(true)
    const titles = facts.texts?.filter((text) => text.role === 'title').map((text) => text.text)
    expect(titles).toEqual(['Left', 'Right'])
  })
})

describe('an altair chart', () => {
  it('with groups has a series for each', async () => {
    const facts = await ofAltair('grouped')
    expect(
      facts.marks.map(({ type, series, redundant, values }) => [type, series, redundant, values]),
    ).toEqual([
      ['line', 'a', true, { x: [1, 2], y: [1, 2] }],
      ['line', 'b', true, { x: [1, 2], y: [3, 4] }],
    ])
  })

  it('with stacked bars has the base of each', async () => {
    const facts = await ofAltair('stacked')
    expect(facts.marks.map(({ type, series, values }) => [type, series, values])).toEqual([
      ['bar', 'a', { category: ['1', '2'], value: [4, 6], base: [3, 4] }],
      ['bar', 'b', { category: ['1', '2'], value: [3, 4], base: [0, 0] }],
    ])
    expect(facts.legend).toEqual({ title: 'g', labels: ['a', 'b'] })
  })

  it('with bins on their side is a histogram', async () => {
    const facts = await ofAltair('sideways')
    expect(types(facts)).toEqual(['histogram'])
    const counts = facts.marks[0]?.values['count']?.map(Number) ?? []
    expect(counts.reduce((total, count) => total + count, 0)).toBe(1461)
    expect(Math.min(...(facts.marks[0]?.values['start']?.map(Number) ?? []))).toBe(-5)
  })

  it('of coloured cells has the number of each, and a colour scale that is a legend without labels', async () => {
    const facts = await ofAltair('heat')
    expect(facts.marks).toHaveLength(1)
    expect(facts.marks[0]).toMatchObject({ type: 'cell', color: null })
    expect(facts.marks[0]?.values).toEqual({
      x: ['1', '2', '1', '2'],
      y: ['a', 'a', 'b', 'b'],
      value: [1, 2, 3, 4],
    })
    expect(facts.legend).toEqual({ title: 'v', labels: [] })
  })

  it('with layers has the marks of each, and the texts as annotations', async () => {
    const { facts } = await renderer.draw('altair', figure(altair, 'noted'), environment)
    expect(facts.figureClass).toBe('altair.LayerChart')
    expect(types(facts)).toEqual(['area'])
    expect(facts.marks[0]).toMatchObject({ opacity: 0.5, values: { x: [1, 2], y: [3, 4] } })
    expect(facts.axes[1]).toMatchObject({ scale: 'log', min: 1, max: 10 })
    expect(facts.texts?.filter((text) => text.role === 'annotation').map((text) => text.text)).toEqual([
      'a',
      'a',
      'b',
      'b',
    ])
  })

  it('of several charts is made smaller until all of it is in the picture', async () => {
    const { facts } = await renderer.draw('altair', figure(altair, 'pair'), environment)
    expect(facts.figureClass).toBe('altair.HConcatChart')
    expect(types(facts)).toEqual(['line', 'line', 'point'])
    const texts = facts.texts ?? []
    expect(texts.every((text) => text.x >= 0 && text.x + text.width <= 800 && text.sizePx < 8)).toBe(true)
  })

  it('in facets tells the panels apart by their headers, which are no titles', async () => {
    const { facts } = await renderer.draw('altair', figure(altair, 'facet'), environment)
    expect(facts.title).toBe('Two lines of title')
    expect(facts.marks.map(({ panel, values }) => [panel, values['x']?.length])).toEqual([
      [0, 2],
      [1, 2],
    ])
    expect(facts.panels?.map(({ name }) => name)).toEqual(['a', 'b'])
    const role = (name: string) => facts.texts?.filter((text) => text.role === name).map((text) => text.text)
    expect(role('title')).toEqual(['Two lines of title'])
    expect(role('annotation')).toEqual(['g', 'a', 'b'])
  })

  it('in wrapped facets has their names, shared titles, and the scales of each', async () => {
    const { facts } = await renderer.draw('altair', figure(altair, 'wrapped'), environment)
    const { facts: own } = await renderer.draw('altair', figure(altair, 'own scales'), environment)
    expect(facts.title).toBe('Wrapped')
    expect(facts.panels?.map(({ name, x, y }) => [name, x.label, y.label])).toEqual([
      ['a', 'Below', 'Beside'],
      ['b', 'Below', 'Beside'],
    ])
    expect(new Set(facts.panels?.map(({ box }) => box?.x)).size).toBe(2)
    const tops = [facts, own].map(({ panels = [] }) => new Set(panels.map(({ y }) => y.to)))
    expect(tops.map(({ size }) => size)).toEqual([1, 2])
    expect(tops.some((each) => each.has(null))).toBe(false)
  })
})
