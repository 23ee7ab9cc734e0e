import type { Chart } from '../chart.ts'
import { measurable } from '../defect.ts'
import type { Kind, Rule } from '../defect.ts'
import { finished, withConstant } from '../edit.ts'
import type { PerLibrary } from '../edit.ts'
import { isGrouped, isShaded } from '../slots.ts'
import { finishing } from './finishing.ts'

/** Replaces a colour wherever the code writes it; null where it does not. */
function recolored(name: string, from: string, to: string): Rule {
  return { name, spoil: ({ code }) => (code.includes(from) ? code.replaceAll(from, to) : null) }
}

/** Gives all marks the colours of a list. */
function repainted(code: string, colors: readonly string[]): string | null {
  const palette = `[${colors.map((color) => JSON.stringify(color)).join(', ')}]`
  const withPalette = withConstant(code, 'PALETTE', palette) ?? code
  const painted = withConstant(withPalette, 'COLOR', JSON.stringify(colors[0])) ?? withPalette
  return painted === code ? null : painted
}

function painted(name: string, colors: readonly string[]): Rule {
  return { name, spoil: ({ code }) => repainted(code, colors) }
}

/** Another background for the plot area alone. */
function plotAreaIn(color: string): PerLibrary {
  return {
    matplotlib: [`ax.set_facecolor("${color}")`],
    plotly: [`picture.update_layout(plot_bgcolor="${color}")`],
    bokeh: [`picture.background_fill_color = "${color}"`],
    altair: [`drawn["config"]["view"]["fill"] = "${color}"`],
  }
}

const isNotShaded = (chart: Chart) => !isShaded(chart)

export const lowContrast: Kind = measurable('low contrast', 'legibility', {
  checks: ['text-contrast', 'mark-contrast'],
  rules: [
    recolored('pale-texts', '#4A4A4A', '#C4C4C4'),
    recolored('pale-title', '#1F1F1F', '#D5D5D5'),
    recolored('yellow-texts', '#4A4A4A', '#E8D33F'),
    painted('pale-marks', ['#DCE9F2', '#F6E3D6', '#D9EFE7', '#F5E6EE', '#EFEBD9', '#E4E4E4']),
    painted('yellow-marks', ['#FFF04D', '#B8FFD1', '#FFD9A0', '#CFF5FF', '#F5FFB0', '#FFE0F0']),
    finishing('see-through-marks', {
      matplotlib: ['for artist in [*ax.collections, *ax.lines, *ax.patches]:', '    artist.set_alpha(0.07)'],
      plotly: ['picture.update_traces(opacity=0.07)'],
      bokeh: [
        'for renderer in picture.renderers:',
        '    for name in {"fill_alpha", "line_alpha"} & renderer.glyph.properties():',
        '        setattr(renderer.glyph, name, 0.07)',
      ],
      altair: ['for part in drawn.get("layer", [drawn]):', '    part["mark"]["opacity"] = 0.07'],
    }),
    finishing('dark-background', {
      matplotlib: ['picture.set_facecolor("#3D3D3D")', 'ax.set_facecolor("#3D3D3D")'],
      plotly: ['picture.update_layout(paper_bgcolor="#3D3D3D", plot_bgcolor="#3D3D3D")'],
      bokeh: ['picture.background_fill_color = "#3D3D3D"', 'picture.border_fill_color = "#3D3D3D"'],
      altair: ['drawn["background"] = "#3D3D3D"'],
    }),
    finishing('plot-area-like-the-marks', plotAreaIn('#3E86B5'), isNotShaded),
    finishing('plot-area-in-grey', plotAreaIn('#8C8C8C'), isNotShaded),
    {
      name: 'marks-like-the-plot-area',
      applies: isNotShaded,
      spoil: (chart) => {
        const code = repainted(chart.code, ['#C2CDB8', '#AEBBA4', '#D0C6B4', '#B4C4C8', '#C8B8C0', '#BDBDA8'])
        return code === null ? null : finished({ ...chart, code }, plotAreaIn('#B7C2AC'))
      },
    },
    finishing(
      'pale-shades',
      {
        matplotlib: [
          'from matplotlib.colors import LinearSegmentedColormap',
          '',
          'pale = LinearSegmentedColormap.from_list("pale", ["#FFFFFF", "#D6E4EC"])',
          'for mesh in picture.axes[0].collections:',
          '    mesh.set_cmap(pale)',
        ],
        plotly: ['picture.update_coloraxes(colorscale=["#FFFFFF", "#D6E4EC"])'],
        bokeh: [
          'picture.renderers[0].glyph.fill_color["transform"].palette = ["#FFFFFF", "#EAF1F5", "#D6E4EC"]',
        ],
        altair: [
          'for encoding in encodings:',
          '    encoding["color"]["scale"] = {"range": ["#FFFFFF", "#D6E4EC"]}',
        ],
      },
      isShaded,
    ),
  ],
})

/** Constants that tell groups apart by more than colour. */
const SECOND_CHANNELS = ['MARKERS', 'SYMBOLS', 'SHAPES', 'DASHES', 'HATCHES', 'PATTERNS']

/** Colours that are hard to tell apart, and nothing else that differs. */
function colliding(name: string, colors: readonly string[]): Rule {
  return {
    name,
    applies: isGrouped,
    spoil: ({ code }: Chart) => {
      const alike = SECOND_CHANNELS.reduce(
        (text, channel) =>
          text.replace(new RegExp(`^(${channel}(?:: [^=\\n]+)? = \\[[\\s\\S]*?\\])$`, 'm'), '$1[:1]'),
        code,
      )
      return repainted(alike, colors)
    },
  }
}

/** Rising and falling candles in colours that are hard to tell apart. */
function directed(name: string, rising: string, falling: string): Rule {
  return {
    name,
    applies: ({ spec }) => spec.chart.type === 'candlestick',
    spoil: ({ code }) => withConstant(code, 'DIRECTIONS', `{"Rising": "${rising}", "Falling": "${falling}"}`),
  }
}

export const colorCollision: Kind = measurable('colour-vision collision', 'legibility', {
  checks: ['color-vision', 'directions-apart'],
  rules: [
    directed('rising-like-falling', '#0072B2', '#0072B2'),
    directed('rising-green-falling-red', '#6B6B00', '#94582B'),
    colliding('two-alike', ['#0072B2', '#0072B2', '#009E73', '#CC79A7', '#8C6D00', '#595959']),
    colliding('one-colour-for-all', ['#0072B2', '#0072B2', '#0072B2', '#0072B2', '#0072B2', '#0072B2']),
    colliding('shades-of-green', ['#2E7D32', '#318235', '#35873A', '#3A8C3F', '#3F9144', '#44964A']),
    colliding('olive-and-brick', ['#A0522D', '#6B6B00', '#7A6A1F', '#8F5F2A', '#5F7000', '#94582B']),
    colliding('blue-and-purple', ['#3B5FB0', '#6A4FB0', '#4A58B0', '#5A53B0', '#2F63B0', '#7549B0']),
    colliding('red-and-green', ['#B5432A', '#747A1E', '#A04C2A', '#80701F', '#8F6024', '#6B7F1C']),
    colliding('teal-and-grey', ['#5B8A8A', '#8A7F86', '#6C8789', '#7A8388', '#628989', '#837F87']),
  ],
})
