import { failed, factsOf, isOutcome, notMeasured, number, passed, shown } from '../check.ts'
import type { Check } from '../check.ts'
import { parseHex, smallestDistance } from '../color.ts'
import { drawnCandles } from '../compare-candles.ts'
import type { FigureFacts, Marks } from '../facts.schema.ts'
import { COLOR_DISTANCE_MIN } from '../limits.ts'
import { slotRoles } from '../../plot/roles.ts'
import { hasWord } from '../values.ts'
import { marksOf } from './data.ts'

/** What the areas of bubbles stand for is written somewhere, with the unit. */
export const sizesExplained: Check = {
  name: 'sizes-explained',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'never',
  measure: (input) => {
    const { size } = slotRoles(input.spec)
    if (size === undefined) return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const words = explaining(facts)
    const missing = [size.label, size.unit].filter((each) => each !== undefined && !hasWord(words, each))
    if (words !== '' && missing.length === 0) return passed('A legend says what the sizes stand for.')
    return failed(
      `No legend says what the sizes stand for: add one with ${missing.join(' and ') || 'numbers'}.`,
    )
  },
}

/** Candles that rise and candles that fall have colours of their own, which everybody can tell apart. */
export const directionsApart: Check = {
  name: 'directions-apart',
  criterion: 'legibility',
  points: 2,
  veto: 'severe',
  measure: (input) => {
    if (input.spec.chart.type !== 'candlestick') return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const looks = marksOf(facts, input).map(lookOf)
    const [rising, falling] = [looks.filter((look) => look.rises), looks.filter((look) => look.falls)]
    if (rising.length === 0 || falling.length === 0) return passed('All candles go the same way.')
    if (looks.some((look) => look.rises && look.falls))
      return failed('Rising and falling candles look the same; give each a colour of its own.', 1, true)
    const distances = rising.flatMap((up) => falling.flatMap((down) => distanceOf(up, down)))
    if (distances.length === 0) return notMeasured('The colours of the candles are not known.')
    const least = distances.reduce((a, b) => (b.distance < a.distance ? b : a))
    if (least.distance >= COLOR_DISTANCE_MIN)
      return passed(`Rising and falling are ${least.distance.toFixed(1)} apart.`)
    const which = `Rising and falling candles are ${least.distance.toFixed(1)} apart with ${least.vision}`
    return shown(failed(`${which}; choose colours ${COLOR_DISTANCE_MIN} apart.`), [
      number('distance', least.distance, COLOR_DISTANCE_MIN),
    ])
  },
}

/** Legends, and what is written on or beside the marks. */
function explaining({ legend, texts }: FigureFacts): string {
  const written = (texts ?? []).filter(({ role }) => role === 'legend' || role === 'annotation')
  const all = [legend?.title ?? '', ...(legend?.labels ?? []), ...written.map(({ text }) => text)]
  return all.join(' ').trim()
}

interface Look {
  readonly color: string | null
  readonly rises: boolean
  readonly falls: boolean
}

function lookOf(mark: Marks): Look {
  const candles = drawnCandles(mark)
  return {
    color: mark.color,
    rises: candles.some(({ open, close }) => close > open),
    falls: candles.some(({ open, close }) => close < open),
  }
}

function distanceOf(up: Look, down: Look) {
  const [first, second] = [parseHex(up.color ?? ''), parseHex(down.color ?? '')]
  return first === null || second === null ? [] : [smallestDistance(first, second)]
}
