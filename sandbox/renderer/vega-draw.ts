import * as vega from 'vega'
import type { Loader, LoggerInterface, Spec, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile } from 'vega-lite'
import type { TopLevelSpec } from 'vega-lite'

import { PICTURE_HEIGHT, PICTURE_SCALE, PICTURE_WIDTH } from './drawn.ts'
import { isObject } from './json.ts'
import type { JsonObject } from './json.ts'
import { placementOf, toPicture } from './vega-canvas.ts'
import { readScene } from './vega-read.ts'
import type { Scene } from './vega-scene.ts'

/** Largest chart that is drawn and then made smaller, in CSS pixels along either side. */
const SIDE_MAX = 8_000

/** Figures of the same content are the same: chance starts at the same place, and the clock stands still. */
const RANDOM_SEED = 20_261_123
const NOW = Date.UTC(2026, 0, 1)

/** Draws a Vega-Lite specification and reads what was drawn. Throws what Vega and Vega-Lite throw. */
export async function drawVega(
  text: string,
  picture: boolean,
): Promise<{ readonly png: Uint8Array<ArrayBuffer> | null; readonly scene: Scene }> {
  const { setRandom, randomLCG } = chance()
  setRandom(randomLCG(RANDOM_SEED))
  Date.now = () => NOW
  const faults = watchFaults()
  const compiled = compile(fitted(JSON.parse(text)), { logger: faults.logger }).spec
  // No `eval`: expressions are walked as trees.
  const runtime = vega.parse(compiled, undefined, { ast: true })
  const { logger, loader } = faults
  const view = new vega.View(runtime, { renderer: 'none', loader, logger, expr: expressionInterpreter })
  try {
    await view.runAsync()
    faults.check()
    const drawn = await render(view, compiled, picture)
    faults.check()
    return drawn
  } finally {
    view.finalize()
  }
}

async function render(view: View, compiled: Spec, picture: boolean): ReturnType<typeof drawVega> {
  const [width, height] = outerSize(view)
  if (!(width > 0 && height > 0 && width <= SIDE_MAX && height <= SIDE_MAX)) {
    throw new Error(
      `the chart is ${Math.round(width)} by ${Math.round(height)} pixels; at most ${SIDE_MAX} are drawn`,
    )
  }
  const place = placementOf(width, height)
  const scene = readScene(view, compiled, place)
  if (!picture) return { png: null, scene }
  const canvas: unknown = await view.toCanvas(PICTURE_SCALE * place.scale)
  return { png: toPicture(asCanvas(canvas), place), scene }
}

/** Vega's source of chance, which its types leave out. */
function chance(): { setRandom(random: () => number): void; randomLCG(seed: number): () => number } {
  return vega as unknown as ReturnType<typeof chance>
}

/** Vega makes its canvases with the module `canvas`, which is the one drawn with here. */
function asCanvas(canvas: unknown): Parameters<typeof toPicture>[0] {
  return canvas as Parameters<typeof toPicture>[0]
}

/** Width and height with axes, legends and padding. */
function outerSize(view: View): readonly [number, number] {
  const sized = view as unknown as { readonly _viewWidth: number; readonly _viewHeight: number }
  const padding = view.padding()
  const [across, down] =
    typeof padding === 'number'
      ? [2 * padding, 2 * padding]
      : [(padding.left ?? 0) + (padding.right ?? 0), (padding.top ?? 0) + (padding.bottom ?? 0)]
  return [sized._viewWidth + across, sized._viewHeight + down]
}

const COMPOSITIONS = ['hconcat', 'vconcat', 'concat', 'repeat', 'facet', 'spec']
const FACETS = ['row', 'column', 'facet']

/** A single or layered view fills the picture; compositions keep the sizes of their views. */
function fitted(spec: unknown): TopLevelSpec {
  if (!isObject(spec)) throw new Error('the specification is no object')
  const encoding = isObject(spec['encoding']) ? spec['encoding'] : {}
  const composed = COMPOSITIONS.some((key) => key in spec) || FACETS.some((key) => key in encoding)
  const size = {
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    autosize: { type: 'fit', contains: 'padding' },
  }
  return asSpec(composed ? spec : { ...spec, ...size })
}

/** Vega-Lite's own compiler refuses what is no specification. */
function asSpec(spec: JsonObject): TopLevelSpec {
  return spec as unknown as TopLevelSpec
}

/** Vega goes on when an operator fails or data does not come: here, that ends the drawing. */
interface Faults {
  readonly logger: LoggerInterface
  readonly loader: Loader
  check(): void
}

function watchFaults(): Faults {
  const faults: string[] = []
  const logger: LoggerInterface = {
    level: () => logger,
    error: (...said: unknown[]) => {
      faults.push(said.map(String).join(' '))
      return logger
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  }
  const refuse = (uri: unknown): Promise<never> => {
    faults.push(`it asks for ${String(uri).slice(0, 200)}; nothing is loaded, so its data must be inline`)
    return Promise.reject(new Error('nothing is loaded'))
  }
  const loader = {
    options: {},
    load: refuse,
    sanitize: refuse,
    http: refuse,
    file: refuse,
  } as unknown as Loader
  const check = (): void => {
    const [first] = faults
    if (first !== undefined) throw new Error(first)
  }
  return { logger, loader, check }
}
