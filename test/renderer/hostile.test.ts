import { dirname } from 'node:path'
import { readFileSync } from 'node:fs'

import puppeteer from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as vega from 'vega'
import { compile } from 'vega-lite'
import type { TopLevelSpec } from 'vega-lite'

import { AppError } from '../../domain/errors.ts'
import { createRenderer } from '../../sandbox/renderer/index.ts'
import type { Renderer } from '../../sandbox/renderer/index.ts'
import type { DrawnLibrary } from '../../sandbox/renderer/json.ts'
import {
  bytesOf,
  environmentOf,
  figure,
  makeFigures,
  pngSize,
  rendererDeps,
  startListener,
  until,
} from './support.ts'

const environment = environmentOf('3.12')
const bokehFigures = makeFigures('bokeh')
let renderer: Renderer
let listener: Awaited<ReturnType<typeof startListener>>

beforeAll(async () => {
  renderer = createRenderer(await rendererDeps())
  listener = await startListener()
})

afterAll(async () => {
  await renderer.close()
  await listener.close()
})

interface Ending {
  readonly code: string
  readonly message: string
}

/** The picture's size, or the code and message of the error. */
async function ending(library: DrawnLibrary, value: unknown): Promise<readonly number[] | Ending> {
  const bytes = value instanceof Uint8Array ? value : bytesOf(value)
  try {
    return pngSize((await renderer.draw(library, bytes, environment)).png)
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message }
    throw error
  }
}

const PICTURE = [1600, 900]
const INVALID = { code: 'invalid' }

/** A plotly figure that asks for the outside in every way plotly knows. */
const outgoingPlotly = (url: string) => ({
  data: [
    {
      type: 'scatter',
      x: [1, 2],
      y: [1, 2],
      text: [`<img src="${url}/text">`, '<script>fetch("/")</script>'],
      mode: 'text',
    },
    {
      type: 'scatter',
      x: [1],
      y: [1],
      name: `<a href="${url}/link">a</a><svg onload="fetch('${url}/onload')">`,
    },
  ],
  layout: {
    title: { text: `<img src=x onerror="new Image().src='${url}/onerror'">` },
    images: [{ source: `${url}/image.png`, xref: 'paper', yref: 'paper', x: 0, y: 1, sizex: 1, sizey: 1 }],
    font: { family: `x; background: url(${url}/font)` },
    paper_bgcolor: `url(${url}/paper)`,
  },
})

/** The bokeh scatter plot with models that fetch and run what they are given. */
function outgoingBokeh(url: string): unknown {
  const item = JSON.parse(new TextDecoder().decode(figure(bokehFigures, 'scatter')))
  const root = item.doc.roots[0]
  const code = `fetch(${JSON.stringify(`${url}/callback`)})`
  const callback = { type: 'object', name: 'CustomJS', id: 'x1', attributes: { code } }
  root.attributes.js_property_callbacks = { type: 'map', entries: [['change:inner_width', [callback]]] }
  root.attributes.title = {
    type: 'object',
    name: 'Title',
    id: 'x2',
    attributes: { text: `<img src="${url}/title">` },
  }
  const glyph = {
    type: 'object',
    name: 'ImageURL',
    id: 'x4',
    attributes: {
      url: { type: 'value', value: `${url}/glyph.png` },
      x: { type: 'value', value: 190 },
      y: { type: 'value', value: 4000 },
    },
  }
  const source = {
    type: 'object',
    name: 'AjaxDataSource',
    id: 'x5',
    attributes: {
      data_url: `${url}/ajax`,
      polling_interval: 10,
      data: { type: 'map', entries: [['x', [1]]] },
    },
  }
  root.attributes.renderers.push({
    type: 'object',
    name: 'GlyphRenderer',
    id: 'x3',
    attributes: { data_source: source, glyph },
  })
  root.attributes.styles = { type: 'map', entries: [['background-image', `url(${url}/style)`]] }
  return item
}

const outgoingAltair = (url: string) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  layer: [
    {
      data: { url: `${url}/data.json` },
      mark: 'point',
      encoding: { x: { field: 'a', type: 'quantitative' } },
    },
    { data: { values: [{}] }, mark: { type: 'image', url: `${url}/image.png`, width: 50, height: 50 } },
    { data: { values: [{}] }, mark: { type: 'text', text: 'x', href: `${url}/link` } },
  ],
})

