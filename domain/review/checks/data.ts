import { chartRules } from '../../plot/charts.ts'
import { compareMarks } from '../compare.ts'
import { areStacked } from '../compare-areas.ts'
import { binsDrawn } from '../compare-bins.ts'
import { together } from '../comparison.ts'
import type { Comparison } from '../comparison.ts'
import { areArranged } from '../drawn-bars.ts'
import { failed, factsOf, isOutcome, notMeasured, number, passed, percent, shown } from '../check.ts'
import type { Check, Outcome } from '../check.ts'
import { colorGroups, colorValues, expectedMarks } from '../expected.ts'
import type { FigureFacts, Marks } from '../facts.schema.ts'
import { PIXELS_CHANGED_MIN, ROWS_DRAWN_MIN, WRONG_VALUES_MAX } from '../limits.ts'
import type { DataTable, MeasureInput } from '../measure.schema.ts'
import { worstOf } from './panels.ts'
import { ownScales, panelCharts } from '../panel-charts.ts'
import type { PanelChart } from '../panel-charts.ts'
import { isGiven, rowsWhere } from '../source.ts'
import { categoryOf, numberAt, placeOf } from '../values.ts'

/** The marks are those of the chart that the spec asks for; panels for values of a facet can be compared. */
export const chartType: Check = {
  name: 'chart-type',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'always',
  restsOnFigure: true,
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const charts = panelCharts(input, facts)
    const own = chartRules(input.spec.chart.type).panels === 'facet' ? ownScales(charts) : []
    if (own.length === 0) return worstOf(charts, marksThere)
    return failed(`The panels have different ${own.join(' and ')} scales; give all of them the same.`)
  },
}

function marksThere({ spec, facts }: PanelChart): Outcome {
  const { type } = spec.chart
  const { marks: wanted, instead, bars, expects } = chartRules(type)
  const found = [...new Set(facts.marks.map((mark) => mark.type))]
  const isThere = (mark: Marks['type'], at: number) =>
    found.includes(mark) || (at === 0 && instead !== undefined && found.includes(instead))
  if (!wanted.every(isThere)) {
    const what = `marks of type ${wanted.join(' and ')}; found ${found.join(', ') || 'none'}`
    return failed(`A ${type} is made of ${what}.`)
  }
  if (bars !== undefined && !areArranged(marksOf(facts, { spec }), bars))
    return failed(`The bars of a ${type} are ${bars}; these are not.`)
  if (expects === 'areas' && !areStacked(marksOf(facts, { spec })))
    return failed('The areas do not stand on each other; stack them from zero.')
  return passed(`The marks of a ${type} are there.`)
}

/** No row is left out, none is drawn twice. */
export const everyRowDrawn: Check = {
  name: 'every-row-drawn',
  criterion: 'spec_compliance',
  points: 3,
  veto: 'severe',
  restsOnFigure: true,
  measure: (input) => {
    const compared = comparisonOf(input)
    if (isOutcome(compared)) return compared
    const share = compared.expected === 0 ? 1 : compared.drawn / compared.expected
    const message = `${compared.drawn} of ${compared.expected} drawn`
    if (share === 1) return passed(`${message}.`)
    const severe = share < ROWS_DRAWN_MIN || share > 2 - ROWS_DRAWN_MIN
    return shown(failed(`${message}; draw every row once.`, 1, severe), [
      number('drawn', compared.drawn, compared.expected),
    ])
  },
}

/** Each mark stands where its data says. */
export const valuesRight: Check = {
  name: 'values-right',
  criterion: 'spec_compliance',
  points: 3,
  veto: 'severe',
  restsOnFigure: true,
  measure: (input) => {
    const compared = comparisonOf(input)
    if (isOutcome(compared)) return compared
    if (compared.wrong === 0) return passed(`All ${compared.expected} values are right.`)
    const share = compared.expected === 0 ? 1 : compared.wrong / compared.expected
    const example = compared.example === null ? '' : `: ${compared.example}`
    return shown(
      failed(
        `${percent(Math.min(1, share))} of the values are wrong${example}.`,
        0.5 + share,
        share > WRONG_VALUES_MAX,
      ),
      [number('wrong', compared.wrong, 0), number('of', compared.expected)],
    )
  },
}

/** A histogram has about as many intervals as asked for. */
export const binCount: Check = {
  name: 'bin-count',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const wanted = input.spec.chart.bins
    if (chartRules(input.spec.chart.type).expects !== 'bins' || wanted === undefined) return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const drawn = binsDrawn(marksOf(facts, input))
    if (drawn === null) return notMeasured('The library chooses the intervals while it draws.')
    // Libraries that choose round edges take the number as a wish.
    const near = drawn >= wanted / 2 && drawn <= wanted * 1.5
    return near ? passed(`${drawn} intervals.`) : failed(`${drawn} intervals instead of about ${wanted}.`)
  },
}

