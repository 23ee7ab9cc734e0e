import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { DraftView } from '../../domain/plot/draft-view.schema.ts'
import type { RunView } from '../../domain/run/run-view.schema.ts'
import { recordingIo, runCli } from '../support/cli.ts'
import { removeFolders, startApiProcess, startScriptedWorker } from '../support/engine.ts'
import type { ApiProcess } from '../support/engine.ts'
import { until } from '../support/real-engine.ts'
import { standInApi } from '../support/stand-in-api.ts'
import { startPostgres } from '../support/postgres.ts'
import type { TestPostgres } from '../support/postgres.ts'
import { startTemporal } from '../support/temporal.ts'
import type { TestTemporal } from '../support/temporal.ts'

let postgres: TestPostgres
let server: TestTemporal
let db: Database
let api: ApiProcess
let worker: { stop(): Promise<void> }

beforeAll(async () => {
  postgres = await startPostgres()
  server = await startTemporal()
  const databaseUrl = await postgres.createUrl()
  db = createDatabase(databaseUrl)
  api = await startApiProcess({ databaseUrl, temporalAddress: server.address })
  worker = await startScriptedWorker({
    db,
    address: server.address,
    catalogue: api.root,
    artifacts: join(api.home, 'artifacts'),
  })
})

afterAll(async () => {
  await api.stop()
  await worker.stop()
  await db.close()
  await server.stop()
  await postgres.stop()
  removeFolders(api)
})

const cli = (...argv: string[]) => runCli(api.url, argv)
const isThere = (plotId: string) => existsSync(join(api.root, 'plots', plotId, 'spec.yaml'))

/** Runs a command at a terminal where somebody answers each question so. */
async function asked(answer: boolean, ...argv: string[]) {
  const questions: string[] = []
  const confirm = (question: string) => {
    questions.push(question)
    return Promise.resolve(answer)
  }
  return { ...(await runCli(api.url, argv, recordingIo({ confirm }))), questions }
}

describe('run plot for a plot that does not exist', () => {
  it('shows the draft, runs nothing without a yes, exits 6 and says how to go on', async () => {
    const { code, out, err } = await cli('run', 'plot', 'scatter-by-month')
    expect(code).toBe(6)
    expect(out).toContain('scatter-by-month is new. Drafted by offline 1:\n\n  plot_id: scatter-by-month\n')
    expect(out).toContain('· a chart of type scatter, by the words "scatter"')
    expect(err).toContain('pyplots run plot scatter-by-month --yes, or make plot PLOT=scatter-by-month YES=1')
    expect(isThere('scatter-by-month')).toBe(false)
  })

  it('runs the draft with --yes, and as a plot that exists the next time', async () => {
    const first = await cli('run', 'plot', 'bar-of-rain', '-l', 'plotly', '--yes')
    expect(first.code).toBe(0)
    expect(first.err).toContain('  title: Precipitation by ')
    expect(first.out).toContain('picture: plots/bar-of-rain/assets/plotly.png')
    expect(isThere('bar-of-rain')).toBe(true)
    const second = await cli('run', 'plot', 'bar-of-rain', '-l', 'plotly')
    expect([second.code, second.err.includes('is new')]).toEqual([0, false])
  })

  it('asks whoever sits there, and takes no for an answer', async () => {
    const no = await asked(false, 'run', 'plot', 'line-no', '--idea', 'CO2 over time')
    expect(no.questions).toEqual(['write plots/line-no/spec.yaml and run it?'])
    expect([no.code, isThere('line-no')]).toEqual([6, false])
    expect(no.err).toContain('pyplots run plot line-no --idea "…" --yes')
    const yes = await asked(true, 'run', 'plot', 'line-yes', '--idea', 'CO2 over time', '-l', 'altair')
    expect([yes.code, isThere('line-yes')]).toEqual([0, true])
  })

  it('goes on with the same idea after the spec was written', async () => {
    const argv = ['run', 'plot', 'bar-again', '--idea', 'rain per month as bars', '-l', 'bokeh', '--yes']
    expect((await cli(...argv)).code).toBe(0)
    expect((await cli(...argv)).code).toBe(0)
  })

  it('writes the draft for programs', async () => {
    const { code, out } = await cli('run', 'plot', 'histogram-json', '--json')
    expect(code).toBe(6)
    expect(DraftView.parse(JSON.parse(out))).toMatchObject({ state: 'drafted', plotId: 'histogram-json' })
  })

  it('exits 3 where neither id nor idea names a chart, and says how to tell it', async () => {
    const { code, out, err } = await cli('run', 'plot', 'scater-basix')
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('or the chart scatter?')
    expect(err).toContain('make plot PLOT=scater-basix IDEA="')
    const odd = await cli('run', 'plot', 'a-map', '--idea', 'a map of rivers')
    expect(odd.code).toBe(1)
    expect(odd.err).toContain('a-map was not drafted: its words name no chart; say one of scatter')
  })

  it('tells of a plot that may have been meant before it shows a new one', async () => {
    const { err } = await cli('run', 'plot', 'bar-basics')
    expect(err).toContain('there is no plot bar-basics; did you mean bar-basic')
  })

  it('exits 5 for an idea about a plot that exists, and 2 for one that is too long', async () => {
    const taken = await cli('run', 'plot', 'scatter-basic', '--idea', 'bars')
    expect([taken.code, taken.err]).toEqual([5, expect.stringContaining('run it without an idea')])
    expect((await cli('run', 'plot', 'bar-long', '--idea', 'a'.repeat(1001))).code).toBe(2)
  })
})

