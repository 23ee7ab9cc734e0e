import { AppError, messageOf } from '../../domain/errors.ts'
import type { FigureFacts } from '../../domain/review/facts.schema.ts'
import { altairFacts, altairToDraw } from './altair-facts.ts'
import { bokehFacts } from './bokeh-facts.ts'
import { bokehToDraw } from './bokeh-figure.ts'
import { fallbackFontsOf } from './fallback-fonts.ts'
import { invalidFigure, parseFigure } from './json.ts'
import type { DrawnLibrary, JsonObject } from './json.ts'
import { createPagePool } from './page-pool.ts'
import type { PagePool } from './page-pool.ts'
import type { PageLibrary } from './page.ts'
import { plotlyFacts } from './plotly-facts.ts'
import { plotlyToDraw } from './plotly-figure.ts'
import { createVegaProcess } from './vega-process.ts'
import type { VegaProcess } from './vega-process.ts'

export { rendererDigest } from './digest.ts'

/** Milliseconds one figure may take, from a prepared page or process to its picture. */
const RENDER_MS_MAX = 30_000

/** Milliseconds without a figure after which Chromium and the Vega process end. */
const IDLE_MS = 60_000

/** The JavaScript inside a Python environment that draws what its libraries describe. */
export interface Bundles {
  readonly plotly: string
  /** in the order they are loaded */
  readonly bokeh: readonly string[]
}

/** What the renderer takes from a Python environment. */
export interface RendererEnvironment {
  /** interpreter, 3.10 or newer */
  readonly executable: string
  readonly bundles: Bundles
}

/** What a renderer is made of. */
export interface RendererDeps {
  readonly chromiumPath: string
  /** the checkout */
  readonly root: string
  /** any environment: its interpreter starts Chromium, its matplotlib has the fonts for rare glyphs */
  readonly environment: RendererEnvironment
  /** milliseconds without a figure after which its processes end */
  readonly idleMs?: number
  /** entry of the Vega process where it does not lie beside this file */
  readonly vegaChildPath?: string
}

/** Turns figure JSON into pictures and facts, away from the process that ran the author's code. */
export interface Renderer {
  /**
   * Draws a figure at 1600 × 900 pixels and reads the texts' boxes from what was drawn.
   * @throws AppError `invalid` when the figure cannot be drawn, `unavailable` when the renderer's own parts fail
   */
  draw(
    library: DrawnLibrary,
    figure: Uint8Array,
    environment: { readonly bundles: Bundles },
    options?: { readonly signal?: AbortSignal },
  ): Promise<{ readonly png: Uint8Array; readonly facts: FigureFacts }>
  /** `describe` for many figures: the process that reads altair charts stays for the next. */
  describe(
    library: DrawnLibrary,
    figure: Uint8Array,
    options?: { readonly signal?: AbortSignal },
  ): Promise<FigureFacts>
  /** what the host did not allow the browser, in sentences; empty before the first drawing */
  notes(): readonly string[]
  close(): Promise<void>
}

/** A renderer with one Chromium and one Vega process, both started when first needed. */
export function createRenderer(deps: RendererDeps): Renderer {
  const { chromiumPath, root, environment, idleMs = IDLE_MS } = deps
  const fallbackFonts = fallbackFontsOf(environment)
  const pages = createPagePool({
    chromiumPath,
    root,
    idleMs,
    fallbackFonts,
    pythonPath: environment.executable,
  })
  const vega = createVegaProcess({ root, fallbackFonts, idleMs, childPath: deps.vegaChildPath })
  return {
    // oxlint-disable-next-line max-params -- what is drawn, with what, and how to stop it
    async draw(library, figure, { bundles }, { signal } = {}) {
      signal?.throwIfAborted()
      const json = parseFigure(library, figure)
      if (library === 'altair') return drawAltair(vega, json, signal)
      return drawOnPage({
        pages,
        library,
        json,
        root,
        signal,
        bundles: library === 'plotly' ? [bundles.plotly] : bundles.bokeh,
      })
    },
    async describe(library, figure, { signal } = {}) {
      return described(library, figure, (json) => sceneFacts(vega, json, signal))
    },
    notes: () => pages.notes(),
    async close() {
      await Promise.all([pages.close(), vega.close()])
    },
  }
}

/**
 * What a figure holds, without drawing it: texts and plot area are null. For the Pythons whose picture is not used.
 * An altair chart is computed in a process of its own, which ends with the call: see `Renderer.describe`.
 * @throws AppError `invalid` when the figure is not what its library writes
 */
export async function describe(library: DrawnLibrary, figure: Uint8Array): Promise<FigureFacts> {
  return described(library, figure, async (json) => {
    const vega = createVegaProcess({ root: '', fallbackFonts: '', idleMs: IDLE_MS })
    try {
      return await sceneFacts(vega, json)
    } finally {
      await vega.close()
    }
  })
}

async function described(
  library: DrawnLibrary,
  figure: Uint8Array,
  altair: (json: JsonObject) => Promise<FigureFacts>,
): Promise<FigureFacts> {
  const json = parseFigure(library, figure)
  if (library === 'altair') return altair(json)
  return readable(library, () => (library === 'plotly' ? plotlyFacts(json, null) : bokehFacts(json, null)))
}

/** Whatever goes wrong while hostile JSON is read says that the figure is not what its library writes. */
function readable<T>(library: DrawnLibrary, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw invalidFigure(library, `cannot be read: ${messageOf(error)}`, error)
  }
}

async function sceneFacts(vega: VegaProcess, json: JsonObject, signal?: AbortSignal): Promise<FigureFacts> {
  const { scene } = await vega.draw(altairToDraw(json), { picture: false, limitMs: RENDER_MS_MAX, signal })
  return readable('altair', () => altairFacts(json, scene, false))
}

async function drawAltair(
  vega: VegaProcess,
  json: JsonObject,
  signal?: AbortSignal,
): ReturnType<Renderer['draw']> {
  const { png, scene } = await vega.draw(altairToDraw(json), {
    picture: true,
    limitMs: RENDER_MS_MAX,
    signal,
  })
  if (!png) throw new AppError('internal', 'the Vega process sent no picture')
  return { png, facts: readable('altair', () => altairFacts(json, scene, true)) }
}

interface PageDrawing {
  readonly pages: PagePool
  readonly library: PageLibrary
  readonly json: JsonObject
  readonly root: string
  readonly bundles: readonly string[]
  readonly signal: AbortSignal | undefined
}

async function drawOnPage({
  pages,
  library,
  json,
  root,
  bundles,
  signal,
}: PageDrawing): ReturnType<Renderer['draw']> {
  const text = readable(library, () => (library === 'plotly' ? plotlyToDraw(json) : bokehToDraw(json)))
  return pages.use({ library, root, bundles }, async (page) => {
    const { png, drawn } = await inTime(library, page.draw(text), signal)
    const facts = readable(library, () =>
      library === 'plotly' ? plotlyFacts(json, drawn) : bokehFacts(json, drawn),
    )
    return { png, facts }
  })
}

/** The work's result; whoever gives up on it closes its page. */
function inTime<T>(library: DrawnLibrary, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = invalidFigure(library, `is not drawn within ${RENDER_MS_MAX} ms`)
    const timer = setTimeout(() => reject(late), RENDER_MS_MAX)
    const aborted = (): void => reject(signal?.reason)
    signal?.addEventListener('abort', aborted, { once: true })
    if (signal?.aborted) aborted()
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', aborted)
    })
  })
}
