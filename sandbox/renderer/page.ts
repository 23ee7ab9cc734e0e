import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { ProtocolError } from 'puppeteer-core'
import type { Browser, HTTPRequest, Page } from 'puppeteer-core'

import { AppError, messageOf } from '../../domain/errors.ts'
import { PICTURE_HEIGHT, PICTURE_SCALE, PICTURE_WIDTH, Drawn } from './drawn.ts'
import { invalidFigure } from './json.ts'

/** The address of the one page there is; the engine answers it, no name server knows it. */
const PAGE_URL = 'http://figure.invalid/'

/** No script but what the engine injects, nothing from anywhere; bokeh and plotly style their own elements. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; sandbox allow-scripts"

const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>figure</title>
<style>
  html, body { margin: 0; background: #fff; overflow: hidden; }
  #figure { position: absolute; left: 0; top: 0; width: ${PICTURE_WIDTH}px; height: ${PICTURE_HEIGHT}px; }
  *, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }
</style>
<div id="figure"></div>
`

/** Libraries that are drawn by a page. */
export type PageLibrary = 'plotly' | 'bokeh'

/** A page that holds a library's bundle and waits for its one figure. */
export interface FigurePage {
  /** @throws AppError `invalid` when the library cannot draw this figure */
  draw(figure: string): Promise<{ readonly png: Uint8Array; readonly drawn: Drawn }>
  close(): Promise<void>
}

/** What a page is prepared with. */
export interface PageMaterial {
  readonly library: PageLibrary
  readonly root: string
  /** paths of the library's JavaScript, in the order it is loaded */
  readonly bundles: readonly string[]
}

/**
 * Opens a page of its own context, without network, that has loaded the library and nothing else.
 * @throws AppError `unavailable` when a bundle cannot be read or the browser fails
 */
export async function openFigurePage(browser: Browser, material: PageMaterial): Promise<FigurePage> {
  return opened(browser, material).catch((cause: unknown) => {
    const reason = messageOf(cause)
    throw new AppError('unavailable', `no page for ${material.library} figures: ${reason}`, { cause })
  })
}

async function opened(browser: Browser, material: PageMaterial): Promise<FigurePage> {
  const own = join(material.root, 'sandbox/renderer/page.js')
  const scripts = await Promise.all([...material.bundles, own].map((path) => readFile(path, 'utf8')))
  const context = await browser.createBrowserContext()
  const close = async (): Promise<void> => {
    // A browser that has ended has closed its contexts.
    await context.close().catch(() => undefined)
  }
  try {
    const page = await context.newPage()
    await isolate(page)
    await page.goto(PAGE_URL, { waitUntil: 'load' })
    for (const script of scripts) await page.evaluate(script)
    return { draw: (figure) => draw(page, material.library, figure).catch(asFault(material.library)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function isolate(page: Page): Promise<void> {
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
  await page.setRequestInterception(true)
  page.on('request', (request) => void answer(request).catch(() => undefined))
  await page.setViewport({ width: PICTURE_WIDTH, height: PICTURE_HEIGHT, deviceScaleFactor: PICTURE_SCALE })
}

async function answer(request: HTTPRequest): Promise<void> {
  const isPage =
    request.url() === PAGE_URL && request.isNavigationRequest() && request.redirectChain().length === 0
  if (!isPage) return request.abort('blockedbyclient')
  const headers = { 'content-security-policy': POLICY, 'cache-control': 'no-store' }
  return request.respond({ status: 200, contentType: 'text/html; charset=utf-8', headers, body: PAGE })
}

async function draw(page: Page, library: PageLibrary, figure: string): ReturnType<FigurePage['draw']> {
  const fault = crashOf(page, library)
  const call = library === 'plotly' ? 'drawPlotly' : 'drawBokeh'
  const drawn = page.evaluate(`pyplots.${call}(${JSON.stringify(figure)})`)
  const parsed = Drawn.parse(await Promise.race([drawn, fault]))
  const clip = { x: 0, y: 0, width: PICTURE_WIDTH, height: PICTURE_HEIGHT }
  const shot = page.screenshot({ type: 'png', clip, captureBeyondViewport: false, optimizeForSpeed: false })
  return { png: await Promise.race([shot, fault]), drawn: parsed }
}

/** Rejects when the page crashes: the figure took more memory than a page gets. */
function crashOf(page: Page, library: PageLibrary): Promise<never> {
  const crash = new Promise<never>((_, reject) => {
    page.once('error', (cause) => reject(invalidFigure(library, 'takes more memory than a page gets', cause)))
  })
  // Raced by others; a crash after the last of them concerns nobody.
  crash.catch(() => undefined)
  return crash
}

/** What the library throws is the figure's fault; what the way to the browser throws is not. */
function asFault(library: PageLibrary): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof AppError) throw cause
    const reason = messageOf(cause).split('\n')[0] ?? ''
    if (cause instanceof ProtocolError)
      throw new AppError('unavailable', `Chromium failed while it drew: ${reason}`, { cause })
    throw invalidFigure(library, `cannot be drawn: ${reason}`, cause)
  }
}
