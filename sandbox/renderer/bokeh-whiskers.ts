import type { FactValue } from '../../domain/review/facts.schema.ts'
import { column } from './bokeh-figure.ts'
import type { BokehFigure, Model } from './bokeh-figure.ts'
import { parseColor } from './colors.ts'
import { member, numberOf } from './json.ts'
import type { Series } from './series.ts'

/** A stretch along the value axis at a category. */
export interface Stretch {
  readonly category: string
  readonly from: number
  readonly to: number
}

/** One whisker annotation of a plot: a line per row of its source. */
interface Whisker {
  readonly model: Model
  readonly horizontal: boolean
  readonly stretches: readonly Stretch[]
}

/** The whisker annotations of a plot, which draw both ends from columns of their own source. */
export function whiskersOf(figure: BokehFigure, plot: Model): readonly Whisker[] {
  const places = ['center', 'left', 'right', 'above', 'below', 'renderers']
  const models = places.flatMap((place) => figure.models(plot.attributes[place]))
  const own = models.filter((model) => model.name === 'Whisker' && model.attributes['visible'] !== false)
  return own.map((model) => {
    const source = figure.model(model.attributes['source'])
    const read = (name: string) => column(source, member(model.attributes[name], 'field')) ?? []
    const [base, lower, upper] = [read('base'), read('lower'), read('upper')]
    const stretches = base.flatMap((each, index) =>
      stretch(String(each), numberOf(lower[index]), numberOf(upper[index])),
    )
    return { model, horizontal: model.attributes['dimension'] === 'width', stretches }
  })
}

/** The lines of the whisker annotations, one series each. */
export function whiskerSeries(figure: BokehFigure, plot: Model): readonly Series[] {
  return whiskersOf(figure, plot).map(({ model, horizontal, stretches }): Series => {
    const category = stretches.map((each) => each.category)
    const [from, to] = [stretches.map((each) => each.from), stretches.map((each) => each.to)]
    const values = horizontal
      ? { x: from, y: category, x2: to, y2: category }
      : { x: category, y: from, x2: category, y2: to }
    const { hex = null, alpha = 1 } = parseColor(valueOf(model.attributes['line_color']) ?? 'black') ?? {}
    return { type: 'segment', series: null, color: hex, opacity: alpha, shape: '', values }
  })
}

/** A single value, given as it is or as `{value}`. */
function valueOf(spec: unknown): unknown {
  return member(spec, 'value') ?? spec
}

/** A stretch, where both of its ends are numbers. */
export function stretch(category: FactValue, from: FactValue, to: FactValue): readonly Stretch[] {
  if (category === null || typeof from !== 'number' || typeof to !== 'number') return []
  return [{ category: String(category), from: Math.min(from, to), to: Math.max(from, to) }]
}
