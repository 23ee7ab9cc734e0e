import type { Chart } from '../chart.ts'
import { measurable } from '../defect.ts'
import type { Kind, Rule } from '../defect.ts'
import { replaced, withConstant } from '../edit.ts'
import type { PerLibrary } from '../edit.ts'
import { oneOf } from '../random.ts'
import { axisSlots } from '../../../domain/review/axis-slots.ts'
import { groupsOf, isGrouped, isShaded, numberSlots, slotOf } from '../slots.ts'
import { finishing } from './finishing.ts'

const LABELS = /^LABELS: dict\[str, str\] = \{\n[\s\S]*?\n\}$/m

/** The labels with something replaced in their dictionary. */
function relabelled(code: string, change: (labels: string) => string): string {
  return replaced(code, LABELS, change)
}

/** The label of a slot as it stands in the code, its unit with it. */
function labelOf({ spec }: Chart, slotName: string): string {
  const slot = spec.data.find((each) => each.name === slotName)
  return slot?.unit === undefined ? (slot?.label ?? '') : `${slot.label} (${slot.unit})`
}

/** The slots whose unit stands on an axis. */
function unitsOf({ spec }: Chart): readonly string[] {
  return spec.data.flatMap((slot) =>
    slot.unit !== undefined && spec.sample.columns[slot.name] !== undefined ? [slot.unit] : [],
  )
}

/** Slots on axes that have a label. */
function labelledSlots({ spec }: Chart): readonly string[] {
  return axisSlots(spec, []).flatMap(({ slot: { name, label } }) => (label === undefined ? [] : [name]))
}

/** Two slots on axes with units of their own. */
function unitPair({ spec }: Chart): readonly [string, string] | null {
  const [first, second] = axisSlots(spec, []).flatMap(({ slot: { unit } }) => unit ?? [])
  return first === undefined || second === undefined || first === second ? null : [first, second]
}

/** The titles of two axes in each other's place. */
function exchanged(chart: Chart): string {
  const [one = '', other = ''] = labelledSlots(chart).map((slot) => labelOf(chart, slot))
  return relabelled(chart.code, (labels) =>
    labels.replace(`"${one}"`, '"\0"').replace(`"${other}"`, `"${one}"`).replace('\0', other),
  )
}

const hasTwoTitles = (chart: Chart) => labelledSlots(chart).length === 2

const hasUnit = (chart: Chart) => unitsOf(chart).length > 0

export const missingUnit: Kind = measurable('missing unit', 'spec_compliance', {
  checks: ['axis-units', 'legend', 'sizes-explained'],
  rules: [
    {
      name: 'all-left-out',
      applies: hasUnit,
      spoil: (chart) =>
        relabelled(chart.code, (labels) =>
          unitsOf(chart).reduce((text, unit) => text.replaceAll(` (${unit})`, ''), labels),
        ),
    },
    {
      name: 'last-left-out',
      applies: hasUnit,
      spoil: (chart) => relabelled(chart.code, (labels) => labels.replace(` (${unitsOf(chart).at(-1)})`, '')),
    },
    {
      name: 'first-left-out',
      applies: hasUnit,
      spoil: (chart) => relabelled(chart.code, (labels) => labels.replace(` (${unitsOf(chart)[0]})`, '')),
    },
    {
      name: 'all-in-one-place',
      applies: (chart) => unitPair(chart) !== null,
      spoil: (chart) => {
        const [one, other] = unitPair(chart) ?? []
        return relabelled(chart.code, (labels) =>
          labels.replace(` (${other})`, '').replace(`(${one})`, `(${one}, ${other})`),
        )
      },
    },
    {
      name: 'units-exchanged',
      applies: (chart) => unitPair(chart) !== null,
      spoil: (chart) => {
        const [one, other] = unitPair(chart) ?? []
        return relabelled(chart.code, (labels) =>
          labels
            .replace(`(${one})`, '(\0)')
            .replace(`(${other})`, `(${one})`)
            .replace('\0', () => other ?? ''),
        )
      },
    },
    {
      name: 'another-unit',
      applies: hasUnit,
      spoil: (chart) =>
        relabelled(chart.code, (labels) => labels.replace(`(${unitsOf(chart).at(-1)})`, '(furlongs)')),
    },
    {
      name: 'the-word-units',
      applies: hasUnit,
      spoil: (chart) =>
        relabelled(chart.code, (labels) =>
          unitsOf(chart).reduce((text, unit) => text.replaceAll(`(${unit})`, '(units)'), labels),
        ),
    },
  ],
})

