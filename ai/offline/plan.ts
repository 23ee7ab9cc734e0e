import { chartRules } from '../../domain/plot/charts.ts'
import type { ChartType, Library, Slot, Spec } from '../../domain/plot/plot.schema.ts'
import type { AuthorRequest, SampleHeader } from '../author.ts'
import { AXIS_TITLE_COLUMNS, titleSize } from './design.ts'
import type { Design } from './design.ts'
import { columns, wrap } from './python.ts'
import { parameters, resolveRoles } from './roles.ts'
import type { Charted } from './roles.ts'

/** Everything an emitter needs to know to draw a chart of one of these types: the request with all choices made. */
export type Plan<T extends ChartType = ChartType> = { readonly [C in T]: Choices & Charted<C> }[T]

interface Choices {
  readonly library: Library
  readonly title: string
  readonly titleSize: number
  readonly description: string
  readonly parameters: readonly Slot[]
  /** text of the axis or legend for each of the sample's columns in use */
  readonly labels: readonly (readonly [string, string])[]
  readonly horizontal: boolean
  readonly bins: number
  /** hexagons from left to right; null: the author chooses */
  readonly hexagons: number | null
  readonly aggregate: string
  readonly sort: 'data' | 'ascending' | 'descending'
  readonly sample: {
    readonly path: string
    readonly arguments: readonly (readonly [string, string])[]
    readonly dates: readonly string[]
  }
  readonly design: Design
}

export type Planned =
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'not_expressible'; readonly reason: string }

/** Bars of a histogram whose spec does not say how many. */
const BINS_DEFAULT = 30

/** From this number of categories on, bars and boxes lie on their side where the spec leaves it open. */
const UPRIGHT_CATEGORIES_MAX = 7

/** Columns of text that fit into one line of the smallest title. */
const TITLE_COLUMNS = 96

/** Makes every choice that the spec leaves open, or says why the plot cannot be written. */
export function planPlot(request: AuthorRequest, design: Design): Planned {
  const { spec, sample, library } = request
  const resolved = resolveRoles(spec)
  if (resolved.kind === 'not_expressible') return resolved
  const reason = sampleFault(spec, sample)
  if (reason !== null) return { kind: 'not_expressible', reason }
  const chosen = Object.entries(spec.sample.columns)
  const plan: Plan = {
    ...resolved.chart,
    library,
    title: broken(spec.title, TITLE_COLUMNS, library),
    titleSize: titleSize(spec.title),
    description: spec.description,
    parameters: parameters(spec.data),
    labels: labelsOf(spec, library),
    horizontal: isHorizontal(request, resolved.chart, design),
    bins: spec.chart.bins ?? BINS_DEFAULT,
    hexagons: spec.chart.bins ?? null,
    aggregate: spec.chart.aggregate ?? 'mean',
    sort: spec.chart.sort ?? 'data',
    sample: {
      path: spec.sample.path,
      arguments: parameters(spec.data).flatMap((slot) => chosen.filter(([name]) => name === slot.name)),
      dates: datesOf(spec, sample),
    },
    design,
  }
  return { kind: 'planned', plan }
}

function sampleFault(spec: Spec, sample: SampleHeader): string | null {
  const names = sample.columns.map((column) => column.name)
  const missing = spec.data.find((slot) => slot.required && !(slot.name in spec.sample.columns))
  if (missing !== undefined) return `sample.columns has no column for the required slot ${missing.name}`
  const unknown = Object.values(spec.sample.columns).find((column) => !names.includes(column))
  return unknown === undefined ? null : `the sample has no column ${unknown}; it has ${names.join(', ')}`
}

function labelsOf(spec: Spec, library: Library): Plan['labels'] {
  const labels = new Map<string, string>()
  for (const slot of parameters(spec.data)) {
    const column = spec.sample.columns[slot.name]
    if (column === undefined || labels.has(column)) continue
    const label = slot.label ?? humanised(column)
    const full = slot.unit === undefined ? label : `${label} (${slot.unit})`
    labels.set(column, library === 'altair' ? full : broken(full, AXIS_TITLE_COLUMNS, library))
  }
  return [...labels]
}

function humanised(column: string): string {
  const words = column.replaceAll('_', ' ').trim()
  return words === '' ? column : words.charAt(0).toUpperCase() + words.slice(1)
}

/** A text in as many lines as it needs; plotly breaks lines as HTML does. */
function broken(text: string, width: number, library: Library): string {
  if (columns(text) <= width) return text
  return wrap(text, width).join(library === 'plotly' ? '<br>' : '\n')
}

function isHorizontal({ spec, sample }: AuthorRequest, { type, roles }: Charted, design: Design): boolean {
  if (spec.chart.orientation !== undefined) return spec.chart.orientation === 'horizontal'
  if (!chartRules(type).options.includes('orientation') || !('category' in roles)) return false
  const column = spec.sample.columns[roles.category.name]
  const distinct = sample.columns.find((entry) => entry.name === column)?.distinct ?? 0
  return design.horizontal || distinct > UPRIGHT_CATEGORIES_MAX
}

/** Columns of dates that a slot takes as dates: the ones the engine parses too. */
function datesOf(spec: Spec, sample: SampleHeader): readonly string[] {
  const temporal = spec.data
    .filter((slot) => slot.types.includes('temporal'))
    .map((slot) => spec.sample.columns[slot.name])
  return sample.columns
    .filter((column) => column.type === 'temporal' && temporal.includes(column.name))
    .map((c) => c.name)
}
