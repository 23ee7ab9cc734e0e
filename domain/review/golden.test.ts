import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { calibration, recallOf, retestDeviation, separation, shareOf, weightFor } from './golden.ts'
import type { Detection } from './golden.ts'
import { DETECTION_MIN } from './limits.ts'

const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 30 })
const counts = fc
  .integer({ min: 1, max: 500 })
  .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)))

describe('a share', () => {
  it('has the interval that Wilson gives', () => {
    const share = shareOf(95, 100)
    expect(share.low).toBeCloseTo(0.8882, 3)
    expect(share.high).toBeCloseTo(0.9785, 3)
  })

  it('lies in its interval, which is narrower for more counts', () => {
    fc.assert(
      fc.property(counts, ([count, of]) => {
        const [once, tenfold] = [shareOf(count, of), shareOf(10 * count, 10 * of)]
        expect(once.share).toBeGreaterThanOrEqual(once.low - 1e-12)
        expect(once.share).toBeLessThanOrEqual(once.high + 1e-12)
        expect(tenfold.high - tenfold.low).toBeLessThan(once.high - once.low)
      }),
    )
  })

  it('has a wider interval for more certainty', () => {
    const [usual, certain] = [shareOf(40, 48), shareOf(40, 48, 3.29)]
    expect(certain.low).toBeLessThan(usual.low)
    expect(certain.high).toBeGreaterThan(usual.high)
  })

  it('is unknown where nothing was counted', () => {
    expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, share: null, low: 0, high: 1 })
  })
})

describe('recall', () => {
  it('does not change by what was not measured', () => {
    const detection = fc.constantFrom<Detection>('found', 'missed')
    fc.assert(
      fc.property(fc.array(detection), fc.nat(20), (known, unknown) => {
        const more = [...known, ...Array.from({ length: unknown }, (): Detection => 'not_measured')]
        expect(recallOf(more)).toEqual(recallOf(known))
        expect(recallOf(known).count).toBe(known.filter((each) => each === 'found').length)
      }),
    )
  })
})

describe('separation', () => {
  it('is 1 where every clean chart has the higher score', () => {
    expect(separation([90, 95], [10, 89])).toBe(1)
  })

  it('is one half where scores say nothing', () => {
    expect(separation([90, 90], [90, 90])).toBe(0.5)
  })

  it('turns round with its sides, and does not care about the scale', () => {
    fc.assert(
      fc.property(scores, scores, (clean, defective) => {
        const value = separation(clean, defective) ?? 0
        expect(separation(defective, clean)).toBeCloseTo(1 - value)
        const stretched = (all: readonly number[]) => all.map((score) => 3 * score + 7)
        expect(separation(stretched(clean), stretched(defective))).toBeCloseTo(value)
      }),
    )
  })

  it('is unknown with one side only', () => {
    expect(separation([], [1])).toBeNull()
    expect(separation([1], [])).toBeNull()
  })
})

describe('calibration', () => {
  it('finds the line that scores follow', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 4 }), (shift, slope) => {
        const pairs = [0, 50, 100].map((truth) => ({ truth, score: slope * truth + shift }))
        const found = calibration(pairs)
        expect(found?.slope).toBeCloseTo(slope)
        expect(found?.bias).toBeCloseTo((slope - 1) * 50 + shift)
      }),
    )
  })

  it('has no slope where the truth is always the same, and is unknown without charts', () => {
    expect(calibration([{ truth: 100, score: 88 }])).toEqual({ bias: -12, slope: null })
    expect(calibration([])).toBeNull()
  })
})

describe('judging twice', () => {
  it('deviates by nothing where both judgements are the same', () => {
    expect(retestDeviation([[80, 80]])).toBe(0)
    expect(retestDeviation([[80, 90]])).toBeCloseTo(Math.sqrt(50))
    expect(retestDeviation([])).toBeNull()
  })
})

describe('the weight of an opinion', () => {
  it('is nothing for a judge that finds too little', () => {
    fc.assert(
      fc.property(counts, counts, ([count, of], [alarms, clean]) => {
        const weight = weightFor(shareOf(count, of), shareOf(alarms, clean))
        expect(weight).toBeGreaterThanOrEqual(0)
        expect(weight).toBeLessThanOrEqual(1)
        expect(weight > 0 && count / of < DETECTION_MIN).toBe(false)
      }),
    )
  })

  it('is less for more false alarms, and nothing for a judge that always cries wolf', () => {
    const found = shareOf(9, 10)
    expect(weightFor(found, shareOf(0, 10))).toBeCloseTo(0.9)
    expect(weightFor(found, shareOf(2, 10))).toBeCloseTo(0.7)
    expect(weightFor(found, shareOf(10, 10))).toBe(0)
    expect(weightFor(found, shareOf(0, 0))).toBeCloseTo(0.9)
    expect(weightFor(shareOf(0, 0), found)).toBe(0)
  })
})
