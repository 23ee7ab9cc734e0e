import { DETECTION_MIN } from './limits.ts'

/** What became of one chart with a known defect. */
export type Detection = 'found' | 'missed' | 'not_measured'

/** A share of counted things with its 95 % interval (Wilson). */
export interface Share {
  readonly count: number
  readonly of: number
  /** null: there was nothing to count */
  readonly share: number | null
  readonly low: number
  readonly high: number
}

/** How a judge's scores follow the truth: `score = truth + bias` on average, and the slope of score over truth. */
export interface Calibration {
  readonly bias: number
  /** null: the truths do not differ */
  readonly slope: number | null
}

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964

/**
 * A share with the interval in which the true one lies, with 95 % where nothing else is said; without things to
 * count, anything is possible.
 * @param z two-sided quantile of the normal distribution: 3.29 for 99.9 %
 */
export function shareOf(count: number, of: number, z = Z): Share {
  if (of === 0) return { count, of, share: null, low: 0, high: 1 }
  const share = count / of
  const spread = z ** 2 / of
  const middle = (share + spread / 2) / (1 + spread)
  const half = (z * Math.sqrt((share * (1 - share)) / of + spread / (4 * of))) / (1 + spread)
  return { count, of, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** The recall over what could be measured; what was not measured is no part of it. */
export function recallOf(detections: readonly Detection[]): Share {
  const found = detections.filter((each) => each === 'found').length
  return shareOf(found, found + detections.filter((each) => each === 'missed').length)
}

/**
 * How well a score tells clean from defective: the probability that a clean chart has the higher one, ties counting
 * half. Null where one side is empty.
 */
export function separation(clean: readonly number[], defective: readonly number[]): number | null {
  if (clean.length === 0 || defective.length === 0) return null
  const wins = clean.flatMap((good) => defective.map((bad) => (good > bad ? 1 : good === bad ? 0.5 : 0)))
  return sum(wins) / wins.length
}

/** Mean difference of score and truth, and the slope of the line of least squares through them; null for no pairs. */
export function calibration(
  pairs: readonly { readonly truth: number; readonly score: number }[],
): Calibration | null {
  if (pairs.length === 0) return null
  const truth = mean(pairs.map((pair) => pair.truth))
  const score = mean(pairs.map((pair) => pair.score))
  const spread = sum(pairs.map((pair) => (pair.truth - truth) ** 2))
  const together = sum(pairs.map((pair) => (pair.truth - truth) * (pair.score - score)))
  return { bias: score - truth, slope: spread === 0 ? null : together / spread }
}

/** Standard deviation of one judgement, from charts that were judged twice; null for none. */
export function retestDeviation(pairs: readonly (readonly [number, number])[]): number | null {
  return pairs.length === 0
    ? null
    : Math.sqrt(mean(pairs.map(([first, second]) => (first - second) ** 2)) / 2)
}

/**
 * What a judge's opinion on a criterion should count, 0 to 1: how much of it is above guessing, from what it finds
 * and how often it cries wolf. Nothing where it finds less than `DETECTION_MIN`.
 */
export function weightFor(recall: Share, falseAlarms: Share): number {
  if (recall.share === null || recall.share < DETECTION_MIN) return 0
  return Math.max(0, recall.share - (falseAlarms.share ?? 0))
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
