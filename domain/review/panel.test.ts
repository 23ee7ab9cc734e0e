import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ModelFamily } from './family.schema.ts'
import { LEAD_FAMILIES, QUALITY_BAR, SPREAD_MAX, VETO_SCORE_MAX } from './limits.ts'
import { CHECKS } from './measure.ts'
import { JudgedCriterion } from './opinion.schema.ts'
import type { Abstention, Opinion } from './opinion.schema.ts'
import {
  confirmedProblems,
  faultsOf,
  isQuorate,
  levelPoints,
  panelReview,
  panelScores,
  plainScores,
  quorumOf,
  strengthOf,
} from './panel.ts'
import type { Panel } from './panel.ts'
import type { Finding } from './review.schema.ts'
import { Review } from './review.schema.ts'
import { isWorthJudging, judge } from './verdict.ts'

type Scores = Opinion['scores']

function all<Value>(value: Value): Record<JudgedCriterion, Value> {
  const entries = JudgedCriterion.options.map((criterion) => [criterion, value])
  return Object.fromEntries(entries)
}

function opinion(family: ModelFamily, points: number, other: Partial<Opinion> = {}): Opinion {
  const said = `${family} would change something`
  return {
    family,
    model: `${family}-1`,
    scores: all(points),
    evidence: all(said),
    problems: [],
    unfit: [],
    ...other,
  }
}

function panel(opinions: readonly Opinion[], other: Partial<Panel> = {}): Panel {
  return { authorFamily: null, opinions, abstentions: [], ...other }
}

const out = (family: ModelFamily): Abstention => ({ family, reason: 'outage', message: 'it was away' })

/** A finding of each check, all passed. */
const FAULTLESS: readonly Finding[] = CHECKS.map(({ name, criterion }) => ({
  check: name,
  criterion,
  status: 'passed',
  veto: false,
  message: '',
  loss: 0,
}))

const VETOED: readonly Finding[] = FAULTLESS.map((each) =>
  each.check === 'edge-ink' ? { ...each, status: 'failed', veto: true, loss: 1 } : each,
)

describe('an answer', () => {
  const criteria = JudgedCriterion.options.map((id) => ({ id, evidence: 'seen', level: '0' as const }))

  it('needs each criterion once, and may give nothing for it', () => {
    expect(faultsOf({ criteria, problems: [] })).toEqual([])
    expect(levelPoints('0')).toBe(0)
    expect(levelPoints('4')).toBe(100)
  })

  it('is told which criterion it lacks or names twice', () => {
    const [first] = criteria
    expect(faultsOf({ criteria: criteria.slice(1), problems: [] })).toEqual([
      'the criterion code_quality is missing',
    ])
    expect(faultsOf({ criteria: first ? [first, ...criteria] : [], problems: [] })).toEqual([
      'the criterion code_quality is there 2 times',
    ])
  })
})

