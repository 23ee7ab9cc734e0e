import type { Kind, Rule } from '../defect.ts'
import { atEnd, atStart, withConstant } from '../edit.ts'
import { measuredSlot } from '../slots.ts'
import { finishing } from './finishing.ts'

/** A title that says what the data does not. */
function titled(name: string, title: string): Rule {
  return { name, spoil: ({ code }) => withConstant(code, 'TITLE', JSON.stringify(title)) }
}

export const misleadingTitle: Kind = {
  name: 'misleading title',
  criterion: 'user_experience',
  checks: [],
  unmeasurable: 'whether a sentence is true of the data takes reading it',
  rules: [
    titled('fell-everywhere', 'All groups lost nine tenths within a day'),
    titled('another-subject', 'Votes for mayor by district'),
    titled('no-difference', 'There is nothing to see here'),
    titled('cause', 'Coffee causes every value above the mean'),
  ],
}

export const garish: Kind = {
  name: 'garish design',
  criterion: 'visual_aesthetics',
  checks: [],
  unmeasurable: 'taste has no threshold; only what it does to contrast is measured',
  rules: [
    finishing('pink-paper', {
      matplotlib: ['picture.set_facecolor("#FFC7E3")', 'ax.set_facecolor("#FFF3B0")'],
      plotly: ['picture.update_layout(paper_bgcolor="#FFC7E3", plot_bgcolor="#FFF3B0")'],
      bokeh: ['picture.border_fill_color = "#FFC7E3"', 'picture.background_fill_color = "#FFF3B0"'],
      altair: ['drawn["background"] = "#FFC7E3"', 'drawn["config"]["view"]["fill"] = "#FFF3B0"'],
    }),
    finishing('heavy-grid', {
      matplotlib: ['ax.grid(visible=True, axis="both", color="#111111", linewidth=2.5)'],
      plotly: [
        'picture.update_xaxes(showgrid=True, gridcolor="#111111", gridwidth=3)',
        'picture.update_yaxes(showgrid=True, gridcolor="#111111", gridwidth=3)',
      ],
      bokeh: ['picture.grid.grid_line_color = "#111111"', 'picture.grid.grid_line_width = 3'],
      altair: ['drawn["config"]["axis"].update(grid=True, gridColor="#111111", gridWidth=3)'],
    }),
    finishing('red-frame', {
      matplotlib: [
        'for spine in ax.spines.values():',
        '    spine.set(visible=True, color="#E00000", linewidth=6)',
      ],
      plotly: [
        'picture.update_xaxes(showline=True, mirror=True, linecolor="#E00000", linewidth=8)',
        'picture.update_yaxes(showline=True, mirror=True, linecolor="#E00000", linewidth=8)',
      ],
      bokeh: ['picture.outline_line_color = "#E00000"', 'picture.outline_line_width = 8'],
      altair: ['drawn["config"]["view"].update(stroke="#E00000", strokeWidth=8)'],
    }),
    finishing('green-title', {
      matplotlib: ['ax.set_title(TITLE, loc="left", color="#007F00", fontsize=22, fontstyle="italic")'],
      plotly: ['picture.update_layout(title_font={"color": "#007F00", "size": 30, "style": "italic"})'],
      bokeh: [
        'picture.title.text_color = "#007F00"',
        'picture.title.text_font_size = "30px"',
        'picture.title.text_font_style = "italic"',
      ],
      altair: ['drawn["config"]["title"].update(color="#007F00", fontSize=30, fontStyle="italic")'],
    }),
  ],
}

/** Code that does the right thing in a way that nobody who knows the library would. */
function roundabout(name: string, lines: (slot: string) => readonly string[]): Rule {
  return {
    name,
    visible: false,
    spoil: (chart) => atStart(chart.code, lines(measuredSlot(chart) ?? '')),
  }
}

export const unidiomatic: Kind = {
  name: 'unidiomatic code',
  criterion: 'idiom',
  checks: [],
  unmeasurable: 'the same result in fewer words takes knowing the library',
  rules: [
    roundabout('row-by-row', (slot) => [
      'copied = []',
      'for _, row in data.iterrows():',
      `    copied.append(row[${slot}])`,
      `data = data.assign(**{${slot}: copied})`,
    ]),
    roundabout('index-loop', (slot) => [
      'found = []',
      'for position in range(len(data)):',
      `    found.append(data[${slot}].iloc[position])`,
      `data = data.assign(**{${slot}: found})`,
    ]),
    roundabout('there-and-back', (slot) => [
      `values = data[${slot}].to_list()`,
      `data = data.assign(**{${slot}: pd.Series(values, index=data.index)})`,
    ]),
    {
      name: 'result-renamed',
      visible: false,
      spoil: ({ code }) => atEnd(code, ['result = picture', 'answer = result', 'picture = answer']),
    },
  ],
}
