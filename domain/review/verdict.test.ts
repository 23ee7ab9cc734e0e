import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { inputFor, renderFor } from '../../test/review/input.ts'
import { CRITERION_WEIGHTS, QUALITY_BAR, VETO_SCORE_MAX } from './limits.ts'
import { CHECKS, measure } from './measure.ts'
import { Criterion, Review } from './review.schema.ts'
import type { Finding } from './review.schema.ts'
import { coverage, judge } from './verdict.ts'

function finding(other: Partial<Finding> = {}): Finding {
  return {
    check: 'title',
    criterion: 'spec_compliance',
    status: 'passed',
    veto: false,
    message: '',
    loss: 0,
    ...other,
  }
}

/** A finding of each check, all passed. */
const FAULTLESS = CHECKS.map(({ name, criterion }) => finding({ check: name, criterion }))

function withOutcome(name: string, other: Partial<Finding>): readonly Finding[] {
  return FAULTLESS.map((each) => (each.check === name ? { ...each, ...other } : each))
}

const anyFinding = fc.constantFrom(...CHECKS).chain(({ name, criterion }) =>
  fc.record({
    check: fc.oneof(fc.constant(name), fc.constant('of-a-later-version')),
    criterion: fc.oneof(fc.constant(criterion), fc.constantFrom(...Criterion.options)),
    status: fc.constantFrom('passed' as const, 'failed' as const, 'not_measured' as const),
    veto: fc.boolean(),
    message: fc.string({ maxLength: 40 }),
    loss: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
)
const anyFindings = fc.array(anyFinding, { maxLength: 60 })

describe('judge', () => {
  it('approves a faultless attempt with full marks for what is measured', () => {
    const review = judge(measure(inputFor('scatter')))
    expect(review).toMatchObject({
      score: 100,
      verdict: 'approve',
      strength: 'measured-only',
      pythons: ['3.12'],
    })
    expect(review.criteria).toEqual({
      runs: 100,
      code_quality: 100,
      spec_compliance: 100,
      legibility: 100,
      visual_aesthetics: null,
      user_experience: null,
      performance: 100,
      idiom: null,
    })
  })

  it('refuses a failed veto whatever the rest is', () => {
    const review = judge(withOutcome('edge-ink', { status: 'failed', veto: true, loss: 0 }))
    expect(review).toMatchObject({ score: VETO_SCORE_MAX, verdict: 'repair' })
  })

  it('keeps an attempt below a floor under the bar', () => {
    const findings = withOutcome('legend', { status: 'failed', loss: 1 })
    const review = judge(findings)
    expect(review.criteria['spec_compliance']).toBeLessThan(70)
    expect(review).toMatchObject({ score: QUALITY_BAR - 1, verdict: 'repair' })
  })

  it('leaves what no repair is left for to a person', () => {
    const findings = withOutcome('edge-ink', { status: 'failed', veto: true, loss: 1 })
    expect(judge(findings, { repairsLeft: 0 }).verdict).toBe('person')
    expect(judge(findings, { repairsLeft: 1 }).verdict).toBe('repair')
  })

  it('leaves what a repair cannot mend to a person', () => {
    expect(judge([finding({ status: 'not_measured', loss: 1 })]).verdict).toBe('person')
    expect(judge([]).verdict).toBe('person')
    expect(judge([])).toMatchObject({ score: 0, pythons: [] })
    expect(coverage([])).toBe(0)
  })

  it('lets a person decide when a veto or too much of the rest could not be measured', () => {
    expect(judge(withOutcome('text-clipped', { status: 'not_measured', veto: true, loss: 1 })).verdict).toBe(
      'person',
    )
    const blind = FAULTLESS.map((each) =>
      each.criterion === 'code_quality' ? { ...each, status: 'not_measured' as const } : each,
    )
    expect(coverage(blind)).toBeLessThan(0.8)
    expect(judge(blind).verdict).toBe('person')
  })

  it('takes half a level of the criterion for each point, however many other checks passed', () => {
    const criterion = (check: string, loss: number) =>
      judge(withOutcome(check, { status: 'failed', loss })).criteria.legibility
    expect(criterion('font-size', 1)).toBe(62.5)
    expect(criterion('canvas-use', 1)).toBe(87.5)
    expect(criterion('canvas-use', 0.5)).toBe(93.75)
    const all = FAULTLESS.map((each) => ({ ...each, status: 'failed' as const, loss: 1 }))
    expect(judge(all).criteria.legibility).toBe(0)
  })

  it('gives nothing for what was not measured', () => {
    const missing = judge(withOutcome('canvas-use', { status: 'not_measured', loss: 1 }))
    const failing = judge(withOutcome('canvas-use', { status: 'failed', loss: 1 }))
    expect(missing.score).toBe(failing.score)
    expect(missing.score).toBeLessThan(100)
  })

  it('names the Pythons it ran on, or those it is told', () => {
    const old = renderFor(null, { python: '3.10', report: { ...renderFor(null).report, outcome: 'error' } })
    const findings = measure({ ...inputFor('scatter'), renders: [...inputFor('scatter').renders, old] })
    expect(judge(findings).pythons).toEqual(['3.12'])
    expect(judge(findings, { pythons: ['3.11'] }).pythons).toEqual(['3.11'])
    expect(judge([finding({ check: 'runs-2.7' })]).pythons).toEqual([])
  })

  it('weighs its criteria to a hundred', () => {
    expect(Object.values(CRITERION_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100)
    expect(Object.keys(CRITERION_WEIGHTS).sort()).toEqual([...Criterion.options].sort())
  })
})

describe('judge, for any findings', () => {
  it('ends with a review that keeps its schema', () => {
    fc.assert(fc.property(anyFindings, (findings) => Review.safeParse(judge(findings)).success))
  })

  it('does not depend on their order', () => {
    const shuffled = anyFindings.chain((findings) =>
      fc.tuple(fc.constant(findings), fc.shuffledSubarray(findings, { minLength: findings.length })),
    )
    fc.assert(
      fc.property(shuffled, ([findings, others]) => {
        const [a, b] = [judge(findings), judge(others)]
        expect({ ...a, findings: [], pythons: [] }).toEqual({ ...b, findings: [], pythons: [] })
      }),
    )
  })

  it('never scores higher for losing more points', () => {
    const worse = fc.tuple(anyFindings, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(worse, ([findings, place, loss]) => {
        const at = findings.length === 0 ? 0 : place % findings.length
        const lower = findings.map((each, index) =>
          index === at && each.status !== 'not_measured'
            ? {
                ...each,
                status: 'failed' as const,
                loss: each.status === 'failed' ? Math.max(each.loss, loss) : loss,
              }
            : each,
        )
        return judge(lower).score <= judge(findings).score
      }),
    )
  })

  it('never approves a failed or unmeasured veto, nor a score below the bar', () => {
    fc.assert(
      fc.property(anyFindings, (findings) => {
        const review = judge(findings)
        const refused = findings.some((each) => each.veto && each.status !== 'passed')
        return review.verdict !== 'approve' || (!refused && review.score >= QUALITY_BAR)
      }),
    )
  })

  it('never asks for a repair when none is left', () => {
    fc.assert(
      fc.property(anyFindings, (findings) => judge(findings, { repairsLeft: 0 }).verdict !== 'repair'),
    )
  })
})