describe('plots new', () => {
  it('writes the spec once it is agreed on, and names the next step', async () => {
    const argv = ['plots', 'new', 'box-by-weather', '--idea', 'a box plot of wind by weather'] as const
    const shown = await cli(...argv)
    expect([shown.code, isThere('box-by-weather')]).toEqual([6, false])
    const { code, out, questions } = await asked(true, ...argv)
    expect([code, questions]).toEqual([0, ['write plots/box-by-weather/spec.yaml?']])
    expect(out).toBe(
      'plots/box-by-weather/spec.yaml is written\ncarry it to pictures: pyplots run plot box-by-weather\n',
    )
    const text = readFileSync(join(api.root, 'plots/box-by-weather/spec.yaml'), 'utf8')
    expect(shown.out).toContain(text.split('\n').slice(0, 3).join('\n  '))
  })
})

describe('waiting for a draft', () => {
  const run = {
    id: '01a0c0de-0000-7000-8000-000000000000',
    plotId: 'bar-slow',
    createdAt: '2026-01-02T03:04:05.000Z',
  }
  const drafting = {
    ...run,
    state: 'drafting',
    message: null,
    sha256: null,
    spec: null,
    author: null,
    notes: [],
    costMicroUsd: 0,
    finishedAt: null,
  }
  const view: RunView = {
    ...run,
    kind: 'plot',
    status: 'queued',
    reason: null,
    message: null,
    libraries: [],
    pythons: [],
    budgetMicroUsd: 0,
    costMicroUsd: 0,
    requestedBy: 'local',
    startedAt: null,
    finishedAt: null,
    version: 1,
  }
  const argv = ['plots', 'new', 'bar-slow', '--yes']

  it('ends at Ctrl-C, and says what becomes of it', async () => {
    const { url } = await standInApi(() => ({ status: 202, body: drafting }))
    const recording = recordingIo()
    const ended = runCli(url, argv, recording)
    await until(() =>
      Promise.resolve(recording.isListening() && recording.written.err.includes('drafting bar-slow …')),
    )
    recording.interrupt()
    expect(await ended).toMatchObject({
      code: 130,
      err: expect.stringContaining('the same command shows it'),
    })
  })

  it('outlasts an engine that is being restarted, and tells a failure to write', async () => {
    const answers = [
      { status: 202, body: drafting },
      undefined,
      {
        body: { ...drafting, state: 'drafted', sha256: 'a'.repeat(64), spec: 'a: 1\n', author: 'offline 1' },
      },
      { status: 202, body: { ...view, joined: false } },
      { body: { ...view, status: 'failed', message: 'it is there already', live: null } },
    ]
    const { url, seen } = await standInApi(() => answers.shift())
    const { code, err } = await runCli(url, argv)
    expect([code, err]).toEqual([1, expect.stringContaining('was not written: it is there already')])
    expect(seen.map(({ method, path }) => `${method} ${path}`).slice(0, 3)).toEqual([
      'POST /v1/drafts',
      `GET /v1/drafts/${run.id}`,
      `GET /v1/drafts/${run.id}`,
    ])
  })
})