describe('a figure that wants to reach the outside', () => {
  it.each([
    ['plotly', outgoingPlotly, () => PICTURE],
    ['bokeh', outgoingBokeh, () => PICTURE],
    ['altair', outgoingAltair, (url: string) => ({ ...INVALID, message: expect.stringContaining(url) })],
  ] as const)('of %s reaches nothing', async (library, make, expected) => {
    const ended = await ending(library, make(listener.url))
    expect(ended).toEqual(expected(listener.url))
    expect(listener.hits()).toEqual([])
  })

  it('reaches it from an ordinary page and an ordinary loader: the listener works', async () => {
    const reachable = await startListener()
    const { chromiumPath } = await rendererDeps()
    const browser = await puppeteer.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--headless'],
      env: { LD_LIBRARY_PATH: dirname(chromiumPath), HOME: '/tmp' },
      pipe: true,
    })
    try {
      const page = await browser.newPage()
      await page.goto(`${reachable.url}/page`)
      await page.setContent('<div id="figure"></div>')
      await page.evaluate(readFileSync(environment.bundles.plotly, 'utf8'))
      const text = JSON.stringify(outgoingPlotly(reachable.url))
      await page.evaluate(
        `{ const f = JSON.parse(${JSON.stringify(text)}); Plotly.newPlot('figure', f.data, f.layout) }`,
      )
      await until(() => reachable.hits().includes('/image.png'))
      for (const path of environment.bundles.bokeh) await page.evaluate(readFileSync(path, 'utf8'))
      const item = JSON.stringify(outgoingBokeh(reachable.url))
      await page
        .evaluate(`Bokeh.embed.embed_item(JSON.parse(${JSON.stringify(item)}), 'figure')`)
        .catch(() => undefined)
      await until(() => reachable.hits().includes('/glyph.png'))
    } finally {
      await browser.close()
    }
    const spec = compile(outgoingAltair(reachable.url) as unknown as TopLevelSpec).spec
    await new vega.View(vega.parse(spec), { renderer: 'none', logLevel: vega.None }).runAsync()
    await reachable.close()
    expect(reachable.hits()).toEqual(
      expect.arrayContaining(['/image.png', '/glyph.png', '/ajax', '/data.json']),
    )
  })
})

describe('a size that nobody can draw', () => {
  it('of a plotly figure is replaced by the picture’s own', async () => {
    const layout = { width: 1e9, height: 1e9, margin: { l: 0, r: 0 } }
    expect(await ending('plotly', { data: [{ y: [1, 2] }], layout })).toEqual(PICTURE)
  })

  it('of a bokeh figure is replaced by the picture’s own', async () => {
    const item = JSON.parse(new TextDecoder().decode(figure(bokehFigures, 'bar')))
    Object.assign(item.doc.roots[0].attributes, {
      width: 1e9,
      min_width: 1e9,
      frame_height: 1e9,
      sizing_mode: 'scale_both',
    })
    const { png, facts } = await renderer.draw('bokeh', bytesOf(item), environment)
    expect(pngSize(png)).toEqual(PICTURE)
    expect(facts.plotArea?.width).toBeLessThan(800)
  })

  it('of an altair chart is replaced by the picture’s own, or refused with the size', async () => {
    const view = {
      data: { values: [{ a: 1 }] },
      mark: 'point',
      encoding: { x: { field: 'a', type: 'quantitative' } },
      width: 1e9,
    }
    expect(await ending('altair', view)).toEqual(PICTURE)
    expect(await ending('altair', { hconcat: [view] })).toMatchObject(INVALID)
    expect(await ending('altair', { hconcat: [{ ...view, width: 20_000 }] })).toMatchObject({
      ...INVALID,
      message: expect.stringMatching(/chart is \d+ by \d+ pixels; at most 8000/),
    })
  })
})

