import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { sha256 } from '../../hash.ts'
import { startRealEngine, until } from '../support/real-engine.ts'
import type { RealEngine } from '../support/real-engine.ts'

const FIXTURES = new URL('../review/fixtures/', import.meta.url).pathname
/** Each defect with the plot it is an implementation of and what the review must say about it. */
const DEFECTS = [
  ['wrong-column', 'scatter-basic', /values are wrong/],
  ['overlapping-labels', 'bar-basic', /texts overlap/],
  ['another-library', 'scatter-basic', /plot\(\) returned|No drawing function of seaborn/],
  ['rows-dropped', 'scatter-basic', /171 of 342 drawn/],
  ['constant-picture', 'scatter-basic', /\d of 342 drawn/],
  ['network-import', 'scatter-basic', /policy_denied, import/],
] as const

let engine: RealEngine

beforeAll(async () => {
  engine = await startRealEngine('pipeline')
})

afterAll(() => engine.stop())

const plotFile = (plotId: string, path: string) => join(engine.config.catalogue, 'plots', plotId, path)

interface CommandEnd {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as a person would, against this engine. */
function pyplots(...args: readonly string[]): Promise<CommandEnd> {
  const env = { ...process.env, PYPLOTS_URL: engine.url, NO_COLOR: '1' }
  const program = join(engine.config.root, 'cli', 'pyplots.js')
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

/** Every file below a plot's folder with the hash of its content. */
function snapshot(plotId: string): Readonly<Record<string, string>> {
  const folder = plotFile(plotId, '')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(folder, name)).isFile()).sort()
  return Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(folder, name)))]))
}

describe('a plot in every library', () => {
  it('is written, run, reviewed and published from its spec', async () => {
    engine.addPlot('every-library')
    const { code, stdout } = await pyplots('run', 'plot', 'every-library', '--python', '3.12')
    expect(stdout).toContain('every-library: approved')
    expect(code).toBe(0)
    const files = Object.keys(snapshot('every-library'))
    for (const library of ['matplotlib', 'seaborn', 'plotly', 'bokeh', 'altair']) {
      expect(files).toContain(`implementations/${library}/current/plot.py`)
      expect(files).toContain(`evaluations/${library}.json`)
      expect(files).toContain(`assets/${library}.png`)
    }
    expect(files).toContain('assets/plotly.html')
    expect(files).toContain('tests/test_spec.py')
  })

  it('has its tags measured while nobody waits', async () => {
    const sql = engine.sql()
    await until(async () => {
      const measured = await sql`select distinct library from plot_tags
        where plot_id = 'every-library' and source = 'measured'`
      return measured.length === 5
    })
    const { stdout } = await pyplots('plots', 'show', 'every-library', '--json')
    const { tags } = JSON.parse(stdout)
    expect(tags).toContainEqual(
      expect.objectContaining({
        slug: 'handles-missing-data',
        library: 'bokeh',
        source: 'measured',
        holds: true,
      }),
    )
  })

  it('is run again unchanged without an execution, a review or a changed file', async () => {
    const before = {
      files: snapshot('every-library'),
      executions: await executions(),
      reviews: await reviews(),
    }
    const { code, stdout } = await pyplots('run', 'plot', 'every-library', '--python', '3.12')
    expect(code).toBe(0)
    expect(stdout).toContain('unchanged')
    expect(snapshot('every-library')).toEqual(before.files)
    expect(await executions()).toEqual(before.executions)
    expect(await reviews()).toBe(before.reviews)
  })

  it('publishes what was reviewed, byte for byte', async () => {
    const sql = engine.sql()
    const rows =
      await sql`select library, code_sha, picture_sha from implementations where plot_id = 'every-library'`
    expect(rows).toHaveLength(5)
    for (const { library, code_sha: code, picture_sha: picture } of rows) {
      const published = readFileSync(plotFile('every-library', `implementations/${library}/current/plot.py`))
      expect(sha256(published)).toBe(code)
      expect(sha256(readFileSync(plotFile('every-library', `assets/${library}.png`)))).toBe(picture)
    }
  })

  it('restores a published file that was lost, without a new version', async () => {
    const before = snapshot('every-library')
    rmSync(plotFile('every-library', 'assets/altair.png'))
    const { code } = await pyplots('run', 'plot', 'every-library', '-l', 'altair', '--python', '3.12')
    expect(code).toBe(0)
    expect(snapshot('every-library')).toEqual(before)
  })
})

