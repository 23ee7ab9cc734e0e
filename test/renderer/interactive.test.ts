import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'

import puppeteer from 'puppeteer-core'
import { describe, expect, it } from 'vitest'

import { interactiveHtml } from '../../sandbox/interactive.ts'
import { bytesOf, environmentOf, figure, makeFigures, rendererDeps } from './support.ts'

const environment = environmentOf('3.12')
const figures = { plotly: makeFigures('plotly'), bokeh: makeFigures('bokeh') }

describe('interactiveHtml', () => {
  it('names the CDN’s scripts with the exact version and the digest of the local bundle', () => {
    const digest = (path: string) => createHash('sha384').update(readFileSync(path)).digest('base64')
    const plotly = interactiveHtml('plotly', figure(figures.plotly, 'bar'), environment)
    expect(plotly).toContain(
      `<script src="https://cdn.plot.ly/plotly-${environment.versions['plotlyjs']}.min.js" ` +
        `integrity="sha384-${digest(environment.bundles.plotly)}" crossorigin="anonymous"></script>`,
    )
    const bokeh = interactiveHtml('bokeh', figure(figures.bokeh, 'bar'), environment)
    for (const path of environment.bundles.bokeh)
      expect(bokeh).toContain(`integrity="sha384-${digest(path)}"`)
    expect(bokeh).toContain(
      `https://cdn.bokeh.org/bokeh/release/bokeh-${environment.versions['bokeh']}.min.js`,
    )
  })

  it('gives the same bytes for the same figure', () => {
    for (const library of ['plotly', 'bokeh'] as const) {
      const bytes = figure(figures[library], 'scatter')
      expect(interactiveHtml(library, bytes, environment)).toBe(interactiveHtml(library, bytes, environment))
    }
  })

  it('keeps what a figure says as data and as text', () => {
    const title = '</title></script><script>alert(1)</script> "&\u2028'
    const html = interactiveHtml(
      'plotly',
      bytesOf({ data: [{ y: [1], name: title }], layout: { title } }),
      environment,
    )
    expect(html.match(/<script/g)?.length).toBe(3)
    expect(html.match(/<\/script>/g)?.length).toBe(3)
    const json = /id="data">([^<]*)<\/script>/.exec(html)?.[1] ?? ''
    expect(JSON.parse(json)).toEqual({ data: [{ y: [1], name: title }], layout: { title } })
  })

  it('refuses what is no figure, and an environment that does not say its version', () => {
    expect(() => interactiveHtml('bokeh', bytesOf({}), environment)).toThrow(/bokeh figure/)
    const nameless = { ...environment, versions: {} }
    expect(() => interactiveHtml('bokeh', figure(figures.bokeh, 'bar'), nameless)).toThrow(/version of bokeh/)
  })

  it('draws the figure in a browser that gets the CDN’s scripts', async () => {
    const { chromiumPath } = await rendererDeps()
    const browser = await puppeteer.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--headless'],
      env: { LD_LIBRARY_PATH: dirname(chromiumPath), HOME: '/tmp' },
      pipe: true,
    })
    const local = new Map([
      ['plotly', environment.bundles.plotly],
      ...environment.bundles.bokeh.map(
        (path) => [path.split('/').at(-1)?.replace('.min.js', '') ?? '', path] as const,
      ),
    ])
    try {
      for (const library of ['plotly', 'bokeh'] as const) {
        const html = interactiveHtml(library, figure(figures[library], 'scatter'), environment)
        const page = await browser.newPage()
        await page.setRequestInterception(true)
        page.on('request', (request) => {
          const name = /\/([a-z-]+)-[\d.]+\.min\.js$/.exec(request.url())?.[1]
          const path = name === undefined ? undefined : local.get(name)
          const headers = { 'access-control-allow-origin': '*' }
          if (path)
            return void request.respond({ contentType: 'text/javascript', headers, body: readFileSync(path) })
          return void request.respond({ contentType: 'text/html; charset=utf-8', body: html })
        })
        await page.goto('http://catalogue.invalid/')
        await page.waitForFunction('document.getElementById("figure").children.length > 0')
        expect(await page.title()).toBe('Scatter')
        await page.close()
      }
    } finally {
      await browser.close()
    }
  })
})
