import { chartRules } from '../plot/charts.ts'
import type { ChartType, Spec } from '../plot/plot.schema.ts'
import { slotRoles } from '../plot/roles.ts'
import { drawnPanels } from './drawn-panels.ts'
import type { DrawnPanel, Wanted } from './drawn-panels.ts'
import type { FigureFacts, Marks } from './facts.schema.ts'
import { pairCharts } from './pair-charts.ts'
import { columnOf, isGiven, rowsWhere } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf } from './values.ts'

/** One panel as a chart of its own, with what was drawn of it. A chart without panels is its own and only one. */
export interface PanelChart extends Source {
  /** null: the only one */
  readonly name: string | null
  readonly facts: FigureFacts
}

/** The charts that a figure is made of: those that must be there, then those that are too many. */
export function panelCharts(source: Source, facts: FigureFacts): readonly PanelChart[] {
  const { panels } = chartRules(source.spec.chart.type)
  if (panels === undefined) return [{ ...source, name: null, facts }]
  const drawn = drawnPanels(facts).filter(({ facts: own }) => own.marks.some(isSomething))
  const wanted = (panels === 'facet' ? facetCharts(source) : pairCharts(source)).flatMap((ways) => {
    const there = ways.filter(({ isIn }) => drawn.some(isIn))
    return there.length > 0 ? there : ways.slice(0, 1)
  })
  const found = wanted.map((chart) => asDrawn(chart, drawn.filter(chart.isIn), facts))
  const more = drawn.filter((panel) => !wanted.some(({ isIn }) => isIn(panel)))
  return [...found, ...more.map((panel) => surplus(source, wanted, panel))]
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

/** Marks without values are there for a legend's sake. */
function isSomething({ values }: Marks): boolean {
  return Object.values(values).some((column) => column.length > 0)
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
function surplus({ spec, data }: Source, wanted: readonly Wanted[], panel: DrawnPanel): PanelChart {
  const like = wanted.find((chart) => chart.spec.chart.type !== 'histogram')
  const none = rowsWhere(like?.data ?? data, () => false)
  return { name: panel.name, spec: like?.spec ?? innerSpec(spec), data: none, facts: panel.facts }
}

/** One chart per value of the facet, in the order of the data. */
function facetCharts(source: Source): readonly (readonly Wanted[])[] {
  const facets = (columnOf(source, 'facet') ?? []).map(categoryOf)
  const spec = innerSpec(source.spec)
  return [...new Set(facets.filter(isGiven))].map((name) => [
    {
      name,
      spec,
      data: rowsWhere(source.data, (row) => facets[row] === name),
      isIn: (panel) => isCalled(panel.name, name),
    },
  ])
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