describe.each(['matplotlib', 'seaborn', 'plotly', 'bokeh', 'altair'])(
  'a bad file of mine in %s',
  (library) => {
    it.each(DEFECTS)('is refused: %s', async (defect, original, reason) => {
      const plotId = `${defect}-${library}`
      engine.addPlot(plotId, original)
      const before = snapshot(plotId)
      const file = join(FIXTURES, library, `${defect}.py`)
      const args = ['-l', library, '--python', '3.12', '--implementation', file, '--publish']
      const { code, stdout } = await pyplots('run', 'plot', plotId, ...args)
      expect(stdout).toMatch(reason)
      expect(code).toBe(6)
      const published = Object.keys(snapshot(plotId)).filter((name) => !name.includes('candidates/'))
      expect(published).toEqual(Object.keys(before).filter((name) => !name.includes('candidates/')))
    })
  },
)

describe('a verdict of a person', () => {
  it('publishes exactly the candidate that waited for it', async () => {
    engine.addPlot('for-person')
    const file = join(FIXTURES, 'matplotlib', 'rows-dropped.py')
    const args = ['-l', 'matplotlib', '--python', '3.12', '--implementation', file, '--publish', '--json']
    const ended = await pyplots('run', 'plot', 'for-person', ...args)
    expect(ended.code).toBe(6)
    const run = JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '{}')
    const approved = await pyplots('runs', 'approve', run.id ?? run.run?.id, '-l', 'matplotlib')
    expect(approved).toMatchObject({ code: 0 })
    await until(async () => existsSync(plotFile('for-person', 'evaluations/matplotlib.json')))
    const published = readFileSync(plotFile('for-person', 'implementations/matplotlib/current/plot.py'))
    expect(sha256(published)).toBe(sha256(readFileSync(file)))
    expect(existsSync(plotFile('for-person', 'implementations/matplotlib/candidates'))).toBe(false)
  })
})

describe('two requests for one plot at once', () => {
  it('join when they ask for the same and conflict when they do not', async () => {
    engine.addPlot('asked-twice')
    const same = { plotId: 'asked-twice', libraries: ['seaborn'], pythons: ['3.12'] } as const
    const first = await engine.accepted({ ...same, libraries: ['seaborn'], pythons: ['3.12'] })
    const [again, other] = await Promise.all([
      engine.start({ ...same, libraries: ['seaborn'], pythons: ['3.12'] }),
      pyplots('run', 'plot', 'asked-twice', '-l', 'bokeh', '--python', '3.12'),
    ])
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ id: first })
    expect(other.code).toBe(5)
    expect(other.stderr).toContain(first)
    expect((await engine.ended(first)).status).toBe('approved')
  })
})

describe('a run that is cancelled', () => {
  it('ends as cancelled and publishes nothing', async () => {
    engine.addPlot('cancelled-run')
    const id = await engine.accepted({ plotId: 'cancelled-run', libraries: ['seaborn'] })
    await until(async () => (await engine.getRun(id)).libraries[0]?.stage === 'rendering')
    expect((await pyplots('runs', 'cancel', id)).code).toBe(0)
    expect((await engine.ended(id)).status).toBe('cancelled')
    expect(Object.keys(snapshot('cancelled-run'))).toEqual(['spec.yaml'])
  })
})

describe('bad input', () => {
  it('is refused at the border with what is wrong and what to do', async () => {
    engine.addPlot('edited-spec')
    const path = plotFile('edited-spec', 'spec.yaml')
    const text = readFileSync(path, 'utf8')
    const refusals = [
      [text.replace('flipper_length_mm', 'wing_length'), /no column wing_length/],
      [text.replace('{type: scatter}', '{type: scatter, bins: 9}'), /chart\.bins/],
      [text.replace('penguins.csv', 'missing.csv'), /missing\.csv/],
    ] as const
    for (const [content, message] of refusals) {
      writeFileSync(path, content)
      const { code, stderr } = await pyplots('run', 'plot', 'edited-spec')
      expect(stderr).toMatch(message)
      expect(code).toBe(1)
    }
    const unknown = await pyplots('run', 'plot', 'edted-spec')
    expect(unknown).toMatchObject({ code: 3 })
    expect(unknown.stderr).toContain('edited-spec')
  })
})

/** How often what did not run out of time was executed: what did is tried again by each run. */
async function executions(): Promise<ReadonlyMap<string, number>> {
  const rows = await engine.sql()`select left(key, 40) as id from renders where outcome <> 'timeout'`
  const ids = new Set(rows.map(({ id }) => String(id)))
  return new Map([...engine.executions()].filter(([id]) => ids.has(id)))
}

async function reviews(): Promise<number> {
  const [row] = await engine.sql()`select count(*)::int as count from reviews`
  return Number(row?.['count'])
}
