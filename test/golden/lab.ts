import { join } from 'node:path'

import * as z from 'zod'

import { AppError } from '../../domain/errors.ts'
import type { Library } from '../../domain/plot/plot.schema.ts'
import { testSpecSource } from '../../domain/plot/test-spec.ts'
import { changeData } from '../../domain/review/changed-data.ts'
import { FigureFacts } from '../../domain/review/facts.schema.ts'
import type { DataTable, MeasureInput, RenderFacts } from '../../domain/review/measure.schema.ts'
import { RETRYABLE_OUTCOMES } from '../../domain/sandbox/sandbox.schema.ts'
import type { SandboxRequest, SandboxResult } from '../../domain/sandbox/sandbox.schema.ts'
import { formatTable, parseTable, temporalColumns } from '../../sandbox/data-table.ts'
import { environmentFor } from '../../sandbox/environments.ts'
import type { Linter } from '../../sandbox/lint.ts'
import { measureClaims } from '../../sandbox/claims.ts'
import { differingPixels, measurePicture } from '../../sandbox/picture.ts'
import { readPicture } from '../../sandbox/pixels.ts'
import type { Picture } from '../../sandbox/pixels.ts'
import { createRenderer } from '../../sandbox/renderer/index.ts'
import type { Renderer } from '../../sandbox/renderer/index.ts'
import { rendererDeps } from '../renderer/support.ts'
import { config, environments, script, startDaemon } from '../sandbox/daemon.ts'
import type { Daemon } from '../sandbox/daemon.ts'
import type { Chart } from './chart.ts'
import { noStore } from './store.ts'
import type { Store } from './store.ts'

/** The Python that draws every chart of the set. */
const PYTHON = '3.12'

/** Room for one zygote per library. */
const ZYGOTE_MEMORY_MB = 2048

/** The browser stays while charts of libraries that need none are drawn. */
const IDLE_MS = 600_000

/** Tries for a drawing whose renderer or sandbox gave up, as the engine's retry policy has them. */
const TRIES = 3

/** What one execution left, after its figure was drawn. */
export interface Drawing {
  readonly report: RenderFacts['report']
  readonly facts: FigureFacts | null
  readonly tests: RenderFacts['tests']
  readonly warnings: readonly string[]
  readonly png: Uint8Array | null
}

/** A chart with all that reviewers look at. */
export interface Specimen {
  readonly input: MeasureInput
  readonly png: Uint8Array | null
}

/** The real sandbox and renderer. */
export interface Lab {
  /** Runs and draws a chart, and once more with changed data. */
  examine(chart: Chart): Promise<Specimen>
  close(): Promise<void>
}

/** Starts a sandbox and a renderer of their own; `store` keeps what was drawn before. */
export async function openLab(linter: Linter, store: Store = noStore): Promise<Lab> {
  const daemon = await startDaemon({
    harness: join(config.root, 'sandbox', 'harness'),
    zygoteMemoryMb: ZYGOTE_MEMORY_MB,
  })
  const renderer = createRenderer({ ...(await rendererDeps()), idleMs: IDLE_MS })
  const parts = { daemon, renderer, linter, store }
  return {
    examine: (chart) => examine(parts, chart),
    async close() {
      await renderer.close()
      await daemon.stop()
    },
  }
}

interface LabParts {
  readonly daemon: Daemon
  readonly renderer: Renderer
  readonly linter: Linter
  readonly store: Store
}

async function examine(parts: LabParts, chart: Chart): Promise<Specimen> {
  const changedData = changeData(chart.table, chart.spec)
  const [drawing, changed, lint] = await Promise.all([
    drawOnce(parts, chart, chart.csv),
    drawOnce(parts, chart, formatTable(changedData)),
    parts.linter.lint(chart.code),
  ])
  const { report, facts, tests, warnings, png } = drawing
  const { spec, library, code, table: data } = chart
  const picture = png && readPicture(png)
  const input: MeasureInput = {
    spec,
    library,
    code,
    data,
    renders: [{ python: PYTHON, report, facts, tests, warnings }],
    picturePython: PYTHON,
    picture: picture && measurePicture(picture, facts?.texts ?? [], facts?.plotArea),
    claims: picture && facts && measureClaims(picture, facts),
    changed: report.outcome === 'ok' ? changedFacts(picture, changed, changedData) : null,
    lint,
  }
  return { input, png }
}

function changedFacts(picture: Picture | null, { report, facts, png }: Drawing, data: DataTable) {
  const other = png && readPicture(png)
  return {
    data,
    facts,
    claims: other && facts && measureClaims(other, facts),
    pixelsChanged: picture && other ? differingPixels(picture, other) : null,
    outcome: report.outcome,
  }
}

async function drawOnce(parts: LabParts, chart: Chart, csv: string): Promise<Drawing> {
  const { request, files } = executionOf(chart, csv)
  const csvAndTests = [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()] as const)
  return parts.store.keep({ request, files: csvAndTests }, () =>
    patiently(async () => {
      const result = await parts.daemon.sandbox.run(request, files)
      const { outcome, stderr } = result.report
      if (RETRYABLE_OUTCOMES.includes(outcome))
        throw new AppError('unavailable', `the sandbox ended with ${outcome}: ${stderr}`)
      return drawn(parts.renderer, chart.library, result)
    }),
  )
}

/** Does the work again when a part of the machine failed, which says nothing about the chart. */
async function patiently<T>(work: () => Promise<T>, tries = TRIES): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (tries > 1 && error instanceof AppError && error.code === 'unavailable')
      return patiently(work, tries - 1)
    throw error
  }
}

function executionOf({ spec, library, code }: Chart, csv: string) {
  const columns = { ...spec.sample.columns }
  const temporal = [...temporalColumns(parseTable(csv, spec), spec)]
  const entry = { kind: 'function', data: 'data.csv', columns, temporal, tests: 'test_spec.py' } as const
  const request: SandboxRequest = script(code, { library, python: PYTHON, entry })
  const encoder = new TextEncoder()
  const files = new Map([
    ['data.csv', encoder.encode(csv)],
    ['test_spec.py', encoder.encode(testSpecSource(spec))],
  ])
  return { request, files }
}

const RunFile = z.object({
  warnings: z.array(z.string()),
  tests: z.array(z.object({ name: z.string(), passed: z.boolean(), message: z.string() })).nullable(),
})

async function drawn(
  renderer: Renderer,
  library: Library,
  { report, files }: SandboxResult,
): Promise<Drawing> {
  const run = read(files, 'run.json', RunFile)
  const left = { report, tests: run?.tests ?? null, warnings: run?.warnings ?? [] }
  const figure = files.get('figure.json')
  if (library === 'matplotlib' || library === 'seaborn' || figure === undefined)
    return { ...left, facts: read(files, 'facts.json', FigureFacts), png: files.get('figure.png') ?? null }
  try {
    const picture = await renderer.draw(library, figure, environmentFor(environments, PYTHON))
    return { ...left, facts: picture.facts, png: picture.png }
  } catch (error) {
    // A figure that cannot be drawn is a verdict about the code, as in the engine.
    if (error instanceof AppError && error.code === 'invalid') return { ...left, facts: null, png: null }
    throw error
  }
}

function read<T>(files: ReadonlyMap<string, Uint8Array>, name: string, schema: z.ZodType<T>): T | null {
  const bytes = files.get(name)
  return bytes === undefined ? null : schema.parse(JSON.parse(new TextDecoder().decode(bytes)))
}
