import { ChartType } from '../../../domain/plot/plot.schema.ts'
import { specProblems } from '../../../domain/plot/spec.ts'
import type { Spec } from '../../../domain/plot/plot.schema.ts'
import { written } from '../chart.ts'
import type { Chart } from '../chart.ts'
import { measurable } from '../defect.ts'
import type { Kind, Rule } from '../defect.ts'
import { finishing } from './finishing.ts'

/** The spec with another type of chart and without the options that this type lacks; null: its slots do not fit. */
function asType(spec: Spec, type: ChartType): Spec | null {
  const chart: Spec['chart'] = { ...spec.chart, type }
  const fitting = Object.fromEntries(
    Object.entries(chart).filter(([option]) => {
      const problems = specProblems({ ...spec, chart })
      return !problems.some((problem) => problem.path === `chart.${option}`)
    }),
  )
  const changed = { ...spec, chart: { ...fitting, type } }
  return specProblems(changed).length === 0 ? changed : null
}

/** The author's own chart of another type from the same columns. */
function drawnAs(type: ChartType): Rule {
  return {
    name: `drawn-as-${type}`,
    applies: ({ spec }) => spec.chart.type !== type && asType(spec, type) !== null,
    spoil: async (chart, { studio }) => {
      const spec = asType(chart.spec, type)
      return spec && (await written(studio.linter, { spec, table: chart.table }, chart.library))
    },
  }
}

function ofType(...types: readonly string[]) {
  return ({ spec }: Chart) => types.includes(spec.chart.type)
}

export const wrongType: Kind = measurable('wrong type', 'spec_compliance', {
  checks: ['chart-type', 'values-right', 'every-row-drawn'],
  rules: [
    ...ChartType.options.map(drawnAs),
    finishing(
      'points-joined',
      {
        matplotlib: [
          'for points in list(ax.collections):',
          '    ax.plot(*points.get_offsets().T, color=PALETTE[0])',
          '    points.remove()',
        ],
        plotly: ['picture.update_traces(mode="lines")'],
        bokeh: [
          'for renderer in list(picture.renderers):',
          '    picture.line("x", "y", source=renderer.data_source)',
          '    picture.renderers.remove(renderer)',
        ],
        altair: ['drawn["mark"] = {"type": "line"}'],
      },
      ofType('scatter'),
    ),
    finishing(
      'bars-as-points',
      {
        plotly: [
          'table = picture.data[0]',
          'picture.add_scatter(x=table.x, y=table.y, mode="markers", marker_size=12)',
          'picture.data = picture.data[1:]',
        ],
        altair: ['drawn["mark"] = {"type": "point", "filled": True, "size": 90}'],
        matplotlib: [
          'for bar in list(ax.patches):',
          '    x, y = bar.get_x() + bar.get_width(), bar.get_y() + bar.get_height()',
          '    ax.plot(x, y, "o", color="#0072B2")',
          '    bar.remove()',
        ],
        bokeh: [
          'source = picture.renderers[0].data_source',
          'sideways = "right" in picture.renderers[0].glyph.properties_with_values()',
          'x, y = ("value", "category") if sideways else ("category", "value")',
          'picture.renderers = []',
          'picture.scatter(x, y, source=source, size=12)',
        ],
      },
      ofType('bar'),
    ),
    finishing(
      'line-as-points',
      {
        matplotlib: ['for line in ax.lines:', '    line.set(linestyle="none", marker="o", markersize=4)'],
        plotly: ['picture.update_traces(mode="markers")'],
        altair: ['drawn["mark"] = {"type": "point", "filled": True}'],
        bokeh: [
          'for renderer in list(picture.renderers):',
          '    picture.scatter("x", "y", source=renderer.data_source)',
          '    picture.renderers.remove(renderer)',
        ],
      },
      ofType('line'),
    ),
    finishing(
      'filled-to-the-floor',
      {
        matplotlib: [
          'for line in list(ax.lines):',
          '    ax.fill_between(line.get_xdata(), line.get_ydata(), color=line.get_color())',
          '    line.remove()',
        ],
        plotly: ['picture.update_traces(mode="none", fill="tozeroy")'],
        altair: ['drawn["mark"] = {"type": "area"}'],
        bokeh: [
          'for renderer in list(picture.renderers):',
          '    picture.varea("x", 0, "y", source=renderer.data_source)',
          '    picture.renderers.remove(renderer)',
        ],
      },
      ofType('line'),
    ),
  ],
})
