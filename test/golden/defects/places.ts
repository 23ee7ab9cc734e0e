import { measurable } from '../defect.ts'
import type { Kind } from '../defect.ts'
import type { Chart } from '../chart.ts'
import { isGrouped, isHorizontal, nameSlots, numbersOf, numberSlots, slotOf } from '../slots.ts'
import { altairNotes, bokehNotes, finishing, matplotlibNote, plotlyNote } from './finishing.ts'

const LONG_NOTE = 'All values of the whole period, rounded to one digit'

const LONG_SUBTITLE =
  'All values of the whole period, rounded to one digit after they had been cleaned of the ones that were ' +
  'entered twice, and without the two stations that were rebuilt in the last winter'

/** Numbers along the horizontal axis, or null. */
function horizontalNumbers(chart: Chart): readonly number[] | null {
  const slot = chart.spec.chart.type === 'histogram' ? slotOf(chart, 'value') : slotOf(chart, 'x')
  return slot !== null && numberSlots(chart).includes(slot) ? numbersOf(chart, slot) : null
}

/** So many numbers from the smallest to the largest of some. */
export function steps(numbers: readonly number[], count: number): readonly number[] {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  return Array.from({ length: count }, (_, at) =>
    Number((low + ((high - low) * at) / (count - 1)).toPrecision(6)),
  )
}

/** Whether large letters make the names below an upright axis longer than it is. */
function hasManyLetters(chart: Chart): boolean {
  const [column = ''] = nameSlots(chart).map((slot) => chart.spec.sample.columns[slot] ?? '')
  const letters = [...new Set(chart.table.columns[column])].join('').length
  return ['bar', 'boxplot'].includes(chart.spec.chart.type) && !isHorizontal(chart) && letters >= 40
}

export const overlap: Kind = measurable('overlap', 'legibility', {
  checks: ['text-overlap'],
  rules: [
    finishing('two-notes-in-one-place', {
      matplotlib: [
        matplotlibNote('Highest value of all years', 0.4, 0.5),
        matplotlibNote('Measured twice', 0.44, 0.5),
      ],
      plotly: [plotlyNote('Highest value of all years', 0.4, 0.5), plotlyNote('Measured twice', 0.44, 0.5)],
      bokeh: bokehNotes(
        { text: 'Highest value of all years', x: 260, y: 150 },
        { text: 'Measured twice', x: 290, y: 152 },
      ),
      altair: altairNotes(
        { text: 'Highest value of all years', x: '260', y: '150' },
        { text: 'Measured twice', x: '290', y: '152' },
      ),
    }),
    finishing('note-on-title', {
      matplotlib: [matplotlibNote('Source: a survey of our own', 0, 1.06)],
      plotly: [plotlyNote('Source: a survey of our own', 0, 1.12)],
      altair: [
        'drawn["title"] = {"text": TITLE, "subtitle": "Source: a survey of our own", "subtitlePadding": -16}',
      ],
    }),
    finishing('axis-title-on-labels', {
      matplotlib: ['ax.xaxis.labelpad = -15'],
      bokeh: ['picture.xaxis.axis_label_standoff = -20'],
      altair: ['drawn["config"].setdefault("axisX", {})["titlePadding"] = -20'],
    }),
    finishing('note-on-labels', {
      matplotlib: [matplotlibNote(LONG_NOTE, 0.25, -0.065)],
      plotly: [plotlyNote(LONG_NOTE, 0.25, -0.065)],
      altair: altairNotes({ text: LONG_NOTE, x: '150', y: 'height + 14' }),
    }),
    finishing(
      'too-many-labels',
      (chart) => {
        const places = `[${steps(horizontalNumbers(chart) ?? [], 50).join(', ')}]`
        return {
          matplotlib: [`ax.set_xticks(${places})`],
          plotly: [`picture.update_xaxes(tickmode="array", tickvals=${places}, tickangle=0)`],
          bokeh: [`picture.xaxis.ticker = ${places}`],
        }
      },
      (chart) => horizontalNumbers(chart) !== null,
    ),
    finishing(
      'huge-names',
      {
        matplotlib: ['ax.tick_params(axis="x", labelsize=30)'],
        plotly: ['picture.update_xaxes(tickangle=0, tickfont_size=42)'],
        bokeh: ['picture.xaxis.major_label_text_font_size = "42px"'],
      },
      hasManyLetters,
    ),
    finishing(
      'legend-on-title',
      {
        matplotlib: ['ax.get_legend().set(loc="lower left")', 'ax.get_legend().set_bbox_to_anchor((0, 1.0))'],
        plotly: [
          'picture.update_layout(legend={"x": 0, "y": 1.12, "yanchor": "middle", "orientation": "h"})',
        ],
        altair: ['drawn["config"].setdefault("legend", {}).update(orient="none", legendX=0, legendY=-40)'],
      },
      isGrouped,
    ),
    finishing('title-on-axis-title', {
      matplotlib: ['ax.xaxis.set_label_coords(0.12, 1.115)'],
      plotly: ['picture.update_layout(title={"y": 0.09, "x": 0.4})'],
      altair: ['drawn["config"]["title"].update(orient="bottom", anchor="middle", offset=-34)'],
    }),
  ],
})

