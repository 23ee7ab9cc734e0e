import { beforeAll, describe, expect, it } from 'vitest'

import { Library } from '../../domain/plot/plot.schema.ts'
import { CHECKS } from '../../domain/review/measure.ts'
import type { Finding } from '../../domain/review/review.schema.ts'
import { createLinter } from '../../sandbox/lint.ts'
import { ruffPath } from '../review/support.ts'
import { config } from '../sandbox/host.ts'
import { catalogueBases, cleanCharts } from './chart.ts'
import type { Chart, Studio } from './chart.ts'
import { rulesOf } from './defect.ts'
import { REPORTING } from './halves.ts'
import { detection } from './judge.ts'
import type { Judgement } from './judge.ts'
import { KINDS } from './kinds.ts'
import { seeded } from './random.ts'

/** Enough for each library to have each chart type in several versions. */
const CHARTS = 200

let studio: Studio
let charts: readonly Chart[]

beforeAll(async () => {
  const linter = createLinter({ ruff: ruffPath() })
  studio = { linter, bases: await catalogueBases(config.root) }
  charts = await cleanCharts(studio, 'set', CHARTS)
})

describe('clean charts', () => {
  it('are the same for the same seed and others for another', async () => {
    expect(await cleanCharts(studio, 'set', 10)).toEqual(charts.slice(0, 10))
    const others = await cleanCharts(studio, 'another', 10)
    expect(others.filter((chart, at) => chart.code === charts[at]?.code)).toEqual([])
  })

  it('are written for every library and every plot of the catalogue', () => {
    expect(new Set(charts.map((chart) => chart.library))).toEqual(new Set(Library.options))
    const plots = new Set(charts.map((chart) => chart.spec.plot_id))
    expect(plots).toEqual(new Set(studio.bases.map((base) => base.spec.plot_id)))
  })

  it('are no two alike', () => {
    expect(new Set(charts.map((chart) => chart.csv)).size).toBe(charts.length)
    expect(new Set(charts.map((chart) => chart.code)).size).toBe(charts.length)
  })
})

describe('the reporting half', () => {
  it('names rules that are there', () => {
    const known = new Set(KINDS.flatMap((kind) => kind.rules.map((rule) => `${kind.name}: ${rule.name}`)))
    const named = Object.entries(REPORTING).flatMap(([kind, rules]) =>
      rules.map((rule) => `${kind}: ${rule}`),
    )
    expect(named.filter((each) => !known.has(each))).toEqual([])
  })
})

describe.each(KINDS)('$name', (kind) => {
  it('names checks that are made, or says why there is none', () => {
    const made = new Set(CHECKS.map((check) => check.name))
    expect(kind.checks.filter((check) => !made.has(check))).toEqual([])
    expect(kind.checks.length === 0).toBe(kind.unmeasurable !== null)
  })

  it('has rules in both halves and none in both of them', () => {
    const [tuning, reporting] = [rulesOf(kind, 'tuning'), rulesOf(kind, 'reporting')]
    expect(tuning.length).toBeGreaterThan(0)
    expect(reporting.length).toBeGreaterThan(0)
    expect(new Set([...tuning, ...reporting]).size).toBe(kind.rules.length)
  })

  it.each(['tuning', 'reporting'] as const)(
    'is made for all five libraries by the rules of the %s half',
    async (half) => {
      const made = await Promise.all(
        Library.options.map(async (library) => {
          const own = charts.filter((chart) => chart.library === library)
          const attempts = rulesOf(kind, half).flatMap((rule) =>
            own
              .filter((chart) => rule.applies?.(chart) ?? true)
              .slice(0, 1)
              .map((chart) => ({ rule, chart })),
          )
          const codes = await Promise.all(
            attempts.map(async ({ rule, chart }) => {
              const code = await rule.spoil(chart, { random: seeded(rule.name), studio })
              expect(code, `${rule.name} in ${chart.name}`).not.toBe(chart.code)
              return code
            }),
          )
          return codes.some((code) => code !== null) ? [library] : []
        }),
      )
      expect(made.flat()).toEqual(Library.options)
    },
  )
})

describe('a defect', () => {
  const kind = {
    name: 'a',
    criterion: 'legibility',
    checks: ['own', 'other'],
    unmeasurable: null,
    rules: [],
  } as const
  const clean = judgement({ own: 'passed', other: 'passed', foreign: 'passed' })

  it('is found when a check that is made for it fails, and by no other', () => {
    expect(detection(kind, judgement({ own: 'failed', other: 'passed' }), clean)).toBe('found')
    expect(detection(kind, judgement({ own: 'passed', foreign: 'failed' }), clean)).toBe('missed')
  })

  it('is not found by a check that fails on the clean chart too', () => {
    const faulty = judgement({ own: 'failed', other: 'passed' })
    expect(detection(kind, judgement({ own: 'failed', other: 'passed' }), faulty)).toBe('missed')
  })

  it('is not measured when no check that is made for it could be made', () => {
    expect(detection(kind, judgement({ own: 'not_measured', foreign: 'passed' }), clean)).toBe('not_measured')
    expect(detection(kind, judgement({ foreign: 'failed' }), clean)).toBe('not_measured')
  })

  it('is found by a judge without checks when its criterion loses a level', () => {
    const points = (legibility: number | null): Judgement => ({ ...judgement({}), criteria: { legibility } })
    expect(detection(kind, points(50), points(75))).toBe('found')
    expect(detection(kind, points(60), points(75))).toBe('missed')
    expect(detection(kind, points(null), points(75))).toBe('not_measured')
  })
})

function judgement(checks: Readonly<Record<string, Finding['status']>>): Judgement {
  const findings = Object.entries(checks).map(([check, status]) => ({
    check,
    criterion: 'legibility' as const,
    status,
    veto: false,
    message: '',
    loss: 0,
  }))
  return { score: 90, approves: true, criteria: {}, findings, microUsd: 0, elapsedMs: 0 }
}
