import { describe, expect, it } from 'vitest'

import type { RunDetail, RunLibrary } from '../domain/run/run-view.schema.ts'
import { changedLines, finalLines, liveLines } from './run-view.ts'
import { createPaint } from './style.ts'

const plain = createPaint(false)
const START = '2026-01-02T03:04:05.000Z'
const moment = { now: Date.parse(START) + 2_000, frame: 0, paint: plain }

function library(given: Partial<RunLibrary> = {}): RunLibrary {
  return {
    library: 'plotly',
    status: 'running',
    stage: 'rendering',
    attempt: 1,
    pythons: [],
    score: null,
    version: null,
    codeSha: null,
    published: false,
    message: null,
    reviewKey: null,
    costMicroUsd: 0,
    startedAt: START,
    finishedAt: null,
    ...given,
  }
}

function run(libraries: readonly RunLibrary[], given: Partial<RunDetail> = {}): RunDetail {
  return {
    id: '01a0c0de-0000-7000-8000-000000000000',
    kind: 'plot',
    plotId: 'scatter-basic',
    status: 'running',
    reason: null,
    message: null,
    libraries: [...libraries],
    pythons: ['3.12', '3.13'],
    budgetMicroUsd: 1_000_000,
    costMicroUsd: 0,
    requestedBy: 'local',
    createdAt: START,
    startedAt: START,
    finishedAt: null,
    version: 1,
    live: null,
    ...given,
  }
}

describe('liveLines', () => {
  it('shows what ran, what failed and what is at work', () => {
    const pythons = [{ python: '3.12', outcome: 'timeout' } as const]
    const [, , row] = liveLines(run([library({ pythons })]), moment)
    expect(row).toBe('plotly   ✗     ⠋     rendering  1        –      2.0 s')
  })

  it('shows what models cost so far and may cost', () => {
    const [free] = liveLines(run([]), moment)
    expect(free).toBe('scatter-basic  running  2.0 s  run 01a0c0de-0000-7000-8000-000000000000')
    const [title] = liveLines(run([], { costMicroUsd: 4_200 }), moment)
    expect(title).toContain('  2.0 s  cost $0.0042 of $1.00  run ')
  })

  it('shows nothing of a library that waits', () => {
    const waiting = library({ stage: 'waiting', attempt: 0, startedAt: null })
    const [, , row] = liveLines(run([waiting]), moment)
    expect(row).toBe('plotly   ·     ·     waiting  –        –      –')
  })

  it('believes the Workflow where it is ahead of the rows, and the rows otherwise', () => {
    const ahead = { library: 'plotly', attempt: 2, status: 'running', score: 71.25 } as const
    const shown = (stage: 'reviewing' | 'waiting', attempt: number) =>
      liveLines(run([library()], { live: { libraries: [{ ...ahead, stage, attempt }] } }), moment)[2]
    expect(shown('reviewing', 2)).toContain('reviewing  2        71.3')
    expect(shown('waiting', 2)).toContain('rendering  1')
    expect(shown('reviewing', 0)).toContain('rendering  1')
  })
})

describe('changedLines', () => {
  it('tells of each change once', () => {
    const before = run([library(), library({ library: 'bokeh', stage: 'waiting' })])
    const after = run([library(), library({ library: 'bokeh', stage: 'authoring' })])
    expect(changedLines(null, before)).toEqual(['plotly       rendering  attempt 1'])
    expect(changedLines(before, after)).toEqual(['bokeh        authoring  attempt 1'])
  })
})

describe('finalLines', () => {
  const ended = { status: 'approved', stage: 'done', version: '1.0.0', score: 95.31 } as const
  const finishedAt = '2026-01-02T03:04:08.000Z'

  it('says of a library that nothing changed, and why another one failed', () => {
    const libraries = [
      library({ ...ended, finishedAt, costMicroUsd: 20_000 }),
      library({ library: 'bokeh', status: 'not_expressible', message: 'no such mark', finishedAt }),
    ]
    const lines = finalLines(run(libraries, { status: 'failed', finishedAt, costMicroUsd: 20_000 }), plain)
    expect(lines[1]).toContain('approved, unchanged  3.0 s  $0.02')
    expect(lines[2]).toContain('not expressible')
    expect(lines.slice(3)).toEqual([
      '  bokeh: no such mark',
      'scatter-basic: failed in 3.0 s, cost $0.02, run 01a0c0de-0000-7000-8000-000000000000',
    ])
  })

  it('measures a run that has no end yet by its start', () => {
    expect(finalLines(run([library(ended)]), plain).at(-1)).toContain('running in 0 ms')
  })
})
