import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { FigureFacts } from '../../domain/review/facts.schema.ts'
import type { DrawnText, FactValue, Marks } from '../../domain/review/facts.schema.ts'
import { sha256 } from '../../hash.ts'
import { createRenderer, describe as describeFigure, rendererDigest } from '../../sandbox/renderer/index.ts'
import type { Renderer } from '../../sandbox/renderer/index.ts'
import {
  environmentOf,
  figure,
  groupBy,
  makeFigures,
  pngSize,
  quantile,
  rendererDeps,
  sampleColumn,
} from './support.ts'

const LIBRARIES = ['plotly', 'bokeh', 'altair'] as const
const CHARTS = ['scatter', 'line', 'bar', 'histogram', 'boxplot'] as const

const figures = Object.fromEntries(LIBRARIES.map((library) => [library, makeFigures(library)]))
const environment = environmentOf('3.12')
let renderer: Renderer

beforeAll(async () => {
  renderer = createRenderer(await rendererDeps())
})

afterAll(() => renderer.close())

const of = (library: string, name: string) => figure(figures[library] ?? new Map(), name)

const column = (marks: Marks | undefined, name: string): readonly FactValue[] => marks?.values[name] ?? []
const numbers = (marks: Marks | undefined, name: string) => column(marks, name).map(Number)
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const species = sampleColumn('penguins.csv', 'species')
const flippers = groupBy(species, sampleColumn('penguins.csv', 'flipper_length_mm').map(Number))
const masses = groupBy(species, sampleColumn('penguins.csv', 'body_mass_g').map(Number))
const life = groupBy(
  sampleColumn('life-expectancy.csv', 'region'),
  sampleColumn('life-expectancy.csv', 'life_expectancy').map(Number),
)
const temperatures = sampleColumn('seattle-weather.csv', 'temp_max').map(Number)
const weather = groupBy(sampleColumn('seattle-weather.csv', 'weather'), temperatures)

type Box = Pick<DrawnText, 'x' | 'y' | 'width' | 'height'>

function isInside(inner: Box, outer: Box): boolean {
  const [right, bottom] = [outer.x + outer.width, outer.y + outer.height]
  const [x, y] = [inner.x + inner.width, inner.y + inner.height]
  return inner.x >= outer.x && inner.y >= outer.y && x <= right && y <= bottom
}