/** Size that makes the title wider than the picture, in CSS pixels. */
function tooLarge({ spec }: Chart): number {
  return Math.min(110, Math.ceil(1300 / (0.5 * spec.title.length)))
}

const hasLongTitle = ({ spec }: Chart) => spec.title.length >= 14

export const clipping: Kind = measurable('clipping', 'legibility', {
  checks: ['text-clipped', 'edge-ink'],
  rules: [
    finishing(
      'title-too-large',
      (chart) => ({
        matplotlib: [`ax.set_title(TITLE, loc="left", fontsize=${Math.round(tooLarge(chart) * 0.72)})`],
        plotly: [`picture.update_layout(title_font_size=${tooLarge(chart)})`],
        bokeh: [`picture.title.text_font_size = "${tooLarge(chart)}px"`],
        altair: [`drawn["config"]["title"]["fontSize"] = ${tooLarge(chart)}`],
      }),
      hasLongTitle,
    ),
    finishing('note-over-the-edge', {
      matplotlib: ['picture.text(0.9, 0.5, "Provisional numbers of the last quarter", fontsize=8.6)'],
      plotly: [plotlyNote('Provisional numbers of the last quarter', 0.95, 0.5)],
      bokeh: bokehNotes({ text: 'Provisional numbers of the last quarter', x: 620, y: 150 }),
    }),
    finishing('no-margins', {
      matplotlib: [
        'picture.set_layout_engine(None)',
        'picture.subplots_adjust(left=0.01, right=0.99, bottom=0.01)',
      ],
      plotly: [
        'picture.update_layout(margin={"l": 4, "r": 4, "t": 60, "b": 4})',
        'picture.update_xaxes(automargin=False)',
        'picture.update_yaxes(automargin=False)',
      ],
    }),
    finishing(
      'title-pushed-out',
      {
        matplotlib: ['ax.set_title("", loc="left")', 'ax.set_title(TITLE, loc="center", x=1.03)'],
        plotly: ['picture.update_layout(title={"x": 0.97, "xref": "container", "xanchor": "left"})'],
        bokeh: ['picture.title.offset = 680'],
        altair: ['drawn["config"]["title"]["dx"] = 680'],
      },
      hasLongTitle,
    ),
    finishing('axis-title-pushed-out', {
      matplotlib: ['picture.set_layout_engine(None)', 'ax.yaxis.set_label_coords(-0.165, 0.5)'],
    }),
    finishing(
      'legend-pushed-out',
      {
        matplotlib: ['picture.set_layout_engine(None)', 'ax.get_legend().set_bbox_to_anchor((1.09, 1.0))'],
        plotly: ['picture.update_layout(margin={"r": 20, "autoexpand": False}, legend_x=1.0)'],
        altair: ['drawn["config"].setdefault("legend", {}).update(orient="none", legendX=770, legendY=20)'],
      },
      isGrouped,
    ),
    finishing('subtitle-too-long', {
      matplotlib: [matplotlibNote(LONG_SUBTITLE, 0, 1.015)],
      plotly: [plotlyNote(LONG_SUBTITLE, 0, 1.04)],
      bokeh: [
        'from bokeh.models import Title',
        '',
        `picture.add_layout(Title(text=${JSON.stringify(LONG_SUBTITLE)}, text_font_size="12px"), "above")`,
      ],
      altair: [`drawn["title"] = {"text": TITLE, "subtitle": ${JSON.stringify(LONG_SUBTITLE)}}`],
    }),
    finishing('note-below-the-edge', {
      matplotlib: ['picture.text(0.4, -0.008, "Source: a survey of our own", fontsize=8.6)'],
      plotly: [plotlyNote('Source: a survey of our own', 0.4, -0.225)],
      bokeh: bokehNotes({ text: 'Source: a survey of our own', x: 620, y: 8 }),
    }),
  ],
})
