import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import * as z from 'zod'
import { parse } from 'yaml'

import { loadConfig } from '../../config.ts'
import { Spec } from '../../domain/plot/plot.schema.ts'
import type { Library, PythonVersion } from '../../domain/plot/plot.schema.ts'
import { testSpecSource } from '../../domain/plot/test-spec.ts'
import { changeData } from '../../domain/review/changed-data.ts'
import { FigureFacts } from '../../domain/review/facts.schema.ts'
import type { DataTable, MeasureInput, RenderFacts } from '../../domain/review/measure.schema.ts'
import { chromiumPart } from '../../parts/chromium.ts'
import { environmentFolder, readEnvironments } from '../../parts/pythons.ts'
import { formatTable, parseTable, temporalColumns } from '../../sandbox/data-table.ts'
import { fontFiles } from '../../sandbox/environments.ts'
import { createLinter } from '../../sandbox/lint.ts'
import { measureClaims } from '../../sandbox/claims.ts'
import { differingPixels, measurePicture } from '../../sandbox/picture.ts'
import { readPicture } from '../../sandbox/pixels.ts'
import type { Picture } from '../../sandbox/pixels.ts'
import { createRenderer } from '../../sandbox/renderer/index.ts'
import type { Renderer } from '../../sandbox/renderer/index.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const FIXTURES = path.join(import.meta.dirname, 'fixtures')
const FONTS = fontFiles(ROOT).join(path.delimiter)

/** Plays the runner without a jail: the policy's check, then the harness. */
const DRIVER = `
import json, os, sys, time, resource
sys.path.insert(0, os.environ["PYPLOTS_SANDBOX"])
import policy, harness
request = json.load(sys.stdin)
report = {"outcome": "ok", "error": None, "denied": []}
report["denied"] = policy.check(request["code"]).denied
if report["denied"]:
    report["outcome"] = "policy_denied"
else:
    try:
        harness.run(request, os.getcwd())
    except BaseException as error:
        report["outcome"] = "error"
        report["error"] = {"type": type(error).__name__, "message": str(error)[:500], "line": None}
usage = resource.getrusage(resource.RUSAGE_SELF)
report["cpuMs"] = (usage.ru_utime + usage.ru_stime) * 1000
with open("report.json", "w") as file:
    json.dump(report, file)
`

const Report = z.object({
  outcome: z.enum(['ok', 'policy_denied', 'error']),
  error: z.object({ type: z.string(), message: z.string(), line: z.number().nullable() }).nullable(),
  denied: z.array(z.object({ rule: z.string(), name: z.string(), line: z.number().nullable() })),
  cpuMs: z.number(),
})

/** What the harness writes beside the figure. */
export const RunFile = z.object({
  figureClass: z.string(),
  warnings: z.array(z.string()),
  tests: z.array(z.object({ name: z.string(), passed: z.boolean(), message: z.string() })).nullable(),
})

/** What one execution left behind. */
export interface Execution {
  readonly render: RenderFacts
  readonly files: Readonly<Record<string, Buffer>>
}

/** Reads the specification of a starter plot. */
export async function readSpec(plotId: string): Promise<Spec> {
  return Spec.parse(parse(await readFile(path.join(ROOT, 'plots', plotId, 'spec.yaml'), 'utf8')))
}

/** Reads the sample of a specification. */
export async function readSample(spec: Spec): Promise<{ readonly csv: string; readonly table: DataTable }> {
  const csv = await readFile(path.join(ROOT, spec.sample.path), 'utf8')
  return { csv, table: parseTable(csv, spec) }
}

/** Reads a piece of Python beside the tests. */
export function fixture(library: Library, name: string): Promise<string> {
  return readFile(path.join(FIXTURES, library, `${name}.py`), 'utf8')
}

/** One execution to be made. */
export interface Execute {
  readonly spec: Spec
  readonly library: Library
  readonly code: string
  readonly csv: string
  readonly python: PythonVersion
}

