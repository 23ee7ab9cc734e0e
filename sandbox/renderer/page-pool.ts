import { AppError } from '../../domain/errors.ts'
import { launchChromium } from './chromium.ts'
import type { Chromium, ChromiumDeps } from './chromium.ts'
import { createLimit } from './limit.ts'
import { openFigurePage } from './page.ts'
import type { FigurePage, PageMaterial } from './page.ts'

/** Figures drawn at a time: a page takes one core, and the smallest machine has two. */
const PAGES_AT_A_TIME = 2

/** Milliseconds a page may take to close before the whole browser is ended. */
const CLOSE_MS_MAX = 3_000

/** One browser for all pages, started when the first is needed and ended when none was for a while. */
export interface PagePool {
  /**
   * Gives the work a page of its own that no figure was drawn in before.
   * @throws AppError `unavailable` when there is no browser, or the pool is closed
   */
  use<T>(material: PageMaterial, work: (page: FigurePage) => Promise<T>): Promise<T>
  /** what the host did not allow the browser; empty while none was started */
  notes(): readonly string[]
  close(): Promise<void>
}

/** A pool of pages. After each use a spare page is prepared, so that the next figure does not wait for its library. */
export function createPagePool(deps: ChromiumDeps & { readonly idleMs: number }): PagePool {
  const limit = createLimit(PAGES_AT_A_TIME)
  const browser = createBrowserHolder(deps)
  let users = 0
  let closed = false
  let idle: NodeJS.Timeout | undefined

  const use = async <T>(material: PageMaterial, work: (page: FigurePage) => Promise<T>): Promise<T> => {
    if (closed) throw new AppError('unavailable', 'the renderer is closed')
    clearTimeout(idle)
    users += 1
    try {
      const page = await browser.take(material)
      try {
        return await work(page)
      } finally {
        if (!(await closesInTime(page))) await browser.stop()
      }
    } finally {
      users -= 1
      if (users === 0 && !closed) {
        browser.prepare(material)
        idle = setTimeout(() => void browser.stop(), deps.idleMs).unref()
      }
    }
  }
  return {
    use: (material, work) => limit(() => use(material, work)),
    notes: () => browser.notes(),
    async close() {
      closed = true
      clearTimeout(idle)
      await browser.stop()
    },
  }
}

/** A browser that comes and goes, with the pages prepared in it. */
interface BrowserHolder {
  take(material: PageMaterial): Promise<FigurePage>
  prepare(material: PageMaterial): void
  notes(): readonly string[]
  stop(): Promise<void>
}

function createBrowserHolder(deps: ChromiumDeps): BrowserHolder {
  const spares = new Map<string, Promise<FigurePage>>()
  let running: Promise<Chromium> | null = null
  let notes: readonly string[] = []

  const forget = (chromium: Promise<Chromium>): void => {
    if (running !== chromium) return
    running = null
    spares.clear()
  }
  const launch = (): Promise<Chromium> => {
    const launched = launchChromium(deps)
    launched.then(
      (chromium) => {
        notes = chromium.notes
        chromium.browser.once('disconnected', () => forget(launched))
      },
      () => forget(launched),
    )
    return launched
  }
  const open = async (material: PageMaterial): Promise<FigurePage> => {
    running ??= launch()
    const { browser } = await running
    return openFigurePage(browser, material)
  }
  return {
    take(material) {
      const spare = spares.get(keyOf(material))
      spares.delete(keyOf(material))
      return spare ?? open(material)
    },
    prepare(material) {
      if (spares.has(keyOf(material))) return
      const spare = open(material)
      spares.set(keyOf(material), spare)
      // Without a spare page the next figure opens its own, and learns what is wrong.
      spare.catch(() => spares.delete(keyOf(material)))
    },
    notes: () => notes,
    async stop() {
      const ending = running
      running = null
      spares.clear()
      await ending?.then(
        (chromium) => chromium.close(),
        () => undefined,
      )
    },
  }
}

function keyOf({ library, bundles }: PageMaterial): string {
  return JSON.stringify([library, ...bundles])
}

/** A page whose script never ends may not close either. */
async function closesInTime(page: FigurePage): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), CLOSE_MS_MAX)
  })
  try {
    return await Promise.race([page.close().then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