export const missingAxisTitle: Kind = measurable('missing axis title', 'spec_compliance', {
  checks: ['axis-titles', 'axis-words', 'axis-units'],
  rules: [
    { name: 'column-names', spoil: ({ code }) => withConstant(code, 'LABELS', '{}') },
    finishing('none-below', () => ({
      matplotlib: ['ax.set_xlabel("")'],
      plotly: ['picture.update_xaxes(title_text="")'],
      bokeh: ['picture.xaxis.axis_label = None'],
      altair: ['for encoding in encodings:', '    encoding["x"]["title"] = None'],
    })),
    finishing('none-beside', () => ({
      matplotlib: ['ax.set_ylabel("")'],
      plotly: ['picture.update_yaxes(title_text="")'],
      bokeh: ['picture.yaxis.axis_label = ""'],
      altair: ['for encoding in encodings:', '    encoding["y"]["title"] = ""'],
    })),
    finishing('letters', () => ({
      matplotlib: ['ax.set_xlabel("x")', 'ax.set_ylabel("y")'],
      plotly: ['picture.update_xaxes(title_text="x")', 'picture.update_yaxes(title_text="y")'],
      bokeh: ['picture.xaxis.axis_label = "x"', 'picture.yaxis.axis_label = "y"'],
      altair: [
        'for encoding in encodings:',
        '    encoding["x"]["title"] = "x"',
        '    encoding["y"]["title"] = "y"',
      ],
    })),
    {
      name: 'exchanged',
      applies: (chart) => numberSlots(chart).includes('x') && numberSlots(chart).includes('y'),
      spoil: exchanged,
    },
    finishing(
      'exchanged-when-finished',
      {
        matplotlib: [
          'below, beside = picture.axes[0].get_xlabel(), picture.axes[0].get_ylabel()',
          'picture.axes[0].set(xlabel=beside, ylabel=below)',
        ],
        plotly: [
          'below, beside = picture.layout.xaxis.title.text, picture.layout.yaxis.title.text',
          'picture.update_xaxes(title_text=beside)',
          'picture.update_yaxes(title_text=below)',
        ],
        bokeh: [
          'below, beside = picture.xaxis.axis_label, picture.yaxis.axis_label',
          'picture.xaxis.axis_label = beside',
          'picture.yaxis.axis_label = below',
        ],
        altair: [
          'for encoding in encodings:',
          '    below, beside = encoding["x"]["title"], encoding["y"]["title"]',
          '    encoding["x"]["title"], encoding["y"]["title"] = beside, below',
        ],
      },
      hasTwoTitles,
    ),
    {
      name: 'exchanged-on-names',
      applies: (chart) => hasTwoTitles(chart) && slotOf(chart, 'category') !== null,
      spoil: exchanged,
    },
  ],
})

/** Titles that nobody has filled in. */
const UNNAMED = ['Untitled', 'Chart title', 'My plot', 'Figure 1', 'Insert title here', 'Draft']

export const missingTitle: Kind = measurable('missing title', 'spec_compliance', {
  checks: ['title'],
  rules: [
    { name: 'empty', spoil: ({ code }) => withConstant(code, 'TITLE', '""') },
    { name: 'white-space', spoil: ({ code }) => withConstant(code, 'TITLE', '"  "') },
    { name: 'placeholder', spoil: ({ code }) => withConstant(code, 'TITLE', '"Title"') },
    {
      name: 'unnamed',
      spoil: ({ code }, { random }) => withConstant(code, 'TITLE', JSON.stringify(oneOf(random, UNNAMED))),
    },
    {
      name: 'identifier',
      spoil: ({ code, spec }) => withConstant(code, 'TITLE', JSON.stringify(spec.plot_id)),
    },
    {
      name: 'named-after-the-chart',
      spoil: ({ code, spec, library }, { random }) => {
        const type = spec.chart.type.replaceAll('-', ' ')
        const names = [`A ${type} chart`, `${library} ${type}`, `Simple ${type} plot (${library})`]
        return withConstant(code, 'TITLE', JSON.stringify(oneOf(random, names)))
      },
    },
    finishing('taken-away', () => ({
      matplotlib: ['ax.set_title("", loc="left")'],
      plotly: ['picture.update_layout(title=None)', 'picture.layout.title.text = None'],
      bokeh: ['picture.title = None'],
      altair: ['drawn.pop("title", None)'],
    })),
  ],
})

/** What altair's legends hang on. */
const CHANNELS = '("color", "shape", "strokeDash", "fill", "stroke")'

/** Each legend of matplotlib's axes, and each of its texts: bubbles have two legends. */
const LEGENDS = ['from matplotlib.legend import Legend', '', 'for legend in ax.findobj(Legend):']
const LEGEND_TEXTS = [...LEGENDS, '    for text in legend.get_texts():']

