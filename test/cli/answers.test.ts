import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { main } from '../../cli/main.ts'
import { loadConfig } from '../../config.ts'
import type { RunView } from '../../domain/run/run-view.schema.ts'
import { JudgedCriterion } from '../../domain/review/opinion.schema.ts'
import { recordingIo, runCli } from '../support/cli.ts'
import { standInApi } from '../support/stand-in-api.ts'

const ID = '01a0c0de-0000-7000-8000-000000000000'
const SHA = 'a'.repeat(64)

const RUN: RunView = {
  id: ID,
  kind: 'plot',
  plotId: 'scatter-basic',
  status: 'needs_person',
  reason: null,
  message: null,
  libraries: [
    {
      library: 'plotly',
      status: 'needs_person',
      stage: 'done',
      attempt: 1,
      pythons: [],
      score: 61,
      version: null,
      codeSha: SHA,
      published: false,
      message: null,
      reviewKey: 'key',
      costMicroUsd: 0,
      startedAt: null,
      finishedAt: null,
    },
  ],
  pythons: ['3.13'],
  budgetMicroUsd: 1_000_000,
  costMicroUsd: 0,
  requestedBy: 'local',
  createdAt: '2026-01-02T03:04:05.000Z',
  startedAt: null,
  finishedAt: null,
  version: 1,
}
const DETAIL = { ...RUN, live: null }
const NOTHING = { capMicroUsd: 10_000_000, spentMicroUsd: 0, reservedMicroUsd: 0 }
const BUDGETS = {
  date: '2026-01-02',
  day: { capMicroUsd: 20_000_000, spentMicroUsd: 1_500_000, reservedMicroUsd: 250_000 },
  providers: [
    { family: 'google', ...NOTHING, spentMicroUsd: 1_500_000 },
    { family: 'openai', ...NOTHING },
  ],
  runs: [],
}
const HEALTH = { status: 'ok', version: '0.1.0', home: 'abc' }

function problem(more: object = {}) {
  return { detail: 'it did not work', requestId: 'req-1', errors: [], ...more }
}

function readiness(database: boolean) {
  const check = (ok: boolean) => ({ ok, latencyMs: 1, message: ok ? '' : 'is away' })
  const checks = { database: check(database), temporal: check(false) }
  return { status: 'not_ready', checks }
}

/** A command against an API that always answers like this. */
async function against(status: number, body: unknown, argv = ['runs', 'list'], recording = recordingIo()) {
  const api = await standInApi(() => ({ status, body }))
  return { ...(await runCli(api.url, argv, recording)), url: api.url }
}

describe('an answer that is a problem', () => {
  it('says which setting a refused token comes from', async () => {
    expect(await against(401, problem())).toMatchObject({
      code: 4,
      err: 'it did not work\nSet PYPLOTS_TOKEN to a token of this engine.\n',
    })
    expect(await against(403, problem())).toMatchObject({ code: 4, err: 'it did not work\n' })
  })

  it('points to the status when a part of the engine is away, in red on a terminal', async () => {
    const argv = ['runs', 'show', ID]
    expect(await against(503, problem(), argv, recordingIo({ hasColor: true }))).toMatchObject({
      code: 1,
      err: '\u001b[31mit did not work\u001b[39m\n`pyplots status` shows which part is away (request req-1).\n',
    })
  })

  it('lists the faults with what mends each', async () => {
    const errors = [
      { in: 'file', path: 'spec.yaml:2', message: 'no title', fix: 'add title' },
      { in: 'file', path: 'spec.yaml:3', message: 'odd' },
    ]
    expect(await against(422, problem({ errors }))).toMatchObject({
      code: 1,
      err: 'it did not work\n  spec.yaml:2: no title (add title)\n  spec.yaml:3: odd\n',
    })
  })

  it('asks whether it is a pyplots engine when it does not answer like one', async () => {
    const { code, err, url } = await against(502, '<html>Bad Gateway</html>')
    expect([code, err]).toEqual([1, `${url}/v1/runs?limit=20 answered 502: is it a pyplots engine?\n`])
  })
})

