import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { RunDetail, RunPage, RunView } from '../../domain/run/run-view.schema.ts'
import { SandboxStatus } from '../../domain/sandbox/sandbox.schema.ts'
import { connectTemporal } from '../../temporal/client.ts'
import type { TemporalClient } from '../../temporal/client.ts'
import { script, startDaemon } from '../sandbox/daemon.ts'
import type { Daemon } from '../sandbox/daemon.ts'
import { recordingIo, runCli, spawnCli } from '../support/cli.ts'
import { removeFolders, startApiProcess, startScriptedWorker } from '../support/engine.ts'
import type { ApiProcess, LibraryScript } from '../support/engine.ts'
import { startPostgres } from '../support/postgres.ts'
import type { TestPostgres } from '../support/postgres.ts'
import { freePort, startTemporal } from '../support/temporal.ts'
import type { TestTemporal } from '../support/temporal.ts'

let postgres: TestPostgres
let server: TestTemporal
let temporal: TemporalClient
let databaseUrl: string
let db: Database
let api: ApiProcess
let daemon: Daemon

/** The worker reads this when an execution begins: each test may change it. */
const scripts: Partial<Record<'matplotlib' | 'seaborn' | 'plotly' | 'bokeh' | 'altair', LibraryScript>> = {}
let worker: { stop(): Promise<void> }

beforeAll(async () => {
  postgres = await startPostgres()
  server = await startTemporal()
  databaseUrl = await postgres.createUrl()
  db = createDatabase(databaseUrl)
  temporal = await connectTemporal({
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: 'default',
  })
  worker = await startScriptedWorker({ db, address: server.address, scripts })
  daemon = await startDaemon()
  api = await startApi()
})

afterAll(async () => {
  expect(await api.stop()).toBe(0)
  await daemon.stop()
  await worker.stop()
  await temporal.close()
  await db.close()
  await server.stop()
  await postgres.stop()
  removeFolders(api)
})

beforeEach(() => {
  for (const library of Object.keys(scripts)) delete scripts[library as keyof typeof scripts]
})

function startApi(before?: ApiProcess): Promise<ApiProcess> {
  const { address: temporalAddress } = server
  const settings = { databaseUrl, temporalAddress, sandboxSocket: daemon.socketPath }
  return startApiProcess({ ...settings, ...(before === undefined ? {} : { before }) })
}

const cli = (...argv: string[]) => runCli(api.url, argv)

function gate(): { readonly until: Promise<void>; open(): void } {
  const { promise, resolve } = withResolvers()
  return { until: promise, open: resolve }
}

function withResolvers() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