/** Each colour holds the rows of its group. */
export const groupsRight: Check = {
  name: 'groups-right',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'severe',
  restsOnFigure: true,
  measure: (input) => {
    const groups = colorGroups(input.spec, input.data)
    if (groups.length < 2) return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const wrong = groups.filter((group) => !groupIsRight(input, facts, group))
    if (wrong.length === 0) return passed(`Each of ${groups.length} groups has its own colour.`)
    return failed(
      `The marks called ${wrong.join(', ')} do not hold the rows of those groups; colour each row by its group.`,
      1,
      true,
    )
  },
}

/** The points of a line are joined from left to right. */
export const lineInOrder: Check = {
  name: 'line-in-order',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'severe',
  restsOnFigure: true,
  measure: (input) => {
    if (!chartRules(input.spec.chart.type).ordered) return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const back = marksOf(facts, input).filter((mark) => !isAscending(mark))
    if (back.length === 0) return passed('The lines go from left to right.')
    return failed('A line goes back and forth; sort the rows by the horizontal axis.', 1, true)
  },
}

/** The picture changes with its data, and shows the changed data. */
export const followsData: Check = {
  name: 'follows-data',
  criterion: 'spec_compliance',
  points: 3,
  veto: 'always',
  restsOnFigure: true,
  measure: (input) => {
    const { changed } = input
    if (changed === null || isUnfinished(changed.outcome))
      return notMeasured('It was not run with changed data.')
    if (changed.outcome !== 'ok' || changed.facts === null) {
      return failed(`With other numbers it ends with ${changed.outcome}; do not rely on the sample.`)
    }
    const compared = compareWith(input, changed.facts, changed.data)
    if (isOutcome(compared)) return compared
    if (compared.expected === 0) return notMeasured('The changed data has no rows to draw.')
    const share = Math.max(compared.wrong, Math.abs(compared.drawn - compared.expected)) / compared.expected
    if (share > WRONG_VALUES_MAX) {
      const outcome = failed(`With other data ${percent(Math.min(1, share))} of what is drawn is wrong.`)
      return shown(outcome, [number('share wrong', share, WRONG_VALUES_MAX)])
    }
    if (changed.pixelsChanged === null) return notMeasured('There is no picture of the changed data.')
    if (changed.pixelsChanged >= PIXELS_CHANGED_MIN)
      return passed(`${percent(changed.pixelsChanged)} of the pixels follow.`)
    return shown(failed('The picture stays the same when the data changes; draw the data that is given.'), [
      number('share of pixels', changed.pixelsChanged, PIXELS_CHANGED_MIN),
    ])
  },
}

/** Marks of the types that the chart is made of; invisible ones are none. Boxes are seen by their outlines. */
export function marksOf(facts: FigureFacts, { spec }: Pick<MeasureInput, 'spec'>): readonly Marks[] {
  const { marks, instead } = chartRules(spec.chart.type)
  const own = facts.marks.some(({ type }) => type === marks[0]) ? marks : [...marks, instead]
  const wanted: readonly (string | undefined)[] = own
  return facts.marks.filter((mark) => wanted.includes(mark.type) && (mark.opacity > 0 || mark.type === 'box'))
}

function isUnfinished(outcome: string): boolean {
  return ['killed', 'queue_full', 'sandbox_error'].includes(outcome)
}

function comparisonOf(input: MeasureInput): Comparison | Outcome {
  const facts = factsOf(input)
  return isOutcome(facts) ? facts : compareWith(input, facts, input.data)
}

/** Panel by panel, and taken together. */
function compareWith(input: MeasureInput, facts: FigureFacts, data: DataTable): Comparison | Outcome {
  const compared = panelCharts({ spec: input.spec, data }, facts).map(compareChart)
  const known = compared.filter(isGiven)
  if (known.length < compared.length) return notMeasured('The spec does not say which columns are drawn.')
  return together(known)
}

function compareChart(chart: PanelChart): Comparison | null {
  const expected = expectedMarks(chart.spec, chart.data)
  if (expected === null) return null
  const compared = compareMarks(expected, marksOf(chart.facts, chart))
  if (chart.name === null || compared.example === null) return compared
  return { ...compared, example: `in the panel ${chart.name}: ${compared.example}` }
}

function groupIsRight(input: MeasureInput, facts: FigureFacts, group: string): boolean {
  const own = marksOf(facts, input).filter((mark) => categoryOf(mark.series) === group)
  const compared = compareWith(input, { ...facts, marks: own }, rowsOfGroup(input, group))
  if (own.length === 0 || isOutcome(compared)) return false
  return compared.drawn === compared.expected && compared.wrong <= WRONG_VALUES_MAX * compared.expected
}

function rowsOfGroup({ spec, data }: MeasureInput, group: string): DataTable {
  const groups = colorValues(spec, data).map(categoryOf)
  return rowsWhere(data, (row) => groups[row] === group)
}

function isAscending(mark: Marks): boolean {
  const places = (mark.values['x'] ?? []).map(placeOf).filter((place) => place !== null)
  return places.every((place, at) => at === 0 || place >= numberAt(places, at - 1))
}