describe('an answer of another version', () => {
  it.each([['<html></html>'], [{ items: [{ id: 1 }] }]])('is refused: %j', async (body) => {
    const { code, err } = await against(200, body)
    expect(code).toBe(1)
    expect(err).toContain(
      'is not what this version of pyplots knows\nUse the pyplots command of the same checkout',
    )
  })
})

describe('the token', () => {
  it('goes with each request', async () => {
    const api = await standInApi(() => ({ body: { items: [], nextCursor: null } }))
    const config = { ...loadConfig({}), PYPLOTS_URL: api.url, PYPLOTS_TOKEN: 'pyp_secret' }
    const { io, written } = recordingIo()
    expect(await main(['runs', 'list'], { io, config })).toBe(0)
    expect(api.seen[0]?.authorization).toBe('Bearer pyp_secret')
    expect(written.out).toBe('no runs yet: pyplots run plot <plot> starts one\n')
  })
})

describe('the engine that a command talks to', () => {
  function homeWith(text: string | null): string {
    const home = mkdtempSync(join(tmpdir(), 'pyplots-cli-'))
    onTestFinished(() => rmSync(home, { recursive: true }))
    mkdirSync(home, { recursive: true })
    if (text !== null) writeFileSync(join(home, 'engine.json'), text)
    return home
  }

  it('is the one that runs for the home', async () => {
    const api = await standInApi(() => ({ body: { items: [], nextCursor: null } }))
    const home = homeWith(JSON.stringify({ url: api.url }))
    const { io } = recordingIo()
    expect(await main(['runs', 'list'], { io, config: { ...loadConfig({}), home } })).toBe(0)
    expect(api.seen).toHaveLength(1)
  })

  it('is named in the error when nothing answers', async () => {
    const api = await standInApi(() => undefined)
    const { code, err } = await runCli(api.url, ['status'])
    expect([code, err.split('\n')[0]]).toEqual([7, `no engine answers at ${api.url}`])
  })
})

describe('status', () => {
  it('shows the part that is away and the runs that are open, and exits 1', async () => {
    const api = await standInApi(({ path }) => {
      if (path === '/healthz') return { body: HEALTH }
      if (path === '/readyz') return { status: 503, body: readiness(true) }
      if (path === '/v1/budgets') return { body: BUDGETS }
      return { body: { items: path.includes('queued') ? [RUN] : [], nextCursor: null } }
    })
    const { code, out } = await runCli(api.url, ['status'])
    expect(code).toBe(1)
    expect(out).toMatch(/not ready\n +database +ok +1 ms\n +temporal +is away +1 ms/)
    expect(out).toContain(`open runs: scatter-basic (${ID})`)
    expect(out).toContain('spent today: $1.50 of $20.00, $0.25 reserved · google $1.50 of $10.00\n')
  })

  it('does not ask for runs while the database is away', async () => {
    const api = await standInApi(({ path }) =>
      path === '/healthz' ? { body: HEALTH } : { status: 503, body: readiness(false) },
    )
    expect((await runCli(api.url, ['status'])).out).toContain('open runs: unknown')
    expect(api.seen.map(({ path }) => path).sort()).toEqual(['/healthz', '/readyz'])
  })
})

describe('runs list', () => {
  it('shows a run that has not ended without a time', async () => {
    const { out } = await against(200, { items: [RUN], nextCursor: null })
    expect(out).toMatch(/scatter-basic +plot +needs a person +0\/1 +2026-01-02 03:04 +–$/m)
  })

  it('takes a number of runs, and nothing else', async () => {
    const api = await standInApi(() => ({ body: { items: [], nextCursor: null } }))
    expect((await runCli(api.url, ['runs', 'list', '--limit', '7'])).code).toBe(0)
    expect(api.seen.map(({ path }) => path)).toEqual(['/v1/runs?limit=7'])
    for (const limit of ['0', '201', '1.5', 'many']) {
      const { code, err } = await runCli(api.url, ['runs', 'list', '--limit', limit])
      expect([code, err.includes('Use 1 to 200.')]).toEqual([2, true])
    }
  })
})

/** The same for each criterion that models judge. */
function byCriterion<Value>(value: Value) {
  return Object.fromEntries(JudgedCriterion.options.map((criterion) => [criterion, value]))
}