/** Runs code with the real harness in the real environment of one Python, outside of the jail. */
export async function execute({ spec, library, code, csv, python }: Execute): Promise<Execution> {
  const folder = await mkdtemp(path.join(tmpdir(), 'review-'))
  try {
    await writeFile(path.join(folder, 'data.csv'), csv)
    await writeFile(path.join(folder, 'test_spec.py'), testSpecSource(spec))
    const temporal = temporalColumns(parseTable(csv, spec), spec)
    const entry = {
      kind: 'function',
      data: 'data.csv',
      columns: spec.sample.columns,
      temporal,
      tests: 'test_spec.py',
    }
    await runDriver(interpreter(python), folder, JSON.stringify({ library, code, entry, seed: 0 }))
    return await collect(folder, python)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runDriver(program: string, cwd: string, input: string): Promise<void> {
  const env = {
    PYPLOTS_SANDBOX: path.join(ROOT, 'sandbox'),
    PYPLOTS_FONTS: FONTS,
    MPLBACKEND: 'Agg',
    HOME: tmpdir(),
  }
  return new Promise((resolve, reject) => {
    const child = execFile(program, ['-s', '-c', DRIVER], { cwd, env }, (error) =>
      error ? reject(error) : resolve(),
    )
    child.stdin?.end(input)
  })
}

async function collect(folder: string, python: PythonVersion): Promise<Execution> {
  const report = Report.parse(JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')))
  const files: Record<string, Buffer> = {}
  for (const name of ['figure.png', 'figure.json', 'facts.json', 'run.json']) {
    if (existsSync(path.join(folder, name))) files[name] = await readFile(path.join(folder, name))
  }
  const facts =
    files['facts.json'] === undefined ? null : FigureFacts.parse(JSON.parse(files['facts.json'].toString()))
  const run = files['run.json'] === undefined ? null : RunFile.parse(JSON.parse(files['run.json'].toString()))
  const outside = { wallMs: report.cpuMs, peakMemoryMb: 60, audit: [], stderr: '' }
  return {
    render: {
      python,
      report: { ...report, ...outside },
      facts,
      tests: run?.tests ?? null,
      warnings: run?.warnings ?? [],
    },
    files,
  }
}

/** Code to inspect. */
export interface Inspected {
  readonly plotId: string
  readonly library: Library
  readonly code: string
  readonly pythons?: readonly PythonVersion[]
  /** how it is run; by the real harness outside of the jail when not given */
  readonly execute?: (each: Execute) => Promise<Execution>
}

/** Everything the reviewers look at, from real executions; the changed data is drawn on the highest Python. */
export async function inspect({
  plotId,
  library,
  code,
  pythons = ['3.12'],
  execute: run = execute,
}: Inspected): Promise<MeasureInput> {
  const spec = await readSpec(plotId)
  const { csv, table } = await readSample(spec)
  const changedData = changeData(table, spec)
  const picturePython = pythons.at(-1) ?? '3.12'
  const shared = { spec, library, code }
  const [changed, ...executions] = await Promise.all([
    run({ ...shared, csv: formatTable(changedData), python: picturePython }).then((each) =>
      drawn(library, each),
    ),
    ...pythons.map(async (python) => {
      const execution = await run({ ...shared, csv, python })
      return python === picturePython ? drawn(library, execution) : described(library, execution)
    }),
  ])
  const best = executions.at(-1)
  const ran = best?.render.report.outcome === 'ok'
  const before = pictureOf(best)
  return {
    ...shared,
    data: table,
    renders: executions.map(({ render }) => render),
    picturePython,
    picture: before && measured(before, best),
    claims: claimsOf(before, best?.render.facts),
    changed: ran ? { data: changedData, ...changedFacts(before, changed) } : null,
    lint: await createLinter({ ruff: ruffPath() }).lint(code),
  }
}

function measured(picture: Picture, best: Execution | undefined) {
  const facts = best?.render.facts
  return measurePicture(picture, facts?.texts ?? [], facts?.plotArea)
}

function changedFacts(before: Picture | null, changed: Execution) {
  const after = pictureOf(changed)
  const { facts, report } = changed.render
  return {
    facts,
    pixelsChanged: before && after && differingPixels(before, after),
    claims: claimsOf(after, facts),
    outcome: report.outcome,
  }
}

function pictureOf(execution: Execution | undefined): Picture | null {
  const png = execution?.files['figure.png']
  return png === undefined ? null : readPicture(png)
}

function claimsOf(picture: Picture | null, facts: FigureFacts | null | undefined) {
  return picture && facts ? measureClaims(picture, facts) : null
}

type DrawnLibrary = 'plotly' | 'bokeh' | 'altair'

function isDrawnLibrary(library: Library): library is DrawnLibrary {
  return library === 'plotly' || library === 'bokeh' || library === 'altair'
}

/** Reads a figure that left the process as JSON, as each Python's figure is read. */
async function described(library: Library, execution: Execution): Promise<Execution> {
  const figure = execution.files['figure.json']
  if (figure === undefined || !isDrawnLibrary(library)) return execution
  const facts = await (await renderer()).describe(library, figure)
  return { ...execution, render: { ...execution.render, facts } }
}

/** Draws a figure that left the process as JSON, as the picture's Python's figure is drawn. */
async function drawn(library: Library, execution: Execution): Promise<Execution> {
  const figure = execution.files['figure.json']
  if (figure === undefined || !isDrawnLibrary(library)) return execution
  const picture = await (await renderer()).draw(library, figure, environmentOf(execution.render.python))
  const files = { ...execution.files, 'figure.png': Buffer.from(picture.png) }
  return { files, render: { ...execution.render, facts: picture.facts } }
}

let rendererOnce: Promise<Renderer> | null = null

function renderer(): Promise<Renderer> {
  rendererOnce ??= startRenderer()
  return rendererOnce
}

async function startRenderer(): Promise<Renderer> {
  const { path: chromiumPath } = await chromiumPart.ensure(loadConfig(), () => {})
  if (!chromiumPath) throw new Error('Chromium has no path; run make setup')
  return createRenderer({ chromiumPath, root: ROOT, environment: environmentOf('3.12') })
}

/** Ends what was started to draw pictures; to be called after all tests of a file. */
export async function closeRenderer(): Promise<void> {
  await (await rendererOnce)?.close()
  rendererOnce = null
}

function environmentOf(python: PythonVersion) {
  const mark = readEnvironments(loadConfig()).find((each) => each.python === python)
  if (mark === undefined) throw new Error(`Python ${python} has no environment; run make setup`)
  return mark
}

/** The interpreter of a Python's environment. */
export function interpreter(python: PythonVersion): string {
  return path.join(environmentFolder(loadConfig(), python), 'bin/python')
}

/** The linter's program. */
export function ruffPath(): string {
  return path.join(environmentFolder(loadConfig(), 'tools'), 'bin/ruff')
}