describe('a panel', () => {
  it('lets the leading family weigh more, and reports the plain average beside it', () => {
    const asked = panel([opinion('anthropic', 100), opinion('openai', 50)])
    expect(panelScores(asked).code_quality).toBeCloseTo(80)
    expect(panelScores(asked).visual_aesthetics).toBeCloseTo(70)
    expect(panelScores(asked).idiom).toBeCloseTo(75)
    expect(plainScores(asked).code_quality).toBe(75)
  })

  it('hears the family that wrote the code and does not count it', () => {
    const asked = panel([opinion('anthropic', 100), opinion('openai', 50)], { authorFamily: 'anthropic' })
    expect(panelScores(asked)).toEqual(all(50))
    expect(strengthOf(asked)).toBe('single-family')
    expect(panelReview(asked)).toMatchObject({ opinions: [{ family: 'anthropic' }, { family: 'openai' }] })
    const alone = panel([opinion('anthropic', 100)], { authorFamily: 'anthropic' })
    expect(strengthOf(alone)).toBe('measured-only')
    expect(judge(FAULTLESS, { panel: alone }).criteria).toEqual(judge(FAULTLESS).criteria)
  })

  it('gives no word to a judge who is unfit for a criterion', () => {
    const blind = opinion('google', 0, { unfit: [...JudgedCriterion.options] })
    expect(panelScores(panel([opinion('openai', 75), blind]))).toEqual(all(75))
  })

  it('needs two families where two were asked, and one where there is one', () => {
    expect(quorumOf(null, ['anthropic', 'openai', 'google'])).toBe(2)
    expect(quorumOf('anthropic', ['anthropic', 'openai'])).toBe(1)
    expect(isQuorate(panel([opinion('openai', 90)], { abstentions: [out('google')] }))).toBe(false)
    expect(isQuorate(panel([opinion('openai', 90)]))).toBe(true)
  })

  it('flags a spread above twenty points and says where', () => {
    const strict = { ...all(100), idiom: 25 }
    const asked = panel([opinion('openai', 100), opinion('google', 100, { scores: strict })])
    const review = panelReview(asked)
    expect(review.contested).toEqual(['idiom'])
    expect(review.spreads.idiom).toBe(75)
    expect(review.spread).toBeLessThan(SPREAD_MAX)
    expect(panelReview(panel([opinion('openai', 100)])).spread).toBeNull()
  })

  it('takes one family as a hint and two as a refusal', () => {
    const objecting = { problems: [{ kind: 'misleading' as const, evidence: 'The axis starts at 90.' }] }
    const one = panel([opinion('openai', 100, objecting), opinion('google', 100)])
    expect(confirmedProblems(one)).toEqual([])
    expect(judge(FAULTLESS, { panel: one }).verdict).toBe('approve')
    const two = panel([opinion('openai', 100, objecting), opinion('google', 100, objecting)])
    const review = judge(FAULTLESS, { panel: two })
    expect(review).toMatchObject({ score: QUALITY_BAR - 1, verdict: 'repair' })
    expect(review.findings.at(-1)).toMatchObject({
      check: 'judged-misleading',
      criterion: 'user_experience',
      message: 'The axis starts at 90.',
    })
  })
})

describe('a verdict with a panel', () => {
  it('is the median of families, whatever one of them says about everything', () => {
    const good = judge(FAULTLESS, { panel: panel([opinion('anthropic', 75), opinion('google', 75)]) })
    expect(good).toMatchObject({ verdict: 'approve', strength: 'panel', score: 89.24, average: 89.24 })
    const bad = panel([opinion('anthropic', 25), opinion('google', 25), opinion('openai', 100)])
    expect(judge(FAULTLESS, { panel: bad })).toMatchObject({ verdict: 'repair' })
    expect(judge(FAULTLESS, { panel: bad }).score).toBeLessThan(QUALITY_BAR)
  })

  it('never lifts what measurement refuses', () => {
    const kind = panel(ModelFamily.options.map((family) => opinion(family, 100)))
    expect(judge(VETOED, { panel: kind })).toMatchObject({ score: VETO_SCORE_MAX, verdict: 'repair' })
  })

  it('leaves the decision to a person when too few of those asked have answered', () => {
    const lonely = panel([opinion('openai', 100)], { abstentions: [out('anthropic'), out('google')] })
    expect(judge(FAULTLESS, { panel: lonely })).toMatchObject({
      verdict: 'person',
      strength: 'single-family',
    })
    const silent = panel([], { abstentions: [out('anthropic'), out('google')] })
    expect(judge(FAULTLESS, { panel: silent })).toMatchObject({
      verdict: 'person',
      strength: 'measured-only',
    })
  })

  it('leaves it to a person when two families stand on either side of the bar', () => {
    const split = panel([opinion('anthropic', 100), opinion('google', 50)])
    const review = judge(FAULTLESS, { panel: split })
    expect(review.score).toBeGreaterThanOrEqual(QUALITY_BAR)
    expect(review.verdict).toBe('person')
    expect(
      judge(FAULTLESS, { panel: panel([opinion('anthropic', 100), opinion('google', 75)]) }).verdict,
    ).toBe('approve')
  })

  it('is under the bar when one judged criterion is poor, and tells the author why', () => {
    const ugly = { ...all(100), visual_aesthetics: 25 }
    const review = judge(FAULTLESS, {
      panel: panel([opinion('anthropic', 100, { scores: ugly }), opinion('google', 100, { scores: ugly })]),
    })
    expect(review).toMatchObject({ score: QUALITY_BAR - 1, verdict: 'repair' })
    expect(review.findings.filter((finding) => finding.status === 'failed')).toEqual([
      {
        check: 'judged-visual-aesthetics',
        criterion: 'visual_aesthetics',
        status: 'failed',
        veto: false,
        message: 'anthropic would change something',
        loss: 0.75,
      },
    ])
  })

  it('asks no model about what no opinion could save', () => {
    expect(isWorthJudging(FAULTLESS)).toBe(true)
    expect(isWorthJudging(VETOED)).toBe(false)
  })
})

