import type { Chart } from '../chart.ts'
import type { Rule } from '../defect.ts'
import { finished } from '../edit.ts'
import type { PerLibrary } from '../edit.ts'

/** A rule that changes the finished figure. */
export function finishing(
  name: string,
  statements: PerLibrary | ((chart: Chart) => PerLibrary),
  applies: (chart: Chart) => boolean = () => true,
): Rule {
  const own = typeof statements === 'function' ? statements : () => statements
  return { name, applies, spoil: (chart) => finished(chart, own(chart)) }
}

/** Statements that put texts into an altair chart, each at a place in pixels or as an expression of Vega's. */
export function altairNotes(
  ...notes: readonly { readonly text: string; readonly x: string; readonly y: string }[]
): readonly string[] {
  const marks = notes.map(
    ({ text, x, y }) =>
      `{"data": {"values": [{}]}, "mark": {"type": "text", "text": ${JSON.stringify(text)}, "align": "left", ` +
      `"fontSize": 12, "color": "#262626", "x": {"expr": "${x}"}, "y": {"expr": "${y}"}}}`,
  )
  return [
    `notes = [${marks.join(', ')}]`,
    'if "layer" not in drawn:',
    '    drawn["layer"] = [{key: drawn.pop(key) for key in ("mark", "encoding")}]',
    'drawn["layer"] += notes',
  ]
}

/** Statements that put a text into a bokeh figure, in pixels from the lower left corner of its frame. */
export function bokehNotes(
  ...notes: readonly { readonly text: string; readonly x: number; readonly y: number }[]
): readonly string[] {
  const calls = notes.map(
    ({ text, x, y }) =>
      `picture.add_layout(Label(x=${x}, y=${y}, x_units="screen", y_units="screen", text=${JSON.stringify(text)}, ` +
      'text_font_size="12px", text_color="#262626"))',
  )
  return ['from bokeh.models import Label', '', ...calls]
}

/** A statement that puts a text into a plotly figure, in shares of its plot area. */
export function plotlyNote(text: string, x: number, y: number): string {
  return (
    `picture.add_annotation(text=${JSON.stringify(text)}, x=${x}, y=${y}, xref="paper", yref="paper", ` +
    'xanchor="left", yanchor="middle", showarrow=False, font={"size": 12, "color": "#262626"})'
  )
}

/** A statement that puts a text into matplotlib's axes, in shares of them. */
export function matplotlibNote(text: string, x: number, y: number): string {
  return `ax.text(${x}, ${y}, ${JSON.stringify(text)}, transform=ax.transAxes, fontsize=8.6, color="#262626")`
}
