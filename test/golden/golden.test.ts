import { randomBytes } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { shareOf } from '../../domain/review/golden.ts'
import { createLinter } from '../../sandbox/lint.ts'
import { ruffPath } from '../review/support.ts'
import { config } from '../sandbox/host.ts'
import { catalogueBases } from './chart.ts'
import { offlineJudge } from './judge.ts'
import { openLab } from './lab.ts'
import type { Lab } from './lab.ts'
import { runGolden } from './run.ts'
import { summarise } from './summary.ts'
import type { Summary } from './summary.ts'

/** Fresh in each run, so that checks cannot be made for one set; in the name of each test, so that it can be repeated. */
const SEED = randomBytes(4).toString('hex')

/** Small enough for a minute on two cores; `make golden` makes a large one. */
const SIZE = { clean: 15, twins: 1, perKind: 2 }

/** 99.9 %: a sample that misses by bad luck alone is one in a thousand. */
const CERTAIN = 3.29

let lab: Lab
let summary: Summary

beforeAll(async () => {
  const linter = createLinter({ ruff: ruffPath() })
  lab = await openLab(linter)
  const studio = { linter, bases: await catalogueBases(config.root) }
  const wanted = { seed: SEED, half: 'reporting', ...SIZE } as const
  summary = summarise(await runGolden({ studio, lab, judge: offlineJudge }, wanted))
})

afterAll(() => lab.close())

describe(`the offline reviewers on a set of the reporting half (make golden SEED=${SEED} repeats its charts)`, () => {
  it('find what can be measured: 95 % lie within what a sample of this size can tell', () => {
    expect(summary.recall.of).toBeGreaterThan(20)
    const { count, of } = summary.recall
    expect(shareOf(count, of, CERTAIN).high >= 0.95 ? [] : summary.missed).toEqual([])
  })

  it('approve clean charts: at most 5 % below the bar lie within what a sample of this size can tell', () => {
    expect(summary.belowBar.of).toBe(SIZE.clean)
    const { count, of } = summary.belowBar
    expect(shareOf(count, of, CERTAIN).low <= 0.05 ? [] : summary.alarms).toEqual([])
  })

  it('score clean charts higher than defective ones', () => {
    expect(summary.separation).toBeGreaterThan(0.85)
  })

  it('are shown defects, not charts on which a rule changes nothing', () => {
    expect(summary.dropped.length < 0.2 * summary.twins ? [] : summary.dropped).toEqual([])
  })
})