describe('run plot', () => {
  it('watches to the end, prints the table and the paths, and exits 0', async () => {
    const { code, out, err } = await cli(
      'run',
      'plot',
      'scatter-basic',
      '-l',
      'matplotlib,plotly',
      '--reason',
      'a test',
    )
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines[0]).toMatch(/^library +Pythons +attempts +score +verdict +time +cost +file$/)
    expect(lines[1]).toMatch(
      /^matplotlib +2\/2 +1 +95\.3 +approved +\d.* +\$0\.00 +plots\/scatter-basic\/implementations\/matplotlib\/current\/plot\.py$/,
    )
    expect(out).toContain('picture: plots/scatter-basic/assets/plotly.png')
    expect(out).not.toContain('altair')
    expect(err).toMatch(/matplotlib +rendering|matplotlib +approved/)
    expect(`${out}${err}`).not.toContain('\u001b')
  })

  it('exits 6 when a person must decide, and says how', async () => {
    scripts.bokeh = { verdict: 'person' }
    const { code, out } = await cli('run', 'plot', 'line-basic', '-l', 'bokeh')
    expect(code).toBe(6)
    expect(out).toContain('needs a person')
    expect(out).toContain('candidates/111111111111/plot.py')
    expect(out).toMatch(/pyplots runs approve\|reject [0-9a-f-]{36} -l bokeh/)
  })

  it('exits 3 for an unknown plot and names near ones', async () => {
    const { code, out, err } = await cli('run', 'plot', 'scater-basic')
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('scatter-basic')
  })

  it('joins the same run, and exits 5 for another one while it is open', async () => {
    const held = gate()
    scripts.altair = held
    const first = await cli('run', 'plot', 'bar-basic', '-l', 'altair', '--detach', '--json')
    const run = RunView.parse(JSON.parse(first.out))
    const other = await cli('run', 'plot', 'bar-basic', '-l', 'bokeh', '--detach')
    expect(other.code).toBe(5)
    expect(other.err).toContain(`pyplots runs watch ${run.id}`)
    const joining = cli('run', 'plot', 'bar-basic', '-l', 'altair')
    held.open()
    const joined = await joining
    expect(joined.code).toBe(0)
    expect(joined.err).toContain(`joining run ${run.id}`)
  })

  it('exits 1 for a broken spec with every fault', async () => {
    const file = join(api.root, 'plots/boxplot-basic/spec.yaml')
    writeFileSync(file, 'plot_id: boxplot-basic\ntitle: 1\n')
    const { code, err } = await cli('run', 'plot', 'boxplot-basic')
    expect(code).toBe(1)
    expect(err).toContain('spec.yaml:2')
  })

  it('tries a file of yours for one library without publishing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pp-own-'))
    const file = join(folder, 'plot.py')
    writeFileSync(file, 'print(1)\n')
    const several = await cli('run', 'plot', 'scatter-basic', '--implementation', file)
    expect(several.code).toBe(2)
    const { code, out } = await cli('run', 'plot', 'scatter-basic', '-l', 'seaborn', '--implementation', file)
    expect(code).toBe(0)
    expect(out).not.toContain('current/plot.py')
    rmSync(folder, { recursive: true })
  })

  it.each([
    [['run', 'plot', 'scatter-basic', '--librray', 'plotly']],
    [['run', 'plot', 'scatter-basic', '-l', 'ggplot']],
    [['run', 'plot', 'scatter-basic', '--python', '2.7']],
    [['run', 'plot', 'scatter-basic', '--python', '3.10']],
    [['run', 'plot', 'scatter-basic', '--implementation', '/no/such/file', '-l', 'plotly']],
    [['run', 'plot']],
    [['fly']],
  ])('exits 2 for %j', async (argv) => {
    const { code, err } = await cli(...argv)
    expect(code).toBe(2)
    expect(err).not.toBe('')
  })

  it('writes NDJSON while watching, the last line being the end', async () => {
    const { code, out } = await cli('run', 'plot', 'histogram-basic', '-l', 'plotly', '--json')
    expect(code).toBe(0)
    const states = out
      .trim()
      .split('\n')
      .map((line) => RunDetail.parse(JSON.parse(line)))
    expect(states.at(-1)?.status).toBe('approved')
    expect(new Set(states.map(({ id }) => id)).size).toBe(1)
  })

  it('draws a live table in place on a terminal', async () => {
    const held = gate()
    scripts.plotly = held
    const recording = recordingIo({ isLive: true, hasColor: true, columns: 100 })
    const running = runCli(api.url, ['run', 'plot', 'scatter-basic', '-l', 'plotly'], recording)
    await waitFor(() => recording.written.err.includes('rendering'))
    held.open()
    expect((await running).code).toBe(0)
    const { err } = recording.written
    expect(err).toMatch(/\u001b\[3A\r/)
    expect(err).toMatch(/[⠋⠙⠹⠸⠼⠴]/u)
    const widest = Math.max(
      ...err.split('\n').map((line) => line.replace(/\u001b\[[\dA-Z]+\r?|\u001b\[\d+m/g, '').length),
    )
    expect(widest).toBeLessThan(100)
    expect(recording.written.out).toContain('\u001b[32mapproved')
  })

  it('stops watching at Ctrl-C with 130, and the run goes on', async () => {
    const held = gate()
    scripts.matplotlib = held
    const recording = recordingIo()
    const running = runCli(api.url, ['run', 'plot', 'line-basic', '-l', 'matplotlib'], recording)
    await waitFor(() => recording.written.err.includes('rendering'))
    recording.interrupt()
    const { code, err } = await running
    expect(code).toBe(130)
    const id = /runs watch ([0-9a-f-]{36})/.exec(err)?.[1] ?? ''
    const shown = RunDetail.parse(JSON.parse((await cli('runs', 'show', id, '--json')).out))
    expect(shown.status).toBe('running')
    expect(shown.live?.libraries).toMatchObject([{ library: 'matplotlib', stage: 'rendering', attempt: 1 }])
    expect((await cli('runs', 'show', id)).out).toContain('rendering')
    held.open()
    expect((await cli('runs', 'watch', id)).code).toBe(0)
    expect(recording.isListening()).toBe(false)
  })
})

describe('runs', () => {
  it('lists runs by status and plot', async () => {
    const { code, out } = await cli(
      'runs',
      'list',
      '--plot',
      'line-basic',
      '--status',
      'needs_person',
      '--json',
    )
    expect(code).toBe(0)
    expect(RunPage.shape.items.parse((JSON.parse(out) as { items: unknown }).items).length).toBeGreaterThan(0)
    expect((await cli('runs', 'list')).out).toContain('scatter-basic')
  })

  it('shows attempts and findings', async () => {
    const id = await waiting()
    const { code, out } = await cli('runs', 'show', id)
    expect(code).toBe(0)
    expect(out).toContain('plotly attempt 1 by script')
  })

  it('exits 3 for a run that is not there, 2 for what is no id', async () => {
    expect((await cli('runs', 'show', '01a0c0de-0000-7000-8000-000000000000')).code).toBe(3)
    expect((await cli('runs', 'show', 'nonsense')).code).toBe(2)
  })

  it('publishes what a person approves', async () => {
    const id = await waiting()
    const { code, out } = await cli('runs', 'approve', id, '--reason', 'fine')
    expect(code).toBe(0)
    expect(out).toContain('plots/scatter-basic/implementations/plotly/current/plot.py')
    expect((await cli('runs', 'reject', id)).code).toBe(5)
  })

  it('records what a person refuses', async () => {
    const id = await waiting()
    expect((await cli('runs', 'reject', id, '-l', 'plotly', '--reason', 'ugly')).code).toBe(0)
    expect((await cli('runs', 'show', id)).out).toContain('refused by local: ugly')
    expect((await cli('runs', 'approve', id)).code).toBe(5)
  })

  it('asks which library when several wait', async () => {
    scripts.plotly = { verdict: 'person' }
    scripts.bokeh = { verdict: 'person' }
    const { out } = await cli('run', 'plot', 'scatter-basic', '-l', 'plotly,bokeh', '--json')
    const id = RunDetail.parse(JSON.parse(out.trim().split('\n').at(-1) ?? '')).id
    const { code, err } = await cli('runs', 'approve', id)
    expect(code).toBe(2)
    expect(err).toContain('plotly, bokeh')
  })

  it('cancels an open run, which a watcher sees end with 1', async () => {
    const held = gate()
    scripts.seaborn = held
    const run = RunView.parse(
      JSON.parse((await cli('run', 'plot', 'histogram-basic', '-l', 'seaborn', '--detach', '--json')).out),
    )
    const watching = cli('runs', 'watch', run.id)
    expect((await cli('runs', 'cancel', run.id)).code).toBe(0)
    held.open()
    expect((await watching).code).toBe(1)
    expect((await cli('runs', 'cancel', run.id)).code).toBe(0)
  })

  async function waiting(): Promise<string> {
    scripts.plotly = { verdict: 'person' }
    const { code, out } = await cli('run', 'plot', 'scatter-basic', '-l', 'plotly', '--json')
    expect(code).toBe(6)
    return RunDetail.parse(JSON.parse(out.trim().split('\n').at(-1) ?? '')).id
  }
})

describe('plots and status', () => {
  it('lists and shows plots', async () => {
    expect((await cli('plots', 'list')).out).toContain('scatter-basic')
    const { code, out } = await cli('plots', 'show', 'scatter-basic')
    expect(code).toBe(0)
    expect(out).toContain('Basic Scatter Plot')
    expect((await cli('plots', 'show', 'scatter-bassic')).code).toBe(3)
  })

  it('says that every part answers', async () => {
    const { code, out } = await cli('status')
    expect(code).toBe(0)
    expect(out).toMatch(/ready[\s\S]*database +ok[\s\S]*temporal +ok[\s\S]*sandbox +ok/)
  })

  it('tells how executions are isolated and how they ended', async () => {
    expect((await cli('status')).out).toContain('  executions  none yet\n  zygotes     0 kept')
    const write = "open('a.txt', 'w').write('x')"
    for (const code of [write, write, 'raise ValueError'])
      await daemon.sandbox.run(script(code, { library: 'bokeh' }), new Map())
    const lines = (await cli('status')).out.split('\n')
    const block = lines.slice(lines.indexOf('sandbox') + 1).map((line) => line.trimEnd())
    const { pythons, cgroups } = await daemon.sandbox.status()
    expect(block).toEqual([
      '  tier        ns',
      expect.stringMatching(/^  Landlock    (version \d+|absent)$/),
      `  cgroups     ${cgroups}`,
      `  Pythons     ${pythons.join(' ')}`,
      '  slots       batch 0 of 2 running, 0 waiting · interactive 0 of 1 running, 0 waiting',
      expect.stringMatching(/^  executions  3 started · 2 ok, 1 error · waited .+ for a slot on average$/),
      expect.stringMatching(/^  zygotes     1 kept with \d+ MB · 1 started · 0 failed$/),
      expect.stringMatching(/^  daemon      \d+ MB$/),
      '',
    ])
    const json = JSON.parse((await cli('status', '--json')).out) as { sandbox: unknown }
    expect(SandboxStatus.parse(json.sandbox)).toMatchObject({ byOutcome: { ok: 2, error: 1 } })
  })

  it('is coloured on a terminal alone', async () => {
    const recording = recordingIo({ hasColor: true })
    expect((await runCli(api.url, ['status'], recording)).out).toContain('\u001b[1msandbox\u001b[22m')
    expect((await cli('status')).out).not.toContain('\u001b')
  })

  it('exits 1 and says which part is away, and nothing of what cannot be known', async () => {
    const alone = await startApiProcess({
      databaseUrl: await postgres.createUrl(),
      temporalAddress: server.address,
    })
    const { code, out } = await runCli(alone.url, ['status'])
    const json = JSON.parse((await runCli(alone.url, ['status', '--json'])).out) as { sandbox: unknown }
    await alone.stop()
    removeFolders(alone)
    expect(code).toBe(1)
    expect(out).toContain('the sandbox does not answer')
    expect(out).not.toContain('executions')
    expect(json.sandbox).toBeNull()
  })

  it('exits 7 when no engine answers', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`
    const { code, err } = await runCli(nobody, ['status'])
    expect(code).toBe(7)
    expect(err).toContain('make serve')
  })
})

describe('as a process', () => {
  it('finds the engine of its home, and ends at SIGINT with 130', async () => {
    const held = gate()
    scripts.bokeh = held
    writeFileSync(join(api.home, 'engine.json'), JSON.stringify({ url: api.url }))
    const command = spawnCli(['run', 'plot', 'scatter-basic', '-l', 'bokeh'], { PYPLOTS_HOME: api.home })
    await command.seen('rendering')
    command.process.kill('SIGINT')
    const { code, err } = await command.result
    expect(code).toBe(130)
    expect(err).toContain('Watch it with')
    held.open()
    const id = /runs watch ([0-9a-f-]{36})/.exec(err)?.[1] ?? ''
    expect((await cli('runs', 'watch', id)).code).toBe(0)
  })

  it('goes on watching while the API is killed and started again', async () => {
    const held = gate()
    scripts.altair = held
    const command = spawnCli(['run', 'plot', 'scatter-basic', '-l', 'altair'], { PYPLOTS_URL: api.url })
    await command.seen('rendering')
    await api.stop('SIGKILL')
    await command.seen('does not answer')
    api = await startApi(api)
    held.open()
    expect((await command.result).code).toBe(0)
  })
})

async function waitFor(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen within 30 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
