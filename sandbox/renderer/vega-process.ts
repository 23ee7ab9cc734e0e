import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { AppError } from '../../domain/errors.ts'
import { invalidFigure } from './json.ts'
import { VegaAnswer } from './vega-scene.ts'
import type { Scene, VegaRequest } from './vega-scene.ts'

/** Memory of the Vega process, in MB; real charts stay below 200. */
const MEMORY_MB = 512

/** Node's switch that makes `eval` and `Function` throw: nothing in Vega needs them here. */
const NO_CODE_FROM_TEXT = '--disallow-code-generation-from-strings'

/** Charts one process draws before the next takes its place, so that nothing can pile up. */
const CHARTS_PER_PROCESS = 100

/** Milliseconds the process may take to start. */
const START_MS_MAX = 30_000

/** What the Vega process needs. */
export interface VegaDeps {
  /** the checkout */
  readonly root: string
  /** folder with matplotlib's DejaVu fonts */
  readonly fallbackFonts: string
  /** milliseconds without a chart after which the process ends */
  readonly idleMs: number
  /** entry of the process; beside this file when left out, as source or built */
  readonly childPath?: string | undefined
}

/** A Node process that draws Vega-Lite charts: their expressions and data are hostile. */
export interface VegaProcess {
  /**
   * Draws a chart, or only reads what it would draw.
   * @throws AppError `invalid` when Vega refuses it or needs too much time or memory, `unavailable` when no process starts
   */
  draw(
    spec: string,
    options: {
      readonly picture: boolean
      readonly limitMs: number
      readonly signal?: AbortSignal | undefined
    },
  ): Promise<{ readonly png: Uint8Array | null; readonly scene: Scene }>
  close(): Promise<void>
}

/** A process that is started for the first chart and again after each end. One chart is drawn at a time. */
export function createVegaProcess(deps: VegaDeps): VegaProcess {
  let running: Promise<ChildProcess> | null = null
  let drawn = 0
  let queue: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  const stop = async (): Promise<void> => {
    const child = running
    running = null
    drawn = 0
    if (child) await child.then(end, () => undefined)
  }
  const current = async (): Promise<ChildProcess> => {
    if (running && drawn < CHARTS_PER_PROCESS) return running
    await stop()
    running = start(deps)
    running.then(
      (child) => child.once('exit', () => void (running = null)),
      () => void (running = null),
    )
    return running
  }
  const drawNext: VegaProcess['draw'] = async (spec, options) => {
    options.signal?.throwIfAborted()
    clearTimeout(idle)
    const child = await current()
    drawn += 1
    try {
      return await ask(child, { id: drawn, spec, picture: options.picture }, options)
    } catch (error) {
      if (!isRefusal(error)) await stop()
      throw error
    } finally {
      idle = setTimeout(() => void stop(), deps.idleMs).unref()
    }
  }
  return {
    draw(spec, options) {
      const turn = queue.then(() => drawNext(spec, options))
      queue = turn.catch(() => undefined)
      return turn
    },
    async close() {
      await queue
      clearTimeout(idle)
      await stop()
    },
  }
}

function start(deps: VegaDeps): Promise<ChildProcess> {
  const path = deps.childPath ?? fileURLToPath(new URL(`./vega-child${extension()}`, import.meta.url))
  const child = fork(path, [deps.root, deps.fallbackFonts], {
    env: { TZ: 'UTC', LANG: 'C.UTF-8' },
    execArgv: [`--max-old-space-size=${MEMORY_MB}`, NO_CODE_FROM_TEXT, ...loaderArguments(path)],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const said = collectText(child)
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      child.kill('SIGKILL')
      reject(
        new AppError('unavailable', `the Vega process at ${path} does not start: ${reason} ${said()}`.trim()),
      )
    }
    const timer = setTimeout(() => fail(`no answer within ${START_MS_MAX} ms`), START_MS_MAX)
    child.on('error', (error) => fail(error.message))
    child.once('exit', (code, signal) => fail(`it ended with ${code ?? signal}`))
    child.once('message', () => {
      clearTimeout(timer)
      child.removeAllListeners('exit')
      child.unref()
      child.channel?.unref()
      resolve(child)
    })
  })
}

function extension(): string {
  return import.meta.url.endsWith('.ts') ? '.ts' : '.js'
}

/** Sources are read through tsx, which is there wherever sources are run. */
function loaderArguments(path: string): readonly string[] {
  if (!path.endsWith('.ts')) return []
  const loader = createRequire(import.meta.url).resolve('tsx/esm')
  return ['--import', pathToFileURL(loader).href]
}

function collectText(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(0, 2_000)
  })
  return () => text.trim()
}

class Refusal extends AppError {}

function isRefusal(error: unknown): boolean {
  return error instanceof Refusal
}

type Asked = Awaited<ReturnType<VegaProcess['draw']>>

function ask(
  child: ChildProcess,
  request: VegaRequest,
  { limitMs, signal }: { readonly limitMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', aborted)
      child.off('message', answered)
      child.off('exit', ended)
      settle()
    }
    const answered = (message: unknown): void => {
      const answer = VegaAnswer.safeParse(message)
      if (!answer.success)
        return done(() => reject(invalidFigure('altair', 'draws what cannot be read', answer.error)))
      if (answer.data.kind === 'ready' || answer.data.id !== request.id) return
      const { data } = answer
      if (data.kind === 'drawn') return done(() => resolve({ png: data.png, scene: data.scene }))
      const refused = invalidFigure('altair', `cannot be drawn: ${data.message}`)
      return done(() => reject(new Refusal(refused.code, refused.message)))
    }
    const ended = (_: number | null, by: string | null): void => done(() => reject(endOf(by)))
    const late = (): void => done(() => reject(invalidFigure('altair', `is not drawn within ${limitMs} ms`)))
    const aborted = (): void => done(() => reject(signal?.reason))
    const timer = setTimeout(late, limitMs)
    signal?.addEventListener('abort', aborted, { once: true })
    child.on('message', answered)
    child.once('exit', ended)
    if (signal?.aborted) aborted()
    else child.send(request, (error) => error && done(() => reject(endOf(null))))
  })
}

/** V8 aborts when its heap is full; any other end is not the chart's doing. */
function endOf(signal: string | null): AppError {
  if (signal === 'SIGABRT') return invalidFigure('altair', `takes more than ${MEMORY_MB} MB to draw`)
  return new AppError('unavailable', `the Vega process ended (${signal ?? 'closed'}) while it drew`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