const points = fc.constantFrom(0, 25, 50, 75, 100)
const scores = fc.record(all(points)) as fc.Arbitrary<Scores>
const families = fc.shuffledSubarray([...ModelFamily.options])
const anyPanel = fc
  .tuple(
    families,
    fc.array(scores, { minLength: 4, maxLength: 4 }),
    fc.option(fc.constantFrom(...ModelFamily.options)),
  )
  .map(([asked, said, authorFamily]) =>
    panel(
      asked.map((family, at) => opinion(family, 0, { scores: said[at] ?? all(0) })),
      { authorFamily },
    ),
  )

describe('a verdict with any panel', () => {
  it('keeps its schema and does not depend on the order of the families', () => {
    fc.assert(
      fc.property(anyPanel, (asked) => {
        const review = judge(FAULTLESS, { panel: asked })
        expect(Review.safeParse(review).success).toBe(true)
        const turned = judge(FAULTLESS, { panel: { ...asked, opinions: [...asked.opinions].reverse() } })
        expect(turned.score).toBe(review.score)
        expect(turned.verdict).toBe(review.verdict)
      }),
    )
  })

  it('never approves a vetoed attempt, and never scores lower when a judge is kinder', () => {
    fc.assert(
      fc.property(anyPanel, fc.nat(), (asked, place) => {
        expect(judge(VETOED, { panel: asked }).verdict).not.toBe('approve')
        const at = asked.opinions.length === 0 ? 0 : place % asked.opinions.length
        const kinder = asked.opinions.map((each, index) =>
          index === at ? { ...each, scores: all(100) } : each,
        )
        const before = judge(FAULTLESS, { panel: asked }).score
        expect(judge(FAULTLESS, { panel: { ...asked, opinions: kinder } }).score).toBeGreaterThanOrEqual(
          before,
        )
      }),
    )
  })

  it('is decided by no single family once two others agree on what is good', () => {
    const liar = fc.constantFrom(...ModelFamily.options)
    fc.assert(
      fc.property(liar, scores, (family, said) => {
        const [a, b] = ModelFamily.options.filter((other) => other !== family)
        if (a === undefined || b === undefined) return
        const honest = [opinion(a, 25), opinion(b, 25)]
        const asked = panel([...honest, opinion(family, 0, { scores: said })])
        expect(judge(FAULTLESS, { panel: asked }).verdict).not.toBe('approve')
      }),
    )
  })

  it('is never approved on the word of one of two families alone', () => {
    fc.assert(
      fc.property(scores, (said) => {
        const strict = opinion('google', 0, { scores: said })
        const alone = judge(FAULTLESS, { panel: panel([strict]) }).score
        const { verdict } = judge(FAULTLESS, { panel: panel([strict, opinion('openai', 100)]) })
        expect(verdict === 'approve' && alone < QUALITY_BAR).toBe(false)
      }),
    )
  })

  it('moves by a fifth at most when the leading family lies about what two others agree on', () => {
    fc.assert(
      fc.property(points, points, (honest, lie) => {
        const asked = panel([opinion('openai', lie), opinion('google', honest), opinion('local', honest)])
        const drift = Math.abs((panelScores(asked).visual_aesthetics ?? Number.NaN) - honest)
        expect(drift).toBeCloseTo(0.2 * Math.abs(lie - honest))
      }),
    )
  })

  it('names a lead for each judged criterion', () => {
    expect(Object.keys(LEAD_FAMILIES).sort()).toEqual([...JudgedCriterion.options].sort())
  })
})
