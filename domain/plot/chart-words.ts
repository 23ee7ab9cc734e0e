import { ChartType } from './plot.schema.ts'

/** A chart type, and the words that named it. */
export interface NamedChart {
  readonly type: ChartType
  readonly words: readonly string[]
}

/** What people call each chart type: alternatives, each of words that must all be there. */
const NAMES: Readonly<Record<ChartType, readonly string[]>> = {
  scatter: ['scatter', 'scatterplot'],
  line: ['line', 'linechart', 'lineplot'],
  bar: ['bar', 'barchart', 'barplot', 'column chart'],
  histogram: ['histogram'],
  boxplot: ['boxplot', 'box', 'box plot', 'whisker'],
  heatmap: ['heatmap', 'heat map'],
  hexbin: ['hexbin', 'hexagon', 'hexagonal'],
  'calendar-heatmap': ['calendar', 'heatmap calendar', 'heat map calendar'],
  density: ['density', 'density plot', 'kde'],
  ecdf: ['ecdf', 'cumulative distribution'],
  violin: ['violin', 'violinplot', 'violin plot'],
  'grouped-bar': ['bar grouped', 'bar clustered', 'barchart grouped', 'bar side'],
  'stacked-bar': ['bar stacked', 'barchart stacked'],
  lollipop: ['lollipop'],
  waterfall: ['waterfall'],
  'error-bar': ['errorbar', 'error bar', 'confidence interval'],
  slope: ['slope', 'slopegraph', 'slopechart'],
  dumbbell: ['dumbbell'],
  bubble: ['bubble', 'bubblechart'],
  step: ['step', 'stair', 'staircase'],
  area: ['area', 'area stacked', 'stackplot'],
  candlestick: ['candlestick', 'candle', 'ohlc'],
  'small-multiples': ['small multiple', 'facet', 'trellis', 'line facet', 'scatter facet'],
}

/** What an idea may want to see without naming a chart. */
const PURPOSES: readonly NamedChart[] = [
  { type: 'histogram', words: ['distribution'] },
  { type: 'histogram', words: ['distributed'] },
  { type: 'scatter', words: ['relationship'] },
  { type: 'scatter', words: ['relate'] },
  { type: 'scatter', words: ['correlation'] },
  { type: 'line', words: ['trend'] },
  { type: 'line', words: ['over', 'time'] },
  { type: 'bar', words: ['compare'] },
  { type: 'bar', words: ['comparison'] },
  { type: 'bar', words: ['ranking'] },
]

const NAMED: readonly NamedChart[] = ChartType.options.flatMap((type) =>
  NAMES[type].map((name) => ({ type, words: name.split(' ') })),
)

/** Every word that can be part of a chart's name. */
export const CHART_WORDS: readonly string[] = [...new Set(NAMED.flatMap(({ words }) => words))]

/** The words of a text as they are written, in lower case and in order. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** What words are compared by: plurals as singulars. */
export function stemOf(word: string): string {
  return word.length > 3 ? word.replace(/(?<=x)es$|(?<=[^s])s$/, '') : word
}

/** The words of a text as they are compared. */
export function stemsOf(text: string): readonly string[] {
  return wordsOf(text).map(stemOf)
}

/** The chart that these words name: of several the one by most words, then the one named first. Null for none. */
export function namedChart(words: readonly string[]): NamedChart | null {
  return best(NAMED, words)
}

/** The chart that suits what these words want to see; null when they do not say. */
export function suitedChart(words: readonly string[]): NamedChart | null {
  return best(PURPOSES, words)
}

function best(charts: readonly NamedChart[], words: readonly string[]): NamedChart | null {
  const found = charts.filter((chart) => chart.words.every((word) => words.includes(word)))
  const place = (chart: NamedChart) => Math.min(...chart.words.map((word) => words.indexOf(word)))
  const [first] = found.toSorted((a, b) => b.words.length - a.words.length || place(a) - place(b))
  return first ?? null
}
