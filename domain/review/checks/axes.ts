import { chartRules } from '../../plot/charts.ts'
import { failed, factsOf, isOutcome, listed, notMeasured, number, passed, percent, shown } from '../check.ts'
import type { Check } from '../check.ts'
import { allNumbers } from '../comparison.ts'
import type { Axis, DrawnText, Marks } from '../facts.schema.ts'
import { AXIS_RANGE_USED_MIN, CATEGORIES_MAX } from '../limits.ts'
import { isGiven } from '../source.ts'
import { categoryOf, isDate, spanOf } from '../values.ts'
import { marksOf } from './data.ts'
import { valueAxis } from './marks.ts'
import { sideOf } from './texts.ts'

/** Numbers and dates go to the right and upwards, as everybody reads them. */
export const axisDirection: Check = {
  name: 'axis-direction',
  criterion: 'legibility',
  points: 1,
  veto: 'severe',
  restsOnFigure: true,
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const turned = facts.axes.filter((axis) => axis.reversed === true && axis.scale !== 'category')
    if (turned.length === 0) return passed('Numbers go to the right and upwards.')
    const names = turned.map(({ dimension, label }) => label ?? `the ${dimension} axis`)
    return failed(`Turned round: ${listed(names)}; let numbers go to the right and upwards.`, 1, true)
  },
}

/** The data spreads over the range that the axes show. */
export const axisRange: Check = {
  name: 'axis-range',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    if (chartRules(input.spec.chart.type).expects !== 'points') return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const used = facts.axes.flatMap(({ dimension, scale, min, max }) => {
      const values = allNumbers(marksOf(facts, input), dimension)
      if (scale !== 'linear' || min === null || max === null || values.length < 2 || max <= min) return []
      return [{ dimension, share: spanOf(values) / (max - min) }]
    })
    const [least] = [...used].sort((a, b) => a.share - b.share)
    if (least === undefined) return passed('No axis has a range to compare with.')
    if (least.share >= AXIS_RANGE_USED_MIN)
      return passed(`The data spans ${percent(least.share)} of its axes.`)
    const message = `The data spans ${percent(least.share)} of the ${least.dimension} axis; narrow its limits.`
    return shown(failed(message), [number('share spanned', least.share, AXIS_RANGE_USED_MIN)])
  },
}

/** No more categories than can be read (CompassQL: 20 to 30). */
export const categoryLoad: Check = {
  name: 'category-load',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const names = new Set(
      marksOf(facts, input).flatMap(({ values }) => (values['category'] ?? []).map(categoryOf)),
    )
    if (names.size <= CATEGORIES_MAX) return passed(`${names.size} categories.`)
    return shown(
      failed(`${names.size} categories are too many to read; show the ${CATEGORIES_MAX} that matter.`),
      [number('categories', names.size, CATEGORIES_MAX)],
    )
  },
}

/** Numbers at the ticks are written plainly: no powers of ten at the side, no zeros after the point. */
export const tickFormat: Check = {
  name: 'tick-format',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    if (facts.texts === null || facts.plotArea === null) return notMeasured('The figure was not drawn.')
    const area = facts.plotArea
    const labels = facts.texts.filter((text) => text.role === 'tick')
    const isLinear = facts.axes.every((axis) => axis.scale !== 'log')
    const powers = isLinear ? labels.filter(({ text }) => POWER.test(text.trim())) : []
    if (powers.length > 0)
      return shown(
        failed(`Ticks are written as ${listed(powers.map(({ text }) => text))}; write the numbers out.`),
        [],
        powers,
      )
    const idle = (['x', 'y'] as const).filter((side) =>
      areIdle(labels.filter((each) => sideOf(each, area) === side)),
    )
    if (idle.length === 0) return passed('The ticks are written plainly.')
    return failed(`All ticks of the ${idle.join(' and ')} axis end in zeros after the point; leave them out.`)
  },
}

/** Powers of ten, and offsets that stand beside an axis. */
const POWER = /^[+\u2212-]?\d*(?:\.\d+)?(?:e[+\u2212-]?\d+|\s?[×x]\s?10.*)$/i
const IDLE_DECIMALS = /^[\u2212-]?[\d,]+\.0+$/

function areIdle(labels: readonly DrawnText[]): boolean {
  return labels.length >= 3 && labels.every(({ text }) => IDLE_DECIMALS.test(text.trim()))
}

/** Where rows are counted the ticks are whole numbers. */
export const countTicks: Check = {
  name: 'count-ticks',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const { chart } = input.spec
    if (chart.type !== 'histogram' && chart.aggregate !== 'count') return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const axis: Axis | undefined = valueAxis(facts, input)
    if (facts.texts === null || facts.plotArea === null || axis === undefined)
      return notMeasured('The ticks of the counts are not known.')
    const area = facts.plotArea
    const broken = facts.texts.filter(
      (text) =>
        text.role === 'tick' && sideOf(text, area) === axis.dimension && /\d\.0*[1-9]/.test(text.text),
    )
    if (broken.length === 0) return passed('Counts have whole numbers.')
    const named = listed(broken.map(({ text }) => text))
    return shown(
      failed(`Counts are whole numbers, and ticks say ${named}; set ticks at whole numbers.`),
      [],
      broken,
    )
  },
}

/** Every category is named on its axis or beside its mark. */
export const namesWritten: Check = {
  name: 'names-written',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const names = [...new Set(marksOf(facts, input).flatMap(namesOf))]
    if (names.length === 0) return null
    if (facts.texts === null) return notMeasured('The figure was not drawn.')
    const written = new Set(facts.texts.map(({ text }) => categoryOf(text)))
    const missing = names.filter((name) => !written.has(name))
    if (missing.length === 0) return passed(`${names.length} categories are named.`)
    return shown(
      failed(`Not named: ${listed(missing)}; label each category.`, missing.length / names.length),
      [number('names missing', missing.length, 0)],
    )
  },
}

/** Categories of marks, and names of the places that they have along their axes. */
function namesOf({ values }: Marks): readonly string[] {
  const places = [...(values['x'] ?? []), ...(values['y'] ?? [])].filter(
    (value) => typeof value === 'string' && !isDate(value),
  )
  return [...(values['category'] ?? []), ...places].map(categoryOf).filter(isGiven)
}
