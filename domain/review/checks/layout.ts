import { chartRules } from '../../plot/charts.ts'
import { failed, factsOf, isOutcome, listed, notMeasured, number, passed, percent, shown } from '../check.ts'
import type { Check } from '../check.ts'
import type { DrawnText } from '../facts.schema.ts'
import { COLORS_MAX, MARGIN_MAX, PLOT_AREA_MIN } from '../limits.ts'
import { spotsOf } from '../panels.ts'
import type { PictureBox } from '../review.schema.ts'
import { categoryOf } from '../values.ts'
import { marksOf } from './data.ts'

/** Room of the handles beside a legend's texts, in sizes of the text. */
const LEGEND_HANDLES = 2

/** Nothing but empty paper lies at no side of the drawing. */
export const margins: Check = {
  name: 'margins',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: ({ picture }) => {
    if (picture === null) return notMeasured('There is no picture to measure.')
    const { left, top, right, bottom } = picture.inkBox
    const sides = { left, top, right: 1 - right, bottom: 1 - bottom }
    const wide = Object.entries(sides).filter(([, share]) => share > MARGIN_MAX)
    if (wide.length === 0) return passed('The margins are even.')
    const named = wide.map(([side, share]) => `${side} ${percent(share)}`)
    return shown(
      failed(`Empty margins: ${listed(named)}; let the drawing fill the picture.`, wide.length / 2),
      wide.map(([side, share]) => number(`share ${side}`, share, MARGIN_MAX)),
    )
  },
}

/** The marks have most of the picture, not what explains them. */
export const plotArea: Check = {
  name: 'plot-area',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    if (facts.plotArea === null) return notMeasured('The area of the plot is not known.')
    const { width, height } = facts.plotArea
    const share = (width * height) / (facts.width * facts.height)
    if (share >= PLOT_AREA_MIN) return passed(`The marks have ${percent(share)} of the picture.`)
    return shown(
      failed(`The marks have ${percent(share)} of the picture; shorten legends and labels.`),
      [number('share of the picture', share, PLOT_AREA_MIN)],
      [facts.plotArea],
    )
  },
}

/** The title stands out: nothing else is written larger. */
export const textSizes: Check = {
  name: 'text-sizes',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    if (facts.texts === null) return notMeasured('The figure was not drawn.')
    const titles = facts.texts.filter(({ role }) => role === 'title')
    const size = Math.max(0, ...titles.map(({ sizePx }) => sizePx))
    const larger = facts.texts.filter((text) => isBelow(text) && text.sizePx > size + 0.5)
    if (titles.length === 0 || larger.length === 0) return passed('Nothing is written larger than the title.')
    const most = Math.max(...larger.map(({ sizePx }) => sizePx))
    return shown(
      failed('The title is smaller than other texts; write it largest.'),
      [number('px of the largest', most, size)],
      larger,
    )
  },
}

function isBelow({ role }: DrawnText): boolean {
  return role === 'tick' || role === 'axis-label' || role === 'legend'
}

/** Title, axes and legend say different things. */
export const wordsOnce: Check = {
  name: 'words-once',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const paired = chartRules(input.spec.chart.type).panels === 'pairs'
    const titles = axisTitles(facts.axes)
    const words = [facts.title, ...(paired ? new Set(titles) : titles), facts.legend?.title].flatMap(
      (word) => categoryOf(word)?.toLowerCase() || [],
    )
    const twice = words.filter((word, at) => words.indexOf(word) < at)
    const labels = (facts.legend?.labels ?? []).filter((label, at, all) => all.indexOf(label) < at)
    if (twice.length + labels.length === 0) return passed('Nothing is said twice.')
    return failed(`Said twice: ${listed([...twice, ...labels])}; say it once.`, 0.5)
  },
}

/** Titles of axes; panels side by side may share theirs. */
function axisTitles(axes: readonly { readonly dimension: string; readonly label: string | null }[]) {
  return (['x', 'y'] as const).flatMap((dimension) => [
    ...new Set(axes.filter((axis) => axis.dimension === dimension).map(({ label }) => label)),
  ])
}

/** No more colours than can be kept apart (CompassQL; Healey 1996). */
export const colorCount: Check = {
  name: 'color-count',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const colors = new Set(marksOf(facts, input).flatMap(({ color }) => (color === null ? [] : [color])))
    if (colors.size <= COLORS_MAX) return passed(`${colors.size} colours of marks.`)
    return shown(failed(`${colors.size} colours cannot be kept apart; group what is small.`), [
      number('colours', colors.size, COLORS_MAX),
    ])
  },
}

/** No data lies under the legend. */
export const legendOnData: Check = {
  name: 'legend-on-data',
  criterion: 'legibility',
  points: 2,
  veto: 'never',
  measure: (input) => {
    if (chartRules(input.spec.chart.type).expects !== 'points') return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    if (facts.texts === null) return notMeasured('The figure was not drawn.')
    const legends = facts.texts.filter(({ role }) => role === 'legend')
    if (legends.length === 0) return passed('There is no legend to cover anything.')
    const spots = spotsOf(facts, marksOf(facts, input))
    if (spots === null) return passed('Where the marks are follows from no axis.')
    const box = around(legends)
    const under = spots.filter(
      ({ x, y }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
    )
    if (under.length === 0) return passed('The legend covers no data.')
    return shown(
      failed(
        `The legend lies over ${under.length} points; move it to free room or out of the plot.`,
        0.5 + under.length / spots.length,
      ),
      [number('points covered', under.length, 0)],
      [box],
    )
  },
}

/** The box around the texts of a legend, with the handles at their side. */
function around(texts: readonly DrawnText[]): PictureBox {
  const handles = Math.max(...texts.map(({ sizePx }) => sizePx)) * LEGEND_HANDLES
  const left = Math.min(...texts.map(({ x }) => x)) - handles
  const top = Math.min(...texts.map(({ y }) => y))
  const right = Math.max(...texts.map(({ x, width }) => x + width))
  const bottom = Math.max(...texts.map(({ y, height }) => y + height))
  return { x: left, y: top, width: right - left, height: bottom - top }
}
