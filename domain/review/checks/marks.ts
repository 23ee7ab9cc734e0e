import { chartRules } from '../../plot/charts.ts'
import { failed, factsOf, isOutcome, listed, notMeasured, number, passed, percent, shown } from '../check.ts'
import type { Check, Outcome } from '../check.ts'
import { blend, contrast, hexOf, parseHex, smallestDistance } from '../color.ts'
import type { Rgb } from '../color.ts'
import { allNumbers } from '../comparison.ts'
import { colorGroups } from '../expected.ts'
import type { Axis, FigureFacts, Marks } from '../facts.schema.ts'
import { COLOR_DISTANCE_MIN, MARK_CONTRAST_MIN, OUTSIDE_VETO, OVERPLOTTED_MAX } from '../limits.ts'
import type { MeasureInput } from '../measure.schema.ts'
import { placeOf, spanOf } from '../values.ts'
import { marksOf } from './data.ts'

/** Points nearer than this lie on each other, in CSS pixels. */
const POINT_CELL_PX = 4
const OPAQUE = 0.95

/** Opacity from which a colour counts as itself: where points overlap it shows undiluted. Boxes have outlines. */
const FAINT = 0.2

/** All points are inside the axes. */
export const insideAxes: Check = {
  name: 'inside-axes',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'severe',
  restsOnFigure: true,
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const key = valueAxis(facts, input)?.dimension ?? 'y'
    const places = marksOf(facts, input).flatMap((mark) => placesOf(mark, key))
    const outside = places.filter(({ key, value }) => !isInside(facts.axes, key, value))
    if (outside.length === 0) return passed('Nothing lies outside of the axes.')
    const share = outside.length / places.length
    return shown(
      failed(
        `${percent(share)} of the values lie outside of the axes; widen their limits.`,
        0.5 + share,
        share > OUTSIDE_VETO,
      ),
      [number('share outside', share, 0), number('values outside', outside.length, 0)],
    )
  },
}

/** Marks stand out from what is behind them; of shades it is enough that the strongest do. */
export const markContrast: Check = {
  name: 'mark-contrast',
  criterion: 'legibility',
  points: 3,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    if (chartRules(input.spec.chart.type).shaded) return shadesStandOut(input)
    const background = groundOf(input)
    if (background === null) return notMeasured('There is no picture to measure.')
    const drawn = marksOf(facts, input).flatMap(({ type, color, opacity, series }) => {
      const own = parseHex(color ?? '')
      return own === null
        ? []
        : [
            {
              ratio: contrast(seen(own, background, type === 'box' ? 1 : opacity), background),
              name: series ?? hexOf(own),
            },
          ]
    })
    if (drawn.length === 0) return notMeasured('The colours of the marks are not known.')
    const weak = drawn.filter(({ ratio }) => ratio < MARK_CONTRAST_MIN)
    if (weak.length === 0) return passed('All marks stand out from the background.')
    const named = weak.map(({ name, ratio }) => `${name} (${ratio.toFixed(1)}:1)`)
    const least = Math.min(...weak.map(({ ratio }) => ratio))
    return shown(
      failed(`Too faint: ${listed(named)}; marks need ${MARK_CONTRAST_MIN}:1.`, weak.length / drawn.length),
      [number('contrast', least, MARK_CONTRAST_MIN)],
    )
  },
}

/** Groups can be told apart, also with a colour vision deficiency. */
export const colorVision: Check = {
  name: 'color-vision',
  criterion: 'legibility',
  points: 3,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    if (colorGroups(input.spec, input.data).length < 2) return passed('There are no groups to tell apart.')
    const [colored] = chartRules(input.spec.chart.type).marks
    const series = marksOf(facts, input).filter((mark) => mark.type === colored)
    if (series.length > 1 && series.every((mark) => mark.redundant))
      return passed('Groups differ by more than colour.')
    const [only] = series
    if (series.length === 1 && only?.color && !only.redundant)
      return failed('All groups have one colour; give each a colour of its own.')
    const pairs = series.flatMap((a, at) => series.slice(at + 1).flatMap((b) => distanceOf(a, b)))
    const [worst] = [...pairs].sort((a, b) => a.distance - b.distance)
    if (worst === undefined) return notMeasured('The colours of the groups are not known.')
    if (worst.distance >= COLOR_DISTANCE_MIN)
      return passed(`The closest colours are ${worst.distance.toFixed(1)} apart.`)
    const which = `${worst.names} are ${worst.distance.toFixed(1)} apart with ${worst.vision}`
    return shown(failed(`${which}; choose colours ${COLOR_DISTANCE_MIN} apart or add shapes.`), [
      number('distance', worst.distance, COLOR_DISTANCE_MIN),
    ])
  },
}

/** Bars start at zero, on a scale that is not logarithmic. */
export const zeroBaseline: Check = {
  name: 'zero-baseline',
  criterion: 'legibility',
  points: 2,
  veto: 'severe',
  restsOnFigure: true,
  measure: (input) => {
    if (!chartRules(input.spec.chart.type).fromZero) return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const axis = valueAxis(facts, input)
    if (axis === undefined) return notMeasured('There is no numeric axis.')
    if (axis.scale === 'log') return failed('Bars on a logarithmic scale mislead; use a linear one.', 1, true)
    const { min, max } = axis
    if (min === null || max === null) return notMeasured('The range of the axis is not known.')
    const slack = 1e-6 * (max - min)
    if (min > slack || max < -slack) {
      const outcome = failed('The axis of the bars leaves zero out; start it there.', 1, true)
      return shown(outcome, [number('axis from', min, 0), number('axis to', max)])
    }
    return passed('The bars start at zero.')
  },
}

