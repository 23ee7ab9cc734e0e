import { readdirSync, readlinkSync } from 'node:fs'

import { afterEach, describe, expect, it } from 'vitest'

import { AppError } from '../../domain/errors.ts'
import { launchChromium } from '../../sandbox/renderer/chromium.ts'
import type { Chromium } from '../../sandbox/renderer/chromium.ts'
import { fallbackFontsOf } from '../../sandbox/renderer/fallback-fonts.ts'
import { createRenderer } from '../../sandbox/renderer/index.ts'
import type { Renderer } from '../../sandbox/renderer/index.ts'
import {
  bytesOf,
  descendants,
  environmentOf,
  figure,
  makeFigures,
  pngSize,
  rendererDeps,
  startListener,
  until,
} from './support.ts'

const environment = environmentOf('3.12')
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

async function chromium(changes: { readonly chromiumPath?: string } = {}): Promise<Chromium> {
  const { chromiumPath, root } = await rendererDeps()
  const deps = {
    chromiumPath,
    root,
    pythonPath: environment.executable,
    fallbackFonts: fallbackFontsOf(environment),
  }
  const launched = await launchChromium({ ...deps, ...changes })
  opened.push(launched)
  return launched
}

async function newRenderer(changes: { readonly idleMs?: number } = {}): Promise<Renderer> {
  const renderer = createRenderer({ ...(await rendererDeps()), ...changes })
  opened.push(renderer)
  return renderer
}

const small = bytesOf({ data: [{ y: [1, 2] }], layout: {} })
const chart = bytesOf({ data: { values: [{ a: 1 }] }, mark: 'bar' })
const browsers = () => descendants().filter((each) => each.command.includes('--remote-debugging-pipe'))
const vegas = () => descendants().filter((each) => each.command.includes('vega-child'))

describe('the browser', () => {
  it('has no network of its own, whatever its page asks for', async () => {
    const listener = await startListener()
    opened.push(listener)
    const { browser } = await chromium()
    const page = await browser.newPage()
    await expect(page.goto(listener.url)).rejects.toThrow(/net::/)
    const fetched = await page.evaluate(
      `fetch(${JSON.stringify(listener.url)}, { mode: 'no-cors' }).then(() => 1, () => 0)`,
    )
    expect(fetched).toBe(0)
    expect(listener.hits()).toEqual([])
    const [process] = browsers()
    expect(readlinkSync(`/proc/${process?.pid}/ns/net`)).not.toBe(readlinkSync('/proc/self/ns/net'))
  })

  it('sees no files but the system’s, its own and the fonts', async () => {
    const { browser } = await chromium()
    const page = await browser.newPage()
    const inside = browsers().find((each) => each.command.startsWith('/opt/chromium/'))
    const seen = (folder: string) => readdirSync(`/proc/${inside?.pid}/root${folder}`)
    const known = ['bin', 'dev', 'etc', 'lib', 'lib32', 'lib64', 'opt', 'proc', 'tmp', 'usr']
    expect(seen('/').filter((name) => !known.includes(name))).toEqual([])
    expect([seen('/etc'), seen('/opt').toSorted()]).toEqual([
      ['ld.so.cache'],
      ['chromium', 'fonts', 'fonts.conf'],
    ])
    await expect(page.goto(`file://${import.meta.filename}`)).rejects.toThrow(/net::ERR_FILE_NOT_FOUND/)
  })

  it('is no root, has no capability, and keeps its own sandbox around each page', async () => {
    const { browser, notes } = await chromium()
    await browser.newPage()
    expect(notes).toEqual([])
    const page = descendants().find((each) => each.command.includes('--type=renderer'))
    const all = descendants().filter((each) => each.command.startsWith('/opt/chromium/'))
    expect(all.length).toBeGreaterThan(3)
    for (const { status } of all) {
      expect(status['Uid']?.split(/\s+/)).not.toContain('0')
      expect(status['NoNewPrivs']).toBe('1')
    }
    expect(browsers().find((each) => each.command.startsWith('/opt'))?.status['CapEff']).toMatch(/^0+$/)
    expect(page?.status['Seccomp']).toBe('2')
    expect(page?.command).not.toContain('--no-sandbox')
  })

  it('writes in the shipped font, whatever a page asks for and the host has', async () => {
    const { browser } = await chromium()
    const page = await browser.newPage()
    await page.setContent('<p>Open sans Wg</p>')
    const client = await page.createCDPSession()
    await client.send('DOM.enable')
    await client.send('CSS.enable')
    for (const family of ['Arial', '"Open Sans", verdana', 'sans-serif', 'serif', 'Comic Sans MS']) {
      await page.$eval('p', (element, font) => element.setAttribute('style', `font-family: ${font}`), family)
      const { root } = await client.send('DOM.getDocument')
      const { nodeId } = await client.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'p' })
      const { fonts } = await client.send('CSS.getPlatformFontsForNode', { nodeId })
      expect(fonts.map((font) => font.familyName)).toEqual(['Inter'])
    }
  })

  it('that cannot be started says why', async () => {
    await expect(chromium({ chromiumPath: '/usr/bin/no-such-browser' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/\/usr\/bin\/no-such-browser does not start: .*No such file/s),
    })
  })

  it('leaves no process behind', async () => {
    const launched = await chromium()
    await launched.browser.newPage()
    expect(browsers().length).toBeGreaterThan(0)
    await launched.close()
    await until(() => descendants().every((each) => !each.command.includes('chromium')))
  })
})

