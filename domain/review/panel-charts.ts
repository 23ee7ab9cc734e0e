import { chartRules } from '../plot/charts.ts'
import type { ChartType, Spec } from '../plot/plot.schema.ts'
import { slotRoles } from '../plot/roles.ts'
import { drawnPanels } from './drawn-panels.ts'
import type { DrawnPanel } from './drawn-panels.ts'
import type { FigureFacts } from './facts.schema.ts'
import { columnOf, isGiven, rowsWhere } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf } from './values.ts'

/** One panel as a chart of its own, with what was drawn of it. A chart without panels is its own and only one. */
export interface PanelChart extends Source {
  /** null: the only one */
  readonly name: string | null
  readonly facts: FigureFacts
}

/** A chart that must have a panel, and how that is known from others. */
interface Wanted extends Source {
  readonly name: string
  readonly isIn: (panel: DrawnPanel) => boolean
}

/** The charts that a figure is made of: those that must be there, then those that are too many. */
export function panelCharts(source: Source, facts: FigureFacts): readonly PanelChart[] {
  if (chartRules(source.spec.chart.type).panels === undefined) return [{ ...source, name: null, facts }]
  const wanted = facetCharts(source)
  const drawn = drawnPanels(facts)
  const found = wanted.map((chart) => asDrawn(chart, drawn.filter(chart.isIn), facts))
  const more = drawn.filter(
    (panel) => panel.facts.marks.length > 0 && !wanted.some(({ isIn }) => isIn(panel)),
  )
  return [...found, ...more.map((panel) => surplus(source, panel))]
}

/** Axes along which the panels have scales of their own, where that is known. */
export function ownScales(charts: readonly PanelChart[]): readonly ('x' | 'y')[] {
  return (['x', 'y'] as const).filter((dimension) => {
    const views = charts.flatMap(({ facts }) => facts.panels?.map((panel) => panel[dimension]) ?? [])
    const [first, ...others] = views.flatMap(({ from, to }) =>
      from === null || to === null ? [] : [{ from, to }],
    )
    if (first === undefined) return false
    const slack = 1e-6 * Math.abs(first.to - first.from)
    return others.some(
      ({ from, to }) => Math.abs(from - first.from) > slack || Math.abs(to - first.to) > slack,
    )
  })
}

/** A panel that is missing is a figure without marks; of two for one chart both are looked at. */
function asDrawn(
  { name, spec, data }: Wanted,
  panels: readonly DrawnPanel[],
  facts: FigureFacts,
): PanelChart {
  const [first] = panels
  const marks = panels.flatMap((panel) => panel.facts.marks)
  const own = first?.facts ?? { ...facts, axes: [], panels: [], plotArea: null }
  return { name, spec, data, facts: { ...own, marks } }
}

/** A panel that nothing asks for has no rows. */
function surplus({ spec, data }: Source, panel: DrawnPanel): PanelChart {
  const columns = Object.keys(data.columns).map((name) => [name, []] as const)
  const none = { rows: 0, columns: Object.fromEntries(columns) }
  return { name: panel.name, spec: innerSpec(spec), data: none, facts: panel.facts }
}

/** One chart per value of the facet, in the order of the data. */
function facetCharts(source: Source): readonly Wanted[] {
  const facets = (columnOf(source, 'facet') ?? []).map(categoryOf)
  const spec = innerSpec(source.spec)
  return [...new Set(facets.filter(isGiven))].map((name) => ({
    name,
    spec,
    data: rowsWhere(source.data, (row) => facets[row] === name),
    isIn: (panel) => isCalled(panel.name, name),
  }))
}

/** What stands in each panel: lines along what may be a date, else points. */
function innerSpec(spec: Spec): Spec {
  const { facet, x } = slotRoles(spec)
  const type: ChartType = x?.types.includes('temporal') === true ? 'line' : 'scatter'
  return { ...spec, chart: { type }, data: spec.data.filter((slot) => slot !== facet) }
}

/** Titles may say what the value is of: `species = Adelie`. */
function isCalled(title: string | null, name: string): boolean {
  const words = categoryOf(title) ?? ''
  if (!words.endsWith(name)) return false
  const before = words.slice(0, words.length - name.length).trim()
  return before === '' || /[=:|]$/.test(before)
}
