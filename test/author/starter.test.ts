import { beforeAll, describe, expect, it } from 'vitest'

import type { PythonVersion, Spec } from '../../domain/plot/plot.schema.ts'
import {
  codeFor,
  LIBRARIES,
  readPlotIds,
  readSample,
  readSpec,
  requestFor,
  run,
  runAll,
  tool,
} from './support.ts'
import type { Ran, Run } from './support.ts'

/** For hundreds of plots, on a machine that does other things too. */
const HOOK_MS = 600_000

const PLOTS = await readPlotIds()
const EVERY = PLOTS.flatMap((plot) => LIBRARIES.map((library) => [plot, library] as const))

const FIGURES: Readonly<Record<string, RegExp>> = {
  matplotlib: /^matplotlib\.figure\.Figure$/,
  seaborn: /^matplotlib\.figure\.Figure$/,
  plotly: /^plotly\.graph_objs\._figure\.Figure$/,
  bokeh: /^bokeh\.(plotting\._figure\.figure|models\.layouts\.Column)$/,
  altair: /^altair\.vegalite\.v\d+\.api\.(Layer|V?Concat)?Chart$/,
}

let runs: readonly Run[] = []
let files: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  runs = await Promise.all(
    EVERY.map(async ([plot, library]) => {
      const spec = await readSpec(plot)
      const csv = await readSample(spec)
      return {
        name: `${plot} ${library}`,
        code: await codeFor(spec, library, csv),
        csv,
        columns: spec.sample.columns,
        dates: temporalColumns(spec, csv),
      }
    }),
  )
  files = Object.fromEntries(runs.map(({ name, code }) => [name.replaceAll(/[ -]/g, '_'), code]))
})

describe('the code for the plots of the catalogue', () => {
  it('is formatted as Black has it', async () => {
    const { code, stderr } = await tool(
      'black',
      ['--check', '--quiet', '--diff', '--target-version', 'py310'],
      files,
    )
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  it('is clean for the linter, long lines, types and docstrings included', async () => {
    const rules = [
      '--select',
      'E,F,W,I,B,UP,ANN,D,C901,PD,NPY,SIM,RET',
      '--config',
      'lint.pydocstyle.convention="google"',
    ]
    const common = ['check', '--isolated', '--no-cache', '--line-length', '88', '--target-version', 'py310']
    const { stdout } = await tool('ruff', [...common, ...rules, '--output-format', 'concise'], files)
    expect(stdout.trim()).toBe('All checks passed!')
  })

  it('is the same for the same request', async () => {
    const spec = await readSpec('scatter-basic')
    const csv = await readSample(spec)
    const codes = await Promise.all([1, 2].map(() => codeFor(spec, 'plotly', csv)))
    expect(codes[0]).toBe(codes[1])
    expect(requestFor(spec, 'plotly', csv).sample.columns.map((column) => column.name)).toEqual([
      'species',
      'island',
      'flipper_length_mm',
      'body_mass_g',
    ])
  })
})

describe('running them', () => {
  const pythons: readonly PythonVersion[] = ['3.10', '3.11', '3.12', '3.13']
  const everywhere = pythons.flatMap((python) =>
    EVERY.map(([plot, library]) => [plot, library, python] as const),
  )
  let ran: ReadonlyMap<PythonVersion, ReadonlyMap<string, Ran>> = new Map()

  beforeAll(async () => {
    const all = pythons.map(async (python) => [python, await runAll(python, runs)] as const)
    ran = new Map(await Promise.all(all))
  }, HOOK_MS)

  it.each(everywhere)('%s with %s on Python %s gives its figure and no warning', (plot, library, python) => {
    const one = ran.get(python)?.get(`${plot} ${library}`)
    expect(one?.error).toBeNull()
    expect(one?.warnings).toEqual([])
    expect(one?.figure).toMatch(FIGURES[library] ?? /^$/)
  })
})

describe('as a script', () => {
  it.each([
    ['matplotlib', 'plot.png'],
    ['seaborn', 'plot.png'],
    ['plotly', 'plot.html'],
    ['bokeh', 'plot.html'],
  ])('%s finds the sample around the file and writes %s to the current folder', async (library, output) => {
    const one = runs.find(({ name }) => name === `line-basic ${library}`)
    const written = await runAsScript(one?.code ?? '', output)
    expect(written.stderr).toBe('')
    expect(written.bytes).toBeGreaterThan(10_000)
  })
})

/** Columns of dates that a slot takes as dates. */
function temporalColumns(spec: Spec, csv: string): readonly string[] {
  const slots = spec.data.filter((slot) => slot.types.includes('temporal'))
  const { columns } = requestFor(spec, 'matplotlib', csv).sample
  return columns.flatMap(({ name, type }) =>
    type === 'temporal' && slots.some((slot) => spec.sample.columns[slot.name] === name) ? [name] : [],
  )
}

async function runAsScript(code: string, output: string) {
  const { copyFile, mkdir, mkdtemp, rm, stat, writeFile } = await import('node:fs/promises')
  const { tmpdir } = await import('node:os')
  const path = await import('node:path')
  const { environmentFolder } = await import('../../parts/pythons.ts')
  const { loadConfig } = await import('../../config.ts')
  const folder = await mkdtemp(path.join(tmpdir(), 'author-'))
  try {
    const home = path.join(folder, 'plots/a-b/implementations/x/current')
    await mkdir(home, { recursive: true })
    await mkdir(path.join(folder, 'data/examples'), { recursive: true })
    const sample = (await readSpec('line-basic')).sample.path
    await copyFile(path.resolve(import.meta.dirname, '../..', sample), path.join(folder, sample))
    await writeFile(path.join(home, 'plot.py'), code)
    await mkdir(path.join(folder, 'elsewhere'))
    const python = path.join(environmentFolder(loadConfig(), '3.12'), 'bin/python')
    const ended = await run(python, [path.join(home, 'plot.py')], { cwd: path.join(folder, 'elsewhere') })
    const { size } = await stat(path.join(folder, 'elsewhere', output))
    return { stderr: ended.stderr, bytes: size }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
