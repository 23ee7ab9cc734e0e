import { oneOf, shuffled } from './random.ts'
import type { Random } from './random.ts'

/** What axes can be about. */
export const MEASURES: readonly string[] = [
  'Body mass',
  'Rainfall',
  'Waiting time',
  'Wing length',
  'Energy used',
  'Air pressure',
  'Distance to coast',
  'Household income',
  'Battery voltage',
  'River flow',
  'Reaction time',
  'Nitrogen in soil',
  'Passengers',
  'Crop yield',
  'Server load',
  'Noise level',
]

export const UNITS: readonly string[] = [
  'g',
  'mm',
  'min',
  'kWh',
  'hPa',
  'km',
  'V',
  'm³/s',
  'ms',
  '%',
  't/ha',
  'dB',
]

const PLACES: readonly string[] = [
  'in six valleys',
  'along the line',
  'since the reform',
  'by station',
  'at night',
]

/** Names of categories, from letters to names of places in several scripts. */
const NAMES: readonly (readonly string[])[] = [
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  'Oak,Fir,Elm,Ash,Yew,Box,Bay,Fig,Plum,Pear,Pine,Palm,Teak,Lime,Rowan,Hazel,Maple,Cedar,Alder,Birch'.split(
    ',',
  ),
  'Łódź,Århus,Tromsø,Zürich,Brno,Graz,Porto,Cádiz,Nîmes,Split,Varna,Turku,Liège,Kraków,Gävle,Győr'.split(','),
  'North ridge,South ridge,Upper lake,Lower lake,West shore,East shore,Old harbour,Mill pond,High moor,Salt marsh'.split(
    ',',
  ),
  'Control,Dose 1,Dose 2,Dose 3,Dose 4,Dose 5,Placebo,Washout,Relapse,Follow-up,Baseline,Week 1,Week 2'.split(
    ',',
  ),
]

/** So many different names, none longer than `lengthMax` where that can be had. */
export function categoryNames(random: Random, count: number, lengthMax: number): readonly string[] {
  const fitting = NAMES.map((names) => names.filter((name) => name.length <= lengthMax)).filter(
    (names) => names.length >= count,
  )
  if (fitting.length === 0) return Array.from({ length: count }, (_, at) => `C${at + 1}`)
  return shuffled(random, oneOf(random, fitting)).slice(0, count)
}

/** A title that fits what the chart could be about. */
export function titleFor(random: Random, measures: readonly string[]): string {
  const [first = '', second = ''] = measures
  return oneOf(random, [
    `${first} ${oneOf(random, PLACES)}`,
    `${first} and ${second.toLowerCase()} ${oneOf(random, PLACES)}`,
    `How ${first.toLowerCase()} differs ${oneOf(random, PLACES)}`,
  ])
}