/** What each chart of each library must hold, from the data alone. */
const EXPECTATIONS = {
  scatter(facts: FigureFacts) {
    expect(facts.legend).toEqual({ title: 'Species', labels: ['Adelie', 'Chinstrap', 'Gentoo'] })
    expect(facts.marks.map((marks) => [marks.type, marks.series, marks.color, marks.redundant])).toEqual([
      ['point', 'Adelie', '#0072b2', true],
      ['point', 'Chinstrap', '#d55e00', true],
      ['point', 'Gentoo', '#009e73', true],
    ])
    for (const marks of facts.marks) {
      expect(marks.opacity).toBeCloseTo(0.7)
      expect(column(marks, 'x')).toEqual(flippers.get(marks.series ?? ''))
      expect(column(marks, 'y')).toEqual(masses.get(marks.series ?? ''))
    }
    expect(facts.axes.map((axis) => [axis.dimension, axis.label, axis.scale])).toEqual([
      ['x', 'Flipper length (mm)', 'linear'],
      ['y', 'Body mass (g)', 'linear'],
    ])
  },
  line(facts: FigureFacts) {
    expect(facts.marks.map((marks) => [marks.type, marks.color])).toEqual([['line', '#0072b2']])
    const dates = sampleColumn('mauna-loa-co2.csv', 'date').map((date) => `${date}T00:00:00`)
    expect(column(facts.marks[0], 'x')).toEqual(dates)
    expect(column(facts.marks[0], 'y')).toEqual(sampleColumn('mauna-loa-co2.csv', 'co2_ppm').map(Number))
    expect(facts.axes[0]).toMatchObject({
      dimension: 'x',
      label: 'Month',
      scale: 'time',
      min: null,
      max: null,
    })
    expect(facts.legend).toBeNull()
  },
  bar(facts: FigureFacts) {
    const [marks] = facts.marks
    expect(facts.marks.map((each) => each.type)).toEqual(['bar'])
    expect(column(marks, 'category').toSorted()).toEqual([...life.keys()].toSorted())
    column(marks, 'category').forEach((name, index) => {
      const values = life.get(String(name)) ?? []
      expect(numbers(marks, 'value')[index]).toBeCloseTo(sum(values) / values.length, 8)
      expect(numbers(marks, 'base')[index]).toBe(0)
    })
    expect(facts.axes.map((axis) => [axis.scale, axis.label])).toEqual([
      ['linear', 'Mean life expectancy (years)'],
      ['category', 'Region'],
    ])
    expect(facts.axes[0]?.min).toBe(0)
  },
  histogram(facts: FigureFacts) {
    const [marks] = facts.marks
    expect(facts.marks.map((each) => each.type)).toEqual(['histogram'])
    if (facts.library === 'plotly') return expect(column(marks, 'value')).toEqual(temperatures)
    expect(sum(numbers(marks, 'count'))).toBe(temperatures.length)
    numbers(marks, 'start').forEach((start, index) => {
      const end = numbers(marks, 'end')[index] ?? Number.NaN
      const last = end >= Math.max(...temperatures)
      const inside = temperatures.filter(
        (value) => value >= start && (value < end || (last && value === end)),
      )
      expect(inside.length).toBe(numbers(marks, 'count')[index])
    })
    return expect(column(marks, 'start').length).toBeGreaterThan(15)
  },
  boxplot(facts: FigureFacts) {
    expect(new Set(facts.marks.map((marks) => marks.type))).toEqual(new Set(['box']))
    const [marks] = facts.marks
    expect(new Set(column(marks, 'category'))).toEqual(new Set(weather.keys()))
    if (facts.library === 'plotly') return expect(column(marks, 'value')).toEqual(temperatures)
    column(marks, 'category').forEach((name, index) => {
      const values = weather.get(String(name)) ?? []
      const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(values, share))
      const at = (stat: string) => numbers(marks, stat)[index]
      expect([at('q1'), at('median'), at('q3')]).toEqual(
        [q1, median, q3].map((value) => expect.closeTo(value ?? 0, 8)),
      )
      const reach = 1.5 * ((q3 ?? 0) - (q1 ?? 0))
      const inside = values.filter((value) => value >= (q1 ?? 0) - reach && value <= (q3 ?? 0) + reach)
      expect([at('low'), at('high')]).toEqual([Math.min(...inside), Math.max(...inside)])
    })
    return expect(facts.axes[0]).toMatchObject({ label: 'Weather', scale: 'category' })
  },
} as const

