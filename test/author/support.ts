import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import * as z from 'zod'
import { parse } from 'yaml'

import type { AuthorRequest } from '../../ai/author.ts'
import { createOfflineAuthor } from '../../ai/offline/author.ts'
import { loadConfig } from '../../config.ts'
import { Spec } from '../../domain/plot/plot.schema.ts'
import type { Library, PythonVersion } from '../../domain/plot/plot.schema.ts'
import { sampleHeader } from '../../domain/plot/sample-header.ts'
import { environmentFolder } from '../../parts/pythons.ts'
import { parseTable } from '../../sandbox/data-table.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const RUNNER = path.join(import.meta.dirname, 'runner.py')

export const LIBRARIES: readonly Library[] = ['matplotlib', 'seaborn', 'plotly', 'bokeh', 'altair']

/** A plot to run: its code, the table it is given, and the columns of its slots. */
export interface Run {
  readonly name: string
  readonly code: string
  readonly csv: string
  readonly columns: Readonly<Record<string, string>>
  readonly dates?: readonly string[]
}

const Ran = z.object({
  name: z.string(),
  error: z.string().nullable(),
  warnings: z.array(z.string()),
  figure: z.string().nullable(),
  /** what was drawn, as far as the library tells without drawing it */
  drawn: z.record(z.string(), z.unknown()).nullable(),
})
export type Ran = z.infer<typeof Ran>

/** The ids of all plots of the catalogue. */
export async function readPlotIds(): Promise<readonly string[]> {
  const entries = await readdir(path.join(ROOT, 'plots'), { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
}

/** Reads the specification of a plot. */
export async function readSpec(plotId: string): Promise<Spec> {
  return Spec.parse(parse(await readFile(path.join(ROOT, 'plots', plotId, 'spec.yaml'), 'utf8')))
}

/** Reads the sample of a specification as text. */
export function readSample(spec: Spec): Promise<string> {
  return readFile(path.join(ROOT, spec.sample.path), 'utf8')
}

/** What the author is asked for a spec and its data. */
export function requestFor(spec: Spec, library: Library, csv: string): AuthorRequest {
  return { spec, library, sample: sampleHeader(parseTable(csv, spec)), previous: null, variant: null }
}

/** The author's code for a spec and its data. */
export async function codeFor(spec: Spec, library: Library, csv: string): Promise<string> {
  const authored = await createOfflineAuthor().write(requestFor(spec, library, csv))
  if (authored.kind !== 'authored') throw new Error(authored.reason)
  return authored.code
}

/** Runs plots one after another in one process of a Python, every warning recorded. */
export async function runAll(python: PythonVersion, runs: readonly Run[]): Promise<ReadonlyMap<string, Ran>> {
  const { stdout } = await program(python, [RUNNER], JSON.stringify(runs))
  const ran = z.array(Ran).parse(JSON.parse(stdout))
  return new Map(ran.map((each) => [each.name, each]))
}

/** Runs one Python with a text on its standard input. Fails when Python does. */
export async function program(python: PythonVersion, parameters: readonly string[], input: string) {
  const ended = await run(path.join(environmentFolder(loadConfig(), python), 'bin/python'), parameters, {
    input,
  })
  if (ended.code !== 0) throw new Error(ended.stderr)
  return ended
}

/** Runs a tool over files of Python in a folder of their own; what it says is its standard output and error. */
export async function tool(
  name: 'black' | 'ruff',
  options: readonly string[],
  files: Readonly<Record<string, string>>,
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'author-'))
  try {
    for (const [file, code] of Object.entries(files)) await writeFile(path.join(folder, `${file}.py`), code)
    const executable = path.join(environmentFolder(loadConfig(), 'tools'), 'bin', name)
    return await run(executable, [...options, '.'], { cwd: folder })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs a program to its end. */
export function run(
  executable: string,
  parameters: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const env = { HOME: tmpdir(), MPLBACKEND: 'Agg', PYTHONDONTWRITEBYTECODE: '1' }
    const child = spawn(executable, parameters, { ...(options.cwd ? { cwd: options.cwd } : {}), env })
    const parts = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
    child.stdout.on('data', (part: Buffer) => parts.stdout.push(part))
    child.stderr.on('data', (part: Buffer) => parts.stderr.push(part))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({
        code,
        stdout: Buffer.concat(parts.stdout).toString(),
        stderr: Buffer.concat(parts.stderr).toString(),
      })
    })
    child.stdin.end(options.input ?? '')
  })
}