describe('runs show', () => {
  it('shows the score and the findings of each attempt', async () => {
    const finding = {
      check: 'text-overlap',
      criterion: 'legibility',
      status: 'failed',
      message: 'labels overlap',
      loss: 1,
    }
    const attempt = {
      library: 'plotly',
      number: 1,
      author: 'offline 1',
      codeSha: SHA,
      files: { 'plot.py': SHA, 'plot_py310.py': SHA },
      picturePython: null,
      pictureSha: null,
      reviewKey: 'key',
      score: 61,
      verdict: 'person',
      authorFamily: 'anthropic',
      strength: 'panel',
      average: 60.5,
      panel: {
        authorFamily: 'anthropic',
        opinions: ['anthropic', 'openai', 'google'].map((family) => {
          const said = { scores: byCriterion(50), evidence: byCriterion('seen') }
          return { family, model: 'one', unfit: [], problems: [], ...said }
        }),
        abstentions: [{ family: 'local', reason: 'outage', message: 'it was away' }],
        contested: ['idiom'],
        spreads: { ...byCriterion(0), idiom: 50 },
        spread: 5,
        problems: [],
      },
      findings: [
        {
          ...finding,
          veto: true,
          evidence: { numbers: [{ name: 'covered share', value: 0.4, limit: 0.3 }], boxes: [] },
        },
        { ...finding, veto: false, message: 'small' },
      ],
      createdAt: RUN.createdAt,
      finishedAt: null,
    }
    const api = await standInApi(({ path }) => ({
      body: path.endsWith('/attempts') ? { items: [attempt] } : DETAIL,
    }))
    const { out } = await runCli(api.url, ['runs', 'show', ID])
    expect(out).toContain('plotly attempt 1 by offline 1: person, score 61, code aaaaaaaaaaaa')
    expect(out).toContain(
      [
        '  judged by anthropic (not counted), openai, google (panel), plain average 60.5',
        '  local abstained, outage: it was away',
        '  they disagree about idiom by 50 points',
      ].join('\n'),
    )
    expect(out).toContain(`code ${SHA.slice(0, 12)} (plot.py, plot_py310.py)`)
    expect(out).toContain(
      '  veto text-overlap: labels overlap [covered share 0.4, limit 0.3]\n  text-overlap: small\n',
    )
  })
})

describe('run plot', () => {
  it('asks for the publication of a file of yours only when told to', async () => {
    const api = await standInApi(() => ({ status: 202, body: { ...RUN, joined: false } }))
    const file = new URL('../../plots/scatter-basic/implementations/plotly/current/plot.py', import.meta.url)
    const argv = [
      'run',
      'plot',
      'scatter-basic',
      '-l',
      'plotly',
      '--implementation',
      file.pathname,
      '--detach',
    ]
    const { code, out } = await runCli(api.url, [...argv, '--publish'])
    expect(code).toBe(0)
    expect(out).toBe(`run ${ID} of scatter-basic is needs a person\nwatch it: pyplots runs watch ${ID}\n`)
    expect(JSON.parse(api.seen[0]?.body ?? '')).toMatchObject({ publish: true, libraries: ['plotly'] })
  })
})

describe('run plot --budget', () => {
  it('sends dollars, and refuses what are none', async () => {
    const api = await standInApi(() => ({ status: 202, body: { ...RUN, joined: false } }))
    const argv = ['run', 'plot', 'scatter-basic', '--detach', '--budget']
    expect((await runCli(api.url, [...argv, '0.50'])).code).toBe(0)
    expect(JSON.parse(api.seen[0]?.body ?? '')).toMatchObject({ budgetUsd: 0.5 })
    for (const text of ['much', '', '-1', '1e9']) {
      const { code, err } = await runCli(api.url, [...argv, text])
      expect([code, err.includes('Use dollars, from 0 to 10000')]).toEqual([2, true])
    }
  })
})

describe('runs approve', () => {
  it('does not wait for the publication when told so', async () => {
    const api = await standInApi(({ method }) => ({
      body: method === 'POST' ? { ...RUN, status: 'queued', joined: false } : DETAIL,
    }))
    const { code, out } = await runCli(api.url, ['runs', 'approve', ID, '--detach'])
    expect([code, out.split('\n')[0]]).toEqual([0, `run ${ID} of scatter-basic is queued`])
    expect(JSON.parse(api.seen[1]?.body ?? '')).toEqual({ library: 'plotly', codeSha: SHA })
  })
})

