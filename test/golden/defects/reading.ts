import type { Chart } from '../chart.ts'
import { measurable } from '../defect.ts'
import type { Kind } from '../defect.ts'
import { chartRules } from '../../../domain/plot/charts.ts'
import { heights, isGrouped, isHorizontal, measuredSlot, numbersOf, slotOf } from '../slots.ts'
import { finishing } from './finishing.ts'
import { steps } from './places.ts'

/** Numbers along the upright axis: how far marks reach up, else what is measured. */
function uprightNumbers(chart: Chart): readonly number[] {
  const all = heights(chart)
  return all.length > 0 ? all : numbersOf(chart, measuredSlot(chart) ?? '')
}

/** What such charts measure lies along the horizontal axis, or is told by shades. */
const NOT_UPRIGHT: readonly string[] = ['bins', 'densities', 'shares', 'cells', 'days']

/** Whether the upright axis shows what is measured. */
function isMeasuredUpright(chart: Chart): boolean {
  const { expects } = chartRules(chart.spec.chart.type)
  return !isHorizontal(chart) && !NOT_UPRIGHT.includes(expects) && uprightNumbers(chart).length > 1
}

/** The side whose ticks are names; null where both have numbers or dates. */
function namedSide(chart: Chart): 'x' | 'y' | null {
  if (chart.spec.chart.type === 'heatmap') return 'y'
  if (slotOf(chart, 'category') === null) return null
  return isHorizontal(chart) ? 'y' : 'x'
}

export const unreadableTicks: Kind = measurable('unreadable ticks', 'legibility', {
  checks: ['ticks', 'names-written', 'tick-format', 'count-ticks', 'font-size', 'text-overlap'],
  rules: [
    finishing('none-below', {
      matplotlib: ['ax.tick_params(labelbottom=False)'],
      plotly: ['picture.update_xaxes(showticklabels=False)'],
      bokeh: ['picture.xaxis.ticker = []'],
      altair: ['drawn["config"].setdefault("axisX", {})["labels"] = False'],
    }),
    finishing('none-beside', {
      matplotlib: ['ax.tick_params(labelleft=False)'],
      plotly: ['picture.update_yaxes(showticklabels=False)'],
      bokeh: ['picture.yaxis.ticker = []'],
      altair: ['drawn["config"].setdefault("axisY", {})["labels"] = False'],
    }),
    finishing(
      'two-beside',
      (chart) => {
        const places = `[${steps(uprightNumbers(chart), 2).join(', ')}]`
        return {
          matplotlib: ['ax.set_yticks(ax.get_ylim())'],
          plotly: [`picture.update_yaxes(tickmode="array", tickvals=${places})`],
          bokeh: [`picture.yaxis.ticker = ${places}`],
          altair: ['for encoding in encodings:', `    encoding["y"]["axis"] = {"values": ${places}}`],
        }
      },
      isMeasuredUpright,
    ),
    finishing(
      'sixty-beside',
      (chart) => {
        const places = `[${steps(uprightNumbers(chart), 60).join(', ')}]`
        return {
          matplotlib: [`ax.set_yticks(${places})`],
          plotly: [`picture.update_yaxes(tickmode="array", tickvals=${places})`],
          bokeh: [`picture.yaxis.ticker = ${places}`],
        }
      },
      isMeasuredUpright,
    ),
    finishing(
      'names-blanked',
      (chart) => {
        const side = namedSide(chart)
        return {
          matplotlib: [`picture.axes[0].${side}axis.set_ticks([])`],
          plotly: [`picture.update_${side}axes(tickmode="array", tickvals=[])`],
          bokeh: [`picture.${side}axis.major_label_text_color = None`],
          altair: ['for encoding in encodings:', `    encoding["${side}"]["axis"] = {"labelExpr": "''"}`],
        }
      },
      (chart) => namedSide(chart) !== null,
    ),
    finishing('tiny', {
      matplotlib: ['ax.tick_params(labelsize=3.5)'],
      plotly: ['picture.update_xaxes(tickfont_size=5)', 'picture.update_yaxes(tickfont_size=5)'],
      bokeh: ['picture.axis.major_label_text_font_size = "5px"'],
      altair: ['drawn["config"]["axis"]["labelFontSize"] = 5'],
    }),
    finishing(
      'one-number',
      {
        matplotlib: ['ax.set_yticks([sum(ax.get_ylim()) / 2])'],
        plotly: ['picture.update_yaxes(nticks=1)'],
        bokeh: ['picture.yaxis.ticker.desired_num_ticks = 1', 'picture.yaxis.ticker.num_minor_ticks = 0'],
        altair: ['for encoding in encodings:', '    encoding["y"]["axis"] = {"tickCount": 1}'],
      },
      isMeasuredUpright,
    ),
  ],
})

export const smallText: Kind = measurable('small text', 'legibility', {
  checks: ['font-size'],
  rules: [
    finishing('title', {
      matplotlib: ['ax.set_title(TITLE, loc="left", fontsize=4.5)'],
      plotly: ['picture.update_layout(title_font_size=6)'],
      bokeh: ['picture.title.text_font_size = "6px"'],
      altair: ['drawn["config"]["title"]["fontSize"] = 6'],
    }),
    finishing('axis-titles', {
      matplotlib: ['ax.xaxis.label.set_fontsize(4.5)', 'ax.yaxis.label.set_fontsize(4.5)'],
      plotly: ['picture.update_xaxes(title_font_size=6)', 'picture.update_yaxes(title_font_size=6)'],
      bokeh: ['picture.axis.axis_label_text_font_size = "6px"'],
      altair: ['drawn["config"]["axis"]["titleFontSize"] = 6'],
    }),
    finishing(
      'legend',
      {
        matplotlib: ['for text in ax.get_legend().get_texts():', '    text.set_fontsize(4.5)'],
        plotly: ['picture.update_layout(legend_font_size=6)'],
        bokeh: ['picture.legend.label_text_font_size = "6px"'],
        altair: ['drawn["config"]["legend"]["labelFontSize"] = 6'],
      },
      isGrouped,
    ),
    finishing('all-a-little', {
      matplotlib: [
        'ax.tick_params(labelsize=5.4)',
        'ax.xaxis.label.set_fontsize(5.6)',
        'ax.yaxis.label.set_fontsize(5.6)',
      ],
      plotly: [
        'picture.update_layout(font_size=7.5)',
        'picture.update_xaxes(tickfont_size=7.5)',
        'picture.update_yaxes(tickfont_size=7.5)',
      ],
      bokeh: [
        'picture.axis.major_label_text_font_size = "7.5px"',
        'picture.axis.axis_label_text_font_size = "7.5px"',
      ],
      altair: ['drawn["config"]["axis"].update(labelFontSize=7.5, titleFontSize=7.5)'],
    }),
  ],
})
