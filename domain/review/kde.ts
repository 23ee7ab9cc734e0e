import { numberAt } from './values.ts'

/** A curve: a height at each place. */
export interface Curve {
  readonly at: readonly number[]
  readonly height: readonly number[]
}

/** How well a curve is an estimate of a density. */
export interface Fit {
  /** the bandwidth that fits best, in the unit of the values */
  readonly bandwidth: number
  /** what the estimate must be multiplied with: 1 where the curve's area is 1 */
  readonly scale: number
  /** largest distance between curve and scaled estimate, as a share of the curve's peak */
  readonly deviation: number
}

/** Places that are compared, and masses that stand for many values. */
const PLACES_MAX = 60
const MASSES_MAX = 1000

/** Bandwidths that are tried first, in standard deviations times n^(-1/5) (Scott), and how often the best is refined. */
const FIRST_FACTORS = Array.from({ length: 17 }, (_, at) => 0.15 * 1.22 ** at)
const REFINED = 3

/**
 * Finds the bandwidth with which Gaussian kernels over the values give a curve best.
 * Libraries choose bandwidths by different rules; what they draw is an estimate of the values for one of them.
 * Null for fewer than two different values or for a flat curve.
 */
export function fitDensity(values: readonly number[], curve: Curve): Fit | null {
  const deviation = standardDeviation(values)
  const peak = curve.height.reduce((a, b) => Math.max(a, b), 0)
  if (!(deviation > 0) || !(peak > 0)) return null
  const sample = { masses: massesOf(values), curve: thinned(curve), peak }
  const scott = deviation * values.length ** -0.2
  let best = bestOf(
    sample,
    FIRST_FACTORS.map((factor) => factor * scott),
  )
  let step = 1.22
  for (let turn = 0; turn < REFINED; turn += 1) {
    const around = Array.from({ length: 9 }, (_, at) => best.bandwidth * step ** ((at - 4) / 4))
    best = bestOf(sample, around)
    step **= 1 / 4
  }
  return best
}

interface Sample {
  readonly masses: readonly (readonly [number, number])[]
  readonly curve: Curve
  readonly peak: number
}

function bestOf(sample: Sample, bandwidths: readonly number[]): Fit {
  const fits = bandwidths.map((bandwidth) => fitOf(sample, bandwidth))
  return fits.reduce((best, each) => (each.deviation < best.deviation ? each : best))
}

function fitOf({ masses, curve, peak }: Sample, bandwidth: number): Fit {
  const estimate = curve.at.map((place) => densityAt(place, masses, bandwidth))
  const products = estimate.reduce((sum, each, at) => sum + each * numberAt(curve.height, at), 0)
  const squares = estimate.reduce((sum, each) => sum + each * each, 0)
  const scale = squares > 0 ? products / squares : 0
  const off = estimate.map((each, at) => Math.abs(numberAt(curve.height, at) - scale * each))
  return { bandwidth, scale, deviation: off.reduce((a, b) => Math.max(a, b), 0) / peak }
}

function densityAt(place: number, masses: Sample['masses'], bandwidth: number): number {
  const sum = masses.reduce(
    (total, [at, mass]) => total + mass * Math.exp(-0.5 * ((place - at) / bandwidth) ** 2),
    0,
  )
  return sum / (bandwidth * Math.sqrt(2 * Math.PI))
}

/** Each value with its share; very many are shared out to two neighbours of an even grid. */
function massesOf(values: readonly number[]): Sample['masses'] {
  const share = 1 / values.length
  const masses = new Map<number, number>()
  const add = (at: number, mass: number) => masses.set(at, (masses.get(at) ?? 0) + mass)
  for (const value of values) add(value, share)
  if (masses.size <= MASSES_MAX) return [...masses]
  const low = values.reduce((a, b) => Math.min(a, b))
  const high = values.reduce((a, b) => Math.max(a, b))
  const step = (high - low) / (MASSES_MAX - 1)
  masses.clear()
  for (const value of values) {
    const place = (value - low) / step
    const left = Math.floor(place)
    add(low + left * step, share * (left + 1 - place))
    add(low + (left + 1) * step, share * (place - left))
  }
  return [...masses]
}

function thinned({ at, height }: Curve): Curve {
  const stride = Math.max(1, Math.ceil(at.length / PLACES_MAX))
  const kept = <T>(values: readonly T[]) => values.filter((_, row) => row % stride === 0)
  return { at: kept(at), height: kept(height) }
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}