/** Points that lie on each other shine through. */
export const overplotting: Check = {
  name: 'overplotting',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: (input) => {
    if (!chartRules(input.spec.chart.type).crowds) return null
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const points = marksOf(facts, input)
    const share = crowdedShare(points, facts)
    const opaque = points.some((mark) => mark.opacity >= OPAQUE)
    if (share <= OVERPLOTTED_MAX || !opaque) return passed(`${percent(share)} of the points lie on others.`)
    return shown(
      failed(`${percent(share)} of the points lie on others and hide them; make them see-through.`),
      [number('share on others', share, OVERPLOTTED_MAX)],
    )
  },
}

function shadesStandOut({ picture }: MeasureInput): Outcome {
  const ratio = picture?.shadesContrast ?? null
  if (ratio === null) return notMeasured('There is no plot area to measure.')
  if (ratio >= MARK_CONTRAST_MIN) return passed(`The strongest shades reach ${ratio.toFixed(1)}:1.`)
  return shown(
    failed(`Too faint: the strongest shades reach ${ratio.toFixed(1)}:1; they need ${MARK_CONTRAST_MIN}:1.`),
    [number('contrast', ratio, MARK_CONTRAST_MIN)],
  )
}

/** What is behind the marks. */
function groundOf({ picture }: MeasureInput): Rgb | null {
  return picture === null ? null : parseHex(picture.plotBackground ?? picture.background)
}

function seen(color: Rgb, background: Rgb, opacity: number): Rgb {
  return opacity < FAINT ? blend(color, background, opacity) : color
}

interface Place {
  readonly key: 'x' | 'y'
  readonly value: number
}

/** The places that must be inside: of points and lines both, of bars, intervals and boxes their ends. */
function placesOf(mark: Marks, key: 'x' | 'y'): readonly Place[] {
  const along = (key: 'x' | 'y', name: string) =>
    (mark.values[name] ?? []).flatMap((value) => (typeof value === 'number' ? [{ key, value }] : []))
  const ends = ENDS[mark.type]
  if (ends === 'both') return [...along('x', 'x'), ...along('y', 'y')]
  if (mark.type === 'segment')
    return (['x', 'y'] as const).flatMap((axis) => [...along(axis, axis), ...along(axis, `${axis}2`)])
  return ends.flatMap((name) => along(key, name))
}

/** What a mark reaches to along the value axis; both: it has a place along each axis. */
const ENDS: Readonly<Record<Marks['type'], readonly string[] | 'both'>> = {
  point: 'both',
  bubble: 'both',
  line: 'both',
  step: 'both',
  hexagon: 'both',
  bar: ['value'],
  histogram: ['count'],
  box: ['q1', 'q3', 'value'],
  violin: ['at', 'value'],
  area: ['y', 'base'],
  candle: ['low', 'high'],
  segment: [],
  cell: [],
  other: [],
}

function isInside(axes: readonly Axis[], key: 'x' | 'y', value: number): boolean {
  const ranges = axes.flatMap(({ dimension, min, max }) =>
    dimension !== key || min === null || max === null ? [] : [{ min, max }],
  )
  return (
    ranges.length === 0 ||
    ranges.some(({ min, max }) => {
      const slack = 2e-3 * Math.abs(max - min)
      return value >= Math.min(min, max) - slack && value <= Math.max(min, max) + slack
    })
  )
}

/** The axis along which bars grow: the one that does not name categories, else by the spec's orientation. */
export function valueAxis(facts: FigureFacts, { spec }: MeasureInput): Axis | undefined {
  const numeric = facts.axes.filter((axis) => axis.scale === 'linear' || axis.scale === 'log')
  const upright = spec.chart.orientation !== 'horizontal'
  const byOrientation = numeric.find((axis) => axis.dimension === (upright ? 'y' : 'x'))
  const named = facts.axes.some((axis) => axis.scale === 'category')
  return named ? numeric[0] : (byOrientation ?? numeric[0])
}

function distanceOf(a: Marks, b: Marks) {
  const [first, second] = [parseHex(a.color ?? ''), parseHex(b.color ?? '')]
  if (first === null || second === null) return []
  return [
    {
      ...smallestDistance(first, second),
      names: `${a.series ?? hexOf(first)} and ${b.series ?? hexOf(second)}`,
    },
  ]
}

/** Share of points that share a small cell of the plot with another one. */
function crowdedShare(marks: readonly Marks[], facts: FigureFacts): number {
  const area = facts.plotArea ?? facts
  const columns = area.width / POINT_CELL_PX / (spanOf(allNumbers(marks, 'x')) || 1)
  const rows = area.height / POINT_CELL_PX / (spanOf(allNumbers(marks, 'y')) || 1)
  const cells = marks.flatMap((mark) => cellsOf(mark, columns, rows))
  const once = new Set<string>()
  const again = new Set<string>()
  for (const cell of cells) (once.has(cell) ? again : once).add(cell)
  return cells.length === 0 ? 0 : cells.filter((cell) => again.has(cell)).length / cells.length
}

/** The cell of each point; `columns` and `rows` are cells per unit of the axes. */
function cellsOf(mark: Marks, columns: number, rows: number): readonly string[] {
  const ys = mark.values['y'] ?? []
  return (mark.values['x'] ?? []).flatMap((value, row) => {
    const [x, y] = [placeOf(value), placeOf(ys[row])]
    return x === null || y === null ? [] : [`${Math.floor(x * columns)} ${Math.floor(y * rows)}`]
  })
}
