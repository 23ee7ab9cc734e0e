import type { BokehFigure, Model } from './bokeh-figure.ts'
import type { BokehSeries } from './bokeh-marks.ts'
import { stretch, whiskersOf } from './bokeh-whiskers.ts'
import type { Stretch } from './bokeh-whiskers.ts'
import type { Series } from './series.ts'
import { valueAt } from './values.ts'

interface Stats {
  readonly category: string
  readonly q1: number
  readonly median: number | null
  readonly q3: number
  readonly low: number | null
  readonly high: number | null
}

/**
 * Bokeh has no box plot of its own: bars from quartile to quartile, segments or whiskers from their ends,
 * and points beyond them become one series of boxes. All other series stay as they are.
 */
export function bokehBoxes(
  figure: BokehFigure,
  plot: Model,
  series: readonly BokehSeries[],
): readonly Series[] {
  const bars = series.filter(
    (each) => each.type !== 'candle' && (each.glyph === 'VBar' || each.glyph === 'HBar') && floats(each),
  )
  const [first] = bars
  const horizontal = first?.glyph === 'HBar'
  const [along, across] = horizontal ? (['y', 'x'] as const) : (['x', 'y'] as const)
  const segments = series.filter((each) => each.glyph === 'Segment')
  const spokes = segments.flatMap((each) => segmentStretches(each, along, across))
  const annotated = whiskersOf(figure, plot).filter((each) => each.horizontal === horizontal)
  const lines = [
    ...spokes.filter((each) => each.from !== each.to),
    ...annotated.flatMap((each) => each.stretches),
  ]
  if (first === undefined || lines.length === 0) return series
  const marks = medianMarks(series, along, across)
  const bodies = bars.flatMap(barStretches)
  const stats = [...new Set(bodies.map((body) => body.category))].map((category) => {
    const of = (stretches: readonly Stretch[]) => stretches.filter((each) => each.category === category)
    return statsOf(category, { bodies: of(bodies), lines: of(lines), marks: of(marks) })
  })
  const rest = series.filter(
    (each) => !bars.includes(each) && !segments.includes(each) && !isPart(each, stats, along),
  )
  const color = bars.every((each) => each.color === first.color) ? first.color : null
  return [boxSeries(stats, { color, opacity: first.opacity }), ...rest]
}

/** Whether bars hang between two values instead of standing on a common base. */
function floats(bars: BokehSeries): boolean {
  const base = bars.raw(bars.glyph === 'VBar' ? 'bottom' : 'left')
  return base.length > 0 && base.every((value) => value !== null) && base.some((value) => value !== 0)
}

function barStretches(bars: BokehSeries): readonly Stretch[] {
  const [along, from, to] =
    bars.glyph === 'VBar' ? (['x', 'bottom', 'top'] as const) : (['y', 'left', 'right'] as const)
  const [category, start, end] = [bars.raw(along), bars.raw(from), bars.raw(to)]
  return category.flatMap((each, index) => stretch(each, valueAt(start, index), valueAt(end, index)))
}

function segmentStretches(segments: BokehSeries, along: 'x' | 'y', across: 'x' | 'y'): readonly Stretch[] {
  const category = segments.raw(`${along}0`)
  const [from, to] = [segments.raw(`${across}0`), segments.raw(`${across}1`)]
  return category.flatMap((each, index) => stretch(each, valueAt(from, index), valueAt(to, index)))
}

/** Where a dash or a flat segment marks a value at a category. */
function medianMarks(
  series: readonly BokehSeries[],
  along: 'x' | 'y',
  across: 'x' | 'y',
): readonly Stretch[] {
  const dashes = series.filter((each) => each.type === 'point' && /"(dash|y|x)"/.test(each.shape))
  const points = dashes.flatMap((each) => {
    const values = each.raw(across)
    return each
      .raw(along)
      .flatMap((category, index) => stretch(category, valueAt(values, index), valueAt(values, index)))
  })
  const segments = series.filter((each) => each.glyph === 'Segment')
  const flat = segments
    .flatMap((each) => segmentStretches(each, along, across))
    .filter((each) => each.from === each.to)
  return [...points, ...flat]
}

interface Parts {
  readonly bodies: readonly Stretch[]
  readonly lines: readonly Stretch[]
  readonly marks: readonly Stretch[]
}

function statsOf(category: string, { bodies, lines, marks }: Parts): Stats {
  const q1 = Math.min(...bodies.map((body) => body.from))
  const q3 = Math.max(...bodies.map((body) => body.to))
  const boundary = bodies.find((body) => bodies.some((other) => other !== body && other.from === body.to))
  const ends = lines.flatMap((line) => [line.from, line.to])
  const within = marks.filter((mark) => mark.from >= q1 && mark.from <= q3)
  // The caps of whiskers are flat too; they mark a median only where there is no other mark.
  const marked = within.find((mark) => !ends.includes(mark.from)) ?? within[0]
  return {
    category,
    q1,
    median: boundary?.to ?? marked?.from ?? null,
    q3,
    low: lines.length > 0 ? Math.min(q1, ...lines.map((line) => line.from)) : null,
    high: lines.length > 0 ? Math.max(q3, ...lines.map((line) => line.to)) : null,
  }
}

/** Points beyond the whiskers, and the dashes of medians and whiskers, belong to the boxes. */
function isPart(series: BokehSeries, stats: readonly Stats[], along: 'x' | 'y'): boolean {
  if (series.type !== 'point') return false
  const [category, value] = [series.values[along] ?? [], series.values[along === 'x' ? 'y' : 'x'] ?? []]
  return category.every((each, index) => {
    const box = stats.find((one) => one.category === String(each))
    const at = Number(value[index])
    if (!box || box.low === null || box.high === null) return false
    return at < box.low || at > box.high || [box.low, box.high, box.median].includes(at)
  })
}

function boxSeries(stats: readonly Stats[], look: Pick<Series, 'color' | 'opacity'>): Series {
  return {
    type: 'box',
    series: null,
    ...look,
    shape: '',
    values: {
      category: stats.map((each) => each.category),
      q1: stats.map((each) => each.q1),
      median: stats.map((each) => each.median),
      q3: stats.map((each) => each.q3),
      low: stats.map((each) => each.low),
      high: stats.map((each) => each.high),
    },
  }
}