/** Sets the legend of every altair channel that has one. */
function altairLegend(value: string): readonly string[] {
  return [
    'for encoding in encodings:',
    `    for channel in set(encoding) & set(${CHANNELS}):`,
    `        encoding[channel]["legend"] = ${value}`,
  ]
}

function onLegend(name: string, statements: (chart: Chart) => PerLibrary): Rule {
  return finishing(name, statements, (chart) => isGrouped(chart) && slotOf(chart, 'color') !== null)
}

export const missingLegend: Kind = measurable('missing legend', 'spec_compliance', {
  checks: ['legend', 'sizes-explained'],
  rules: [
    onLegend('names-as-dots', () => ({
      matplotlib: [...LEGEND_TEXTS, '        text.set_text("\u25cf")'],
      plotly: ['for trace in picture.data:', '    trace.name = "\u25cf"'],
      bokeh: ['for item in picture.legend[0].items:', '    item.label = "\u25cf"'],
      altair: altairLegend(`{"labelExpr": "'\u25cf'"}`),
    })),
    onLegend('names-cut-off', () => ({
      matplotlib: [...LEGEND_TEXTS, '        text.set_text(text.get_text()[:1] + "\u2026")'],
      plotly: ['for trace in picture.data:', '    trace.name = trace.name[:1] + "\u2026"'],
      bokeh: ['for item in picture.legend[0].items:', '    item.label = item.label.value[:1] + "\u2026"'],
      altair: altairLegend(`{"labelLimit": 14}`),
    })),
    finishing(
      'scale-taken-away',
      {
        matplotlib: ['picture.axes[-1].remove()'],
        plotly: ['picture.update_coloraxes(showscale=False)'],
        bokeh: ['picture.right = []'],
        altair: altairLegend('None'),
      },
      isShaded,
    ),
    finishing(
      'scale-without-title',
      {
        matplotlib: ['picture.axes[-1].set_ylabel("")', 'picture.axes[-1].set_title("")'],
        plotly: ['picture.update_coloraxes(colorbar_title_text="")'],
        bokeh: [
          'for part in picture.right:',
          '    if "title" in part.properties():',
          '        part.title = None',
        ],
        altair: ['for encoding in encodings:', '    encoding["color"]["title"] = None'],
      },
      isShaded,
    ),
    finishing(
      'sizes-not-explained',
      {
        matplotlib: ['picture.axes[0].get_legend().remove()'],
        plotly: ['picture.layout.shapes = []', 'picture.layout.annotations = []'],
        bokeh: ['picture.above = [part for part in picture.above if part is picture.title]'],
        altair: ['for encoding in encodings:', '    encoding["size"]["legend"] = None'],
      },
      ({ spec }) => spec.chart.type === 'bubble',
    ),
    onLegend('taken-away', () => ({
      matplotlib: [...LEGENDS, '    legend.remove()'],
      plotly: ['picture.update_layout(showlegend=False)'],
      bokeh: ['picture.legend.visible = False'],
      altair: altairLegend('None'),
    })),
    onLegend('without-names', () => ({
      matplotlib: [...LEGEND_TEXTS, '        text.set_text("")'],
      plotly: ['for trace in picture.data:', '    trace.name = " "'],
      bokeh: ['for item in picture.legend[0].items:', '    item.label = ""'],
      altair: altairLegend(`{"labelExpr": "''"}`),
    })),
    onLegend('numbered-series', () => ({
      matplotlib: [
        ...LEGENDS,
        '    for number, text in enumerate(legend.get_texts()):',
        '        text.set_text(f"Series {number}")',
      ],
      plotly: ['for number, trace in enumerate(picture.data):', '    trace.name = f"Series {number}"'],
      bokeh: [
        'for number, item in enumerate(picture.legend[0].items):',
        '    item.label = f"Series {number}"',
      ],
      altair: altairLegend(`{"labelExpr": "'Series ' + datum.index"}`),
    })),
    onLegend('only-the-first', (chart) => ({
      matplotlib: [
        'handles, names = ax.get_legend_handles_labels()',
        'ax.legend(handles[:1], names[:1], loc="upper left", bbox_to_anchor=(1.01, 1.02))',
      ],
      plotly: ['for trace in picture.data[1:]:', '    trace.showlegend = False'],
      bokeh: ['picture.legend[0].items = picture.legend[0].items[:1]'],
      altair: altairLegend(`{"values": [${JSON.stringify(groupsOf(chart)[0])}]}`),
    })),
  ],
})