describe('a renderer', () => {
  it('ends its processes when nothing was drawn for a while, and starts them again', async () => {
    const renderer = await newRenderer({ idleMs: 1 })
    for (let round = 0; round < 2; round += 1) {
      await renderer.draw('plotly', small, environment)
      await renderer.draw('altair', chart, environment)
      await until(() => browsers().length === 0 && vegas().length === 0)
    }
    expect(pngSize((await renderer.draw('plotly', small, environment)).png)).toEqual([1600, 900])
  })

  it('draws again after its browser and its Vega process were killed', async () => {
    const renderer = await newRenderer()
    await renderer.draw('plotly', small, environment)
    await renderer.draw('altair', chart, environment)
    const victims = [...browsers(), ...vegas()].map((each) => each.pid)
    victims.forEach((pid) => process.kill(pid, 'SIGKILL'))
    await until(() => descendants().every((each) => !victims.includes(each.pid)))
    for (const [library, bytes] of [['plotly', small] as const, ['altair', chart] as const]) {
      // A drawing that begins before the end is noticed fails as one that may be tried again.
      const first = await renderer.draw(library, bytes, environment).catch((error: unknown) => error)
      expect(first instanceof AppError ? first.code : 'drawn').toMatch(/^(drawn|unavailable)$/)
      expect(pngSize((await renderer.draw(library, bytes, environment)).png)).toEqual([1600, 900])
    }
  })

  it('draws several figures at once', async () => {
    const renderer = await newRenderer()
    const figures = [...makeFigures('plotly').values()].slice(0, 4)
    const drawn = await Promise.all(figures.map((each) => renderer.draw('plotly', each, environment)))
    expect(drawn.map(({ png }) => pngSize(png))).toEqual(figures.map(() => [1600, 900]))
  })

  it.each(['plotly', 'altair'] as const)(
    'stops at once when a drawing is cancelled (%s)',
    async (library) => {
      const renderer = await newRenderer()
      const heavy = {
        plotly: {
          data: [{ y: Array.from({ length: 400_000 }, (_, index) => index % 977), mode: 'markers' }],
          layout: {},
        },
        altair: {
          data: { sequence: { start: 0, stop: 3e6 } },
          mark: 'point',
          encoding: { x: { field: 'data', type: 'quantitative' } },
        },
      }
      const controller = new AbortController()
      const drawing = renderer.draw(library, bytesOf(heavy[library]), environment, {
        signal: controller.signal,
      })
      const ended = drawing.catch((error: unknown) => error)
      await until(() => (library === 'plotly' ? browsers() : vegas()).length > 0)
      controller.abort(new Error('the run was cancelled'))
      expect(await ended).toMatchObject({ message: 'the run was cancelled' })
      const next = library === 'plotly' ? small : chart
      expect(pngSize((await renderer.draw(library, next, environment)).png)).toEqual([1600, 900])
      await expect(renderer.draw(library, next, environment, { signal: controller.signal })).rejects.toThrow(
        'cancelled',
      )
    },
  )

  it('draws nothing more once it is closed', async () => {
    const renderer = await newRenderer()
    await renderer.close()
    await expect(
      renderer.draw('plotly', figure(makeFigures('plotly'), 'bar'), environment),
    ).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})
