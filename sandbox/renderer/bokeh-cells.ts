import type { FactValue } from '../../domain/review/facts.schema.ts'
import { textAt } from './bokeh-figure.ts'
import type { BokehFigure, Model } from './bokeh-figure.ts'
import { member } from './json.ts'

/** Mappers that turn a number into a colour. */
const SHADES = /^(Linear|Log|EqHist)ColorMapper$/

/** Whether a colour follows a number along a scale. */
export function isShade(figure: BokehFigure, spec: unknown): boolean {
  return SHADES.test(figure.model(member(spec, 'transform'))?.name ?? '')
}

/** The cells of a grid of rectangles, each with the number that its colour follows. */
export function bokehCells(
  raw: (member: string) => FactValue[],
  shade: readonly FactValue[],
): Record<'x' | 'y' | 'value', FactValue[]> {
  return { x: raw('x'), y: raw('y'), value: [...shade] }
}

/** The title of a plot's first colour bar; null: there is none. */
export function colorBarOf(figure: BokehFigure, plot: Model): { readonly title: string | null } | null {
  const places = ['right', 'left', 'above', 'below', 'center']
  const bars = places
    .flatMap((place) => figure.models(plot.attributes[place]))
    .filter((model) => model.name === 'ColorBar' && model.attributes['visible'] !== false)
  const [bar] = bars
  return bar === undefined ? null : { title: textAt(figure, bar.attributes['title']) }
}
