import type { Chart } from '../chart.ts'
import { measurable } from '../defect.ts'
import type { Kind, Rule } from '../defect.ts'
import type { PerLibrary } from '../edit.ts'
import { heights, isHorizontal, measuredSlot, numbersOf, numberSlots, reaches } from '../slots.ts'
import { finishing } from './finishing.ts'

type Side = 'x' | 'y'

/** Statements that set where an axis begins and ends. */
function limited(side: Side, low: number, high: number): PerLibrary {
  const [from, to] = [low, high].map((value) => Number(value.toPrecision(6)))
  return {
    matplotlib: [`ax.set_${side}lim(${from}, ${to})`],
    plotly: [`picture.update_${side}axes(range=[${from}, ${to}])`],
    bokeh: ['from bokeh.models import Range1d', '', `picture.${side}_range = Range1d(${from}, ${to})`],
    altair: [
      'for encoding in encodings:',
      `    encoding["${side}"]["scale"] = {"domain": [${from}, ${to}], "nice": False, "zero": False}`,
      'for part in drawn.get("layer", [drawn]):',
      '    part["mark"]["clip"] = True',
    ],
  }
}

/** Marks that all reach up from zero, so that any higher start hides a part of each. */
function hasBars(chart: Chart): boolean {
  const all = heights(chart)
  return all.length > 1 && all.every((height) => height > 0)
}

function onBars(name: string, range: (low: number, high: number) => readonly [number, number]): Rule {
  return finishing(
    name,
    (chart) => {
      const all = heights(chart)
      const [from, to] = range(Math.min(...all), Math.max(...all))
      return limited(isHorizontal(chart) ? 'x' : 'y', from, to)
    },
    hasBars,
  )
}

function logarithmic(chart: Chart): PerLibrary {
  const side = isHorizontal(chart) ? 'x' : 'y'
  return {
    matplotlib: [`ax.set_${side}scale("log")`],
    plotly: [`picture.update_${side}axes(type="log")`],
    altair: ['for encoding in encodings:', `    encoding["${side}"]["scale"] = {"type": "log"}`],
  }
}

const isHistogram = ({ spec }: Chart) => spec.chart.type === 'histogram'

/** How many values lie in each of the histogram's intervals. */
function counts(chart: Chart): readonly number[] {
  const values = numbersOf(chart, measuredSlot(chart) ?? '')
  const bins = chart.spec.chart.bins ?? 30
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const places = values.map((value) =>
    Math.min(bins - 1, Math.floor((bins * (value - low)) / (high - low || 1))),
  )
  return Array.from({ length: bins }, (_, bin) => places.filter((place) => place === bin).length)
}

export const truncatedAxis: Kind = measurable('truncated bar axis', 'legibility', {
  checks: ['zero-baseline', 'inside-axes'],
  rules: [
    onBars('starts-just-below-the-lowest', (low, high) => [0.95 * low, 1.05 * high]),
    onBars('starts-at-half-of-the-lowest', (low, high) => [0.5 * low, 1.05 * high]),
    onBars('starts-a-little-above-zero', (low, high) => [0.2 * low, 1.05 * high]),
    onBars('ends-below-the-highest', (_, high) => [0, 0.8 * high]),
    finishing('logarithmic', logarithmic, hasBars),
    finishing(
      'histogram-starts-above-zero',
      (chart) => {
        const most = Math.max(...counts(chart))
        return limited('y', 0.2 * most, 1.1 * most)
      },
      isHistogram,
    ),
  ],
})

/** The numbers of a side of a chart whose both sides are numbers. */
function sideNumbers(chart: Chart, side: Side): readonly number[] {
  return numberSlots(chart).includes(side) ? numbersOf(chart, side) : []
}

function cut(name: string, side: Side, [below, above]: readonly [number, number]): Rule {
  return finishing(
    name,
    (chart) => {
      const sorted = [...sideNumbers(chart, side)].sort((a, b) => a - b)
      const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
      const [low, high] = [at(below), at(above)]
      return limited(side, low, high)
    },
    (chart) => sideNumbers(chart, side).length > 10,
  )
}

/** Boxes have no slots called x and y: their measurements are cut along the axis that shows them. */
const boxesCut: Rule = finishing(
  'boxes-cut',
  (chart) => {
    const sorted = [...numbersOf(chart, measuredSlot(chart) ?? '')].sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
    return limited(isHorizontal(chart) ? 'x' : 'y', at(0.4), at(0.9))
  },
  ({ spec }) => spec.chart.type === 'boxplot',
)

/** The axis of the values ends below the highest of them; `above` is the share that stays inside, at most all but one. */
function ended(name: string, above: number): Rule {
  return finishing(
    name,
    (chart) => {
      const sorted = [...reaches(chart)].sort((a, b) => a - b)
      const last = Math.min(sorted.length - 2, Math.floor(sorted.length * above))
      const [inside = 0, outside = 0] = sorted.slice(last)
      const low = Math.min(0, ...sorted)
      return limited(isHorizontal(chart) ? 'x' : 'y', low, (inside + outside) / 2)
    },
    (chart) => new Set(reaches(chart)).size === reaches(chart).length && reaches(chart).length > 2,
  )
}

export const outsideAxes: Kind = measurable('outside the axes', 'spec_compliance', {
  checks: ['inside-axes'],
  rules: [
    cut('left-part-cut-off', 'x', [0.2, 1]),
    cut('right-part-cut-off', 'x', [0, 0.85]),
    cut('lowest-cut-off', 'y', [0.1, 1]),
    cut('highest-cut-off', 'y', [0, 0.9]),
    cut('only-the-middle', 'y', [0.25, 0.75]),
    boxesCut,
    ended('highest-value-outside', 1),
    ended('highest-third-outside', 0.66),
  ],
})