describe('reviews', () => {
  const key = 'e'.repeat(64)
  const item = {
    key,
    runId: ID,
    plotId: 'scatter-basic',
    library: 'plotly',
    codeSha: SHA,
    score: 80.26,
    message: 'below the bar',
    waitingSince: RUN.createdAt,
    claim: null,
  }
  const review = {
    key,
    plotId: 'scatter-basic',
    library: 'plotly',
    specSha: SHA,
    codeSha: SHA,
    pictureSha: SHA,
    model: 'measured',
    review: {
      score: 80.26,
      criteria: {},
      verdict: 'person',
      strength: 'measured-only',
      pythons: ['3.13'],
      findings: [
        {
          check: 'text-overlap',
          criterion: 'legibility',
          status: 'failed',
          message: 'labels overlap',
          loss: 1,
          veto: true,
        },
        { check: 'runs', criterion: 'runs', status: 'passed', message: 'runs', loss: 0, veto: false },
      ],
    },
    createdAt: RUN.createdAt,
    queued: null,
  }

  it('list shows what waits and who has it', async () => {
    const claim = { by: 'ann', expiresAt: RUN.createdAt }
    const api = await standInApi(() => ({ body: { items: [item, { ...item, claim }], nextCursor: null } }))
    const { out } = await runCli(api.url, ['reviews', 'list', '--plot', 'scatter-basic', '-l', 'plotly'])
    expect(api.seen.map(({ path }) => path)).toEqual([
      '/v1/reviews?limit=20&plotId=scatter-basic&library=plotly',
    ])
    expect(out).toMatch(/scatter-basic +plotly +80.3 +2026-01-02 03:04 +– /)
    expect(out).toMatch(/scatter-basic +plotly +80.3 +2026-01-02 03:04 +ann /)
    expect((await against(200, { items: [], nextCursor: null }, ['reviews', 'list'])).out).toBe(
      'nothing waits for a verdict\n',
    )
  })

  it('next claims one, shows what was found and says how to decide', async () => {
    const claim = { by: 'ann', expiresAt: '2026-01-02T03:34:05.000Z' }
    const api = await standInApi(({ method }) => ({
      body: method === 'POST' ? { item: { ...item, claim } } : review,
    }))
    const argv = ['reviews', 'next', key, '--plot', 'scatter-basic', '-l', 'plotly']
    const { code, out } = await runCli(api.url, argv)
    expect(code).toBe(0)
    expect(JSON.parse(api.seen[0]?.body ?? '')).toEqual({ key, plotId: 'scatter-basic', library: 'plotly' })
    expect(out).toBe(
      [
        'scatter-basic plotly  score 80.3  yours until 2026-01-02T03:34:05.000Z',
        '  below the bar',
        '  veto text-overlap: labels overlap',
        `code: ${api.url}/v1/runs/${ID}/artifacts/${SHA}`,
        `picture: ${api.url}/v1/runs/${ID}/artifacts/${SHA}`,
        `decide: pyplots runs approve|reject ${ID} -l plotly`,
        `give it back: pyplots reviews release ${key}`,
        '',
      ].join('\n'),
    )
  })

  it('next says when nothing is left', async () => {
    const { code, out } = await against(200, { item: null }, ['reviews', 'next'])
    expect([code, out]).toEqual([0, 'nothing that nobody has claimed waits for a verdict\n'])
  })

  it('release gives a claim back', async () => {
    const api = await standInApi(() => ({ status: 204, body: '' }))
    const { code, out } = await runCli(api.url, ['reviews', 'release', key])
    expect([code, out]).toEqual([0, `review ${key} is free for others\n`])
    expect(JSON.parse(api.seen[0]?.body ?? '')).toEqual({ key })
  })
})