describe('data without end', () => {
  it('in an altair chart ends with the process’s memory or time, and the next chart is drawn', async () => {
    const flood = {
      data: { sequence: { start: 0, stop: 1e12 } },
      mark: 'point',
      encoding: { x: { field: 'data', type: 'quantitative' } },
    }
    expect(await ending('altair', flood)).toMatchObject(INVALID)
    expect(await ending('altair', { data: { values: [{ a: 1 }] }, mark: 'bar' })).toEqual(PICTURE)
  })

  it('in a bokeh column that unpacks without end is refused', async () => {
    const item = JSON.parse(new TextDecoder().decode(figure(bokehFigures, 'line')))
    const { gzipSync } = await import('node:zlib')
    const array = { type: 'bytes', data: gzipSync(Buffer.alloc(100 * 1024 * 1024)).toString('base64') }
    const entries = item.doc.roots[0].attributes.renderers[0].attributes.data_source.attributes.data.entries
    entries.push(['bomb', { type: 'ndarray', array, shape: [1], dtype: 'float64', order: 'little' }])
    expect(await ending('bokeh', item)).toMatchObject(INVALID)
  })

  it('in plotly values that are no numbers draws what is left', async () => {
    const data = [{ x: [1e308, -1e308, null, 'x'], y: [1e-320, 1e308, 3, {}], mode: 'markers' }]
    expect(await ending('plotly', { data, layout: {} })).toEqual(PICTURE)
  })
})

describe('JSON that is no figure', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  it.each(['plotly', 'bokeh', 'altair'] as const)(
    'is refused for %s, drawn or described',
    async (library) => {
      const wrong = [
        bytes('{"data": ['),
        bytes('[]'),
        bytes('{}'),
        bytes('{"data": 5, "layout": [], "doc": {}, "mark": 7}'),
      ]
      for (const each of wrong) {
        expect(await ending(library, each)).toMatchObject(INVALID)
        await expect(renderer.describe(library, each)).rejects.toMatchObject(INVALID)
      }
    },
  )

  it.each([
    ['plotly', 'bokeh'],
    ['plotly', 'altair'],
    ['bokeh', 'altair'],
    ['altair', 'plotly'],
    ['altair', 'bokeh'],
  ] as const)('is refused where a %s figure is expected and a %s figure comes', async (expected, given) => {
    const made = given === 'bokeh' ? figure(bokehFigures, 'bar') : figure(makeFigures(given), 'bar')
    expect(await ending(expected, made)).toMatchObject(INVALID)
  })

  it('is refused when the library itself cannot make sense of it', async () => {
    const unknown = { type: 'object', name: 'NoSuchModel', id: 'x9', attributes: {} }
    const item = JSON.parse(new TextDecoder().decode(figure(bokehFigures, 'bar')))
    item.doc.roots[0].attributes.renderers.push(unknown)
    expect(await ending('bokeh', item)).toMatchObject({
      ...INVALID,
      message: expect.stringContaining('NoSuchModel'),
    })
    expect(await ending('altair', { mark: 'no-such-mark', data: { values: [{}] } })).toMatchObject(INVALID)
  })

  it('does not reach the objects behind all objects', async () => {
    const text =
      '{"data": [{"y": [1], "__proto__": {"polluted": 1}}], "layout": {"__proto__": {"polluted": 1}}}'
    expect(await ending('plotly', bytes(text))).toEqual(PICTURE)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

describe('code in a figure', () => {
  it('does not run in a bokeh callback', async () => {
    const item = JSON.parse(new TextDecoder().decode(figure(bokehFigures, 'bar')))
    const attributes = { code: 'document.getElementById("figure").remove()' }
    const callbacks = ['inner_width', 'outer_width', 'inner_height'].map((name, index) => [
      `change:${name}`,
      [{ type: 'object', name: 'CustomJS', id: `x${index}`, attributes }],
    ])
    item.doc.roots[0].attributes.js_property_callbacks = { type: 'map', entries: callbacks }
    const { facts } = await renderer.draw('bokeh', bytesOf(item), environment)
    expect(facts.texts?.map((text) => text.text)).toContain('Region')
  })

  it('is not part of an altair expression', async () => {
    const transform = [{ calculate: 'datum.constructor.constructor("return process")().exit(3)', as: 'b' }]
    const chart = {
      data: { values: [{ a: 1 }] },
      transform,
      mark: 'point',
      encoding: { x: { field: 'b', type: 'quantitative' } },
    }
    expect(await ending('altair', chart)).toMatchObject(INVALID)
    expect(await ending('altair', { data: { values: [{ a: 1 }] }, mark: 'bar' })).toEqual(PICTURE)
  })
})