describe.each(LIBRARIES)('a %s figure', (library) => {
  it.each(CHARTS)('of type %s is drawn at 1600 × 900 with the facts its data give', async (chart) => {
    const { png, facts } = await renderer.draw(library, of(library, chart), environment)
    expect(pngSize(png)).toEqual([1600, 900])
    expect(FigureFacts.parse(facts)).toEqual(facts)
    EXPECTATIONS[chart](facts)
    expect(facts.title).toBe(chart === 'boxplot' ? 'Box' : `${chart[0]?.toUpperCase()}${chart.slice(1)}`)
    expect(facts).toMatchObject({ library, width: 800, height: 450, source: 'parsed' })
  })

  it.each(CHARTS)('of type %s has its texts inside the picture, each with its role', async (chart) => {
    const { facts } = await renderer.draw(library, of(library, chart), environment)
    const texts = facts.texts ?? []
    for (const text of texts) {
      expect(Math.min(text.width, text.height)).toBeGreaterThan(0)
      expect(text.sizePx).toBeGreaterThanOrEqual(9)
      expect(isInside(text, { x: 0, y: 0, width: 800, height: 450 })).toBe(true)
      expect(text.color).toMatch(/^#[0-5][0-9a-f]{5}$/)
    }
    const said = (role: string) => texts.filter((text) => text.role === role).map((text) => text.text)
    expect(said('title')).toEqual([facts.title])
    expect(said('axis-label').toSorted()).toEqual(facts.axes.flatMap((axis) => axis.label ?? []).toSorted())
    expect(said('legend').toSorted()).toEqual(
      facts.legend ? [facts.legend.title, ...facts.legend.labels].toSorted() : [],
    )
    expect(said('annotation')).toEqual([])
    expect(said('tick').length).toBeGreaterThan(8)
    const upright = texts.find((text) => text.text === facts.axes[1]?.label)
    expect(upright).toMatchObject({ rotation: 90 })
    expect(upright?.height).toBeGreaterThan(upright?.width ?? 0)
    const area = facts.plotArea ?? { x: 0, y: 0, width: 0, height: 0 }
    expect(isInside(area, { x: 1, y: 1, width: 799, height: 449 })).toBe(true)
    expect(Math.min(area.width - 400, area.height - 200)).toBeGreaterThan(0)
  })

  it.each(CHARTS)('of type %s is described as it is drawn, without texts and plot area', async (chart) => {
    const bytes = of(library, chart)
    const { facts } = await renderer.draw(library, bytes, environment)
    const described = await renderer.describe(library, bytes)
    expect(described).toMatchObject({ title: facts.title, legend: facts.legend, texts: null, plotArea: null })
    expect(described.marks).toEqual(facts.marks)
    expect(described.axes.map(({ label, scale }) => [label, scale])).toEqual(
      facts.axes.map(({ label, scale }) => [label, scale]),
    )
  })
})

describe('the same figure', () => {
  const keyOf = async (from: Renderer, library: (typeof LIBRARIES)[number]) => {
    const { png, facts } = await from.draw(library, of(library, 'scatter'), environment)
    return `${sha256(png)} ${sha256(JSON.stringify(facts))}`
  }

  it.each(LIBRARIES)(
    'gives the same picture and facts in 20 repeats and after a restart (%s)',
    async (library) => {
      const keys = new Set<string>()
      for (let run = 0; run < 20; run += 1) keys.add(await keyOf(renderer, library))
      const other = createRenderer(await rendererDeps())
      try {
        keys.add(await keyOf(other, library))
      } finally {
        await other.close()
      }
      expect(keys.size).toBe(1)
    },
  )

  it('of altair is described alike by a process of its own', async () => {
    const bytes = of('altair', 'boxplot')
    expect(await describeFigure('altair', bytes)).toEqual(await renderer.describe('altair', bytes))
    expect(await describeFigure('bokeh', of('bokeh', 'bar'))).toEqual(
      await renderer.describe('bokeh', of('bokeh', 'bar')),
    )
  })
})

describe('figures of other Pythons', () => {
  it.each(['3.10', '3.13'] as const)('are drawn with the bundles of Python %s', async (python) => {
    for (const library of LIBRARIES) {
      const made = makeFigures(library, python)
      const { facts } = await renderer.draw(library, figure(made, 'scatter'), environmentOf(python))
      EXPECTATIONS.scatter(facts)
    }
  })
})

describe('rendererDigest', () => {
  it('is the same for the same parts, and another for another Chromium', async () => {
    const deps = await rendererDeps()
    const digest = await rendererDigest(deps)
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(await rendererDigest(deps)).toBe(digest)
    const folder = mkdtempSync(join(tmpdir(), 'renderer-'))
    const chromiumPath = join(folder, 'chromium')
    writeFileSync(chromiumPath, '#!/bin/sh\necho HeadlessChrome 1.2.3.4\n', { mode: 0o755 })
    expect(await rendererDigest({ ...deps, chromiumPath })).not.toBe(digest)
    rmSync(folder, { recursive: true })
    await expect(rendererDigest({ ...deps, chromiumPath: '/nonexistent' })).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})
