import type { FactValue } from '../../domain/review/facts.schema.ts'
import { member, numberOf } from './json.ts'
import type { JsonObject } from './json.ts'
import { traceValues } from './plotly-figure.ts'
import type { PlotlyFigure } from './plotly-figure.ts'
import type { Series } from './series.ts'
import { valueAt } from './values.ts'

/** Bars that share a category lie on each other where the layout stacks them: each starts where one before it ends. */
export function stacked(figure: PlotlyFigure, series: readonly Series[]): readonly Series[] {
  const mode = figure.layout['barmode'] ?? member(figure.layout, 'template', 'layout', 'barmode')
  if (mode !== 'stack' && mode !== 'relative') return series
  const ends = new Map<string, number>()
  return series.map((one) => (one.type === 'bar' ? { ...one, values: onTop(one.values, ends) } : one))
}

/** Positive and negative bars are stacked apart; `ends` holds how far each stack reaches. */
function onTop(values: Series['values'], ends: Map<string, number>): Series['values'] {
  const { category = [], value = [], base = [] } = values
  const placed = value.map((end, row) => {
    const length = Number(end) - Number(valueAt(base, row))
    if (typeof end !== 'number' || valueAt(base, row) !== 0) return { base: valueAt(base, row), value: end }
    const key = JSON.stringify([valueAt(category, row), length < 0])
    const start = ends.get(key) ?? 0
    ends.set(key, start + length)
    return { base: start, value: start + length }
  })
  return { category, value: placed.map((bar) => bar.value), base: placed.map((bar) => bar.base) }
}

const KINDS = ['increasing', 'decreasing', 'totals'] as const
type Kind = (typeof KINDS)[number]

/** Colours of a waterfall whose trace names none. */
const WATERFALL_COLORS: Readonly<Record<Kind, string>> = {
  increasing: '#3D9970',
  decreasing: '#FF4136',
  totals: '#4499FF',
}

interface Step {
  readonly kind: Kind
  readonly category: FactValue
  readonly base: number
  readonly value: number
}

/** One kind of a waterfall's bars. */
export interface WaterfallBars {
  readonly kind: Kind
  readonly color: unknown
  readonly values: Series['values']
}

/** The bars of a waterfall: rising, falling, and totals, which have colours of their own. */
export function waterfallBars(
  trace: JsonObject,
  category: readonly FactValue[],
  changes: readonly FactValue[],
): readonly WaterfallBars[] {
  const steps = stepsOf(trace, category, changes)
  return KINDS.flatMap((kind) => {
    const own = steps.filter((step) => step.kind === kind)
    if (own.length === 0) return []
    const color = member(trace, kind, 'marker', 'color') ?? WATERFALL_COLORS[kind]
    const values = {
      category: own.map((step) => step.category),
      value: own.map((step) => step.value),
      base: own.map((step) => step.base),
    }
    return [{ kind, color, values }]
  })
}

function stepsOf(
  trace: JsonObject,
  category: readonly FactValue[],
  changes: readonly FactValue[],
): readonly Step[] {
  const measures = traceValues(trace, 'measure')
  const floor = numberOf(trace['base']) ?? 0
  let end = floor
  return category.map((name, row) => {
    const measure = measures[row]
    const change = Number(changes[row] ?? 0)
    const total = measure === 'total' || measure === 'absolute'
    const base = total ? floor : end
    if (measure === 'absolute') end = floor + change
    else if (!total) end += change
    const kind = total ? 'totals' : change < 0 ? 'decreasing' : 'increasing'
    return { kind, category: name, base, value: end }
  })
}