describe('runs watch', () => {
  it('goes on after the engine was away for a moment', async () => {
    const calls = { streams: 0 }
    const api = await standInApi(({ path }) => {
      if (!path.startsWith('/v1/events')) return { body: { ...DETAIL, status: 'approved' } }
      calls.streams += 1
      return calls.streams === 1 ? undefined : { body: 'retry: 2000\n\n' }
    })
    const { code, err } = await runCli(api.url, ['runs', 'watch', ID])
    expect(code).toBe(0)
    expect(err).toContain(`the engine does not answer just now: waiting for it (run ${ID})`)
  })

  it('does not wait for what will not come', async () => {
    const { code, err } = await against(404, problem(), ['runs', 'watch', ID])
    expect([code, err]).toEqual([3, 'it did not work\n'])
  })

  it('ends at an interrupt while the engine is away', async () => {
    const recording = recordingIo()
    const api = await standInApi(() => {
      recording.interrupt()
      return undefined
    })
    expect((await runCli(api.url, ['runs', 'watch', ID], recording)).code).toBe(130)
  })

  it('reads on while the run goes on, and asks again after the stream has ended', async () => {
    const calls = { runs: 0 }
    const api = await standInApi(({ path }) => {
      if (path.startsWith('/v1/events')) return { body: 'retry: 2000\n\n' }
      calls.runs += 1
      return { body: { ...DETAIL, status: calls.runs < 4 ? 'running' : 'failed' } }
    })
    expect((await runCli(api.url, ['runs', 'watch', ID])).code).toBe(1)
    expect(calls.runs).toBe(4)
  })
})

describe('plots', () => {
  const plot = {
    id: 'scatter-basic',
    title: 'Basic Scatter Plot',
    specVersion: '1.0.0',
    specSha: SHA,
    qualityScore: 94.44,
    implementations: [
      {
        library: 'plotly',
        version: '1.0.1',
        codeSha: SHA,
        pictureSha: SHA,
        qualityScore: 94.44,
        files: { 'plot.py': ['3.12', '3.13'], 'plot_py310.py': ['3.10'] },
        pythons: ['3.10', '3.12', '3.13'],
        publishedAt: RUN.createdAt,
      },
    ],
    updatedAt: RUN.createdAt,
  }

  it('shows for each tag who says so, for which libraries, and why', async () => {
    const interactive = { slug: 'interactive', dimension: 'capability', source: 'measured' }
    const tags = [
      { ...interactive, library: 'matplotlib', holds: false, evidence: 'matplotlib leaves a picture' },
      { ...interactive, library: 'plotly', holds: true, evidence: 'a page' },
      { ...interactive, library: 'bokeh', holds: true, evidence: 'another page' },
      { ...interactive, library: 'altair', holds: null, evidence: 'not looked at' },
      {
        slug: 'scatter',
        dimension: 'technical',
        source: 'spec',
        library: null,
        holds: true,
        evidence: 'listed',
      },
    ]
    const show = ['plots', 'show', 'scatter-basic']
    const { out } = await against(200, { ...plot, tags }, show)
    expect(out).toMatch(/^interactive +capability +no: matplotlib +measured, matplotlib leaves a picture$/m)
    expect(out).toMatch(/^interactive +capability +yes: plotly bokeh +measured, a page$/m)
    expect(out).toMatch(/^interactive +capability +unknown: altair +measured, not looked at$/m)
    expect(out).toMatch(/^scatter +technical +yes +spec, listed$/m)
    const nothing = await against(200, { ...plot, implementations: [], tags }, show)
    expect(nothing.out).toMatch(/^scatter +technical/m)
  })

  it('shows where the code and the picture of an implementation are', async () => {
    const { out } = await against(200, { ...plot, tags: [] }, ['plots', 'show', 'scatter-basic'])
    expect(out).toMatch(
      /^plotly +1\.0\.1 +94\.4 +3\.12 3\.13 +plots\/scatter-basic\/implementations\/plotly\/current\/plot\.py +plots\/scatter-basic\/assets\/plotly\.png$/m,
    )
    expect(out).toMatch(/^plotly .* 3\.10 +plots\/scatter-basic\/.*\/current\/plot_py310\.py /m)
  })

  it('lists what is published', async () => {
    const { out } = await against(200, { items: [plot], nextCursor: null }, ['plots', 'list'])
    expect(out).toMatch(/scatter-basic +Basic Scatter Plot +1\.0\.0 +plotly +94\.4/)
  })
})
