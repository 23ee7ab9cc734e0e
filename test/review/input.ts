import type { ChartType, Spec } from '../../domain/plot/plot.schema.ts'
import type { DrawnText, FigureFacts, Marks } from '../../domain/review/facts.schema.ts'
import type { MeasureInput, PictureFacts, RenderFacts } from '../../domain/review/measure.schema.ts'
import { placeOf } from '../../domain/review/values.ts'
import { EXAMPLES } from './examples.ts'
import { series, TABLE } from './table.ts'

/** A small specification of one chart type. */
export function specOf(
  type: ChartType,
  chart: Partial<Spec['chart']> = {},
  slots = EXAMPLES[type].slots,
): Spec {
  return {
    plot_id: `${type}-small`,
    title: 'A small plot',
    description: 'A small plot for tests.',
    version: '1.0.0',
    requirements: { data: [], visual: [], technical: [] },
    data: [...slots],
    chart: {
      type,
      ...EXAMPLES[type].chart,
      ...chart,
    },
    sample: { path: 'data/examples/small.csv', columns: EXAMPLES[type].columns },
    tags: { technical: [], visual: [], domain: [], capability: [], compatibility: [] },
    libraries: ['matplotlib'],
    python: ['3.12'],
  }
}

/** A text somewhere in the picture. */
export function text(words: string, role: DrawnText['role'], box: Partial<DrawnText> = {}): DrawnText {
  return {
    text: words,
    role,
    x: 300,
    y: 20,
    width: 60,
    height: 12,
    sizePx: 12,
    color: '#262626',
    rotation: 0,
    ...box,
  }
}

/** What a faultless figure of the table holds. */
export function factsFor(type: ChartType, other: Partial<FigureFacts> = {}): FigureFacts {
  const { axes, scale, legend, marks } = EXAMPLES[type]
  const [x, y] = axes
  const horizontal = [100, 200, 300, 400].map((at) => text(String(at), 'tick', { x: at, y: 410 }))
  const named = marks.flatMap(({ values }) => values['category'] ?? values['x'] ?? [])
  const names = scale === 'category' ? [...new Set(named.map(String))] : []
  const below = names.map((name, at) => text(name, 'tick', { x: 200 + 200 * at, y: 430 }))
  const beside = [...new Set(marks.flatMap(({ values }) => values['y'] ?? []))].filter(isName)
  const rows = beside.map((name, at) => text(name, 'tick', { x: 20, y: 60 + 42 * at }))
  const key = (legend?.labels ?? []).map((label, at) => text(label, 'legend', { x: 730, y: 40 + 14 * at }))
  const numbers = rows.length > 0 ? [] : [50, 150, 250, 350]
  const vertical = numbers.map((at) => text(String(at), 'tick', { x: 20, y: at }))
  return {
    library: 'matplotlib',
    figureClass: 'matplotlib.figure.Figure',
    width: 800,
    height: 450,
    title: 'Bees are heavier',
    axes: [
      {
        dimension: 'x',
        label: x,
        scale,
        ...rangeOf(scale === 'linear' ? (type === 'scatter' || type === 'small-multiples' ? 10 : 60) : null),
      },
      { dimension: 'y', label: y, scale: 'linear', min: 0, max: 60 },
    ],
    legend,
    marks: [...marks],
    texts: [
      text('Bees are heavier', 'title', { y: 2, width: 200 }),
      ...horizontal,
      ...below,
      ...vertical,
      ...rows,
      ...key,
    ],
    plotArea: { x: 90, y: 30, width: 690, height: 370 },
    ...(EXAMPLES[type].panels && { panels: EXAMPLES[type].panels }),
    source: 'parsed',
    ...other,
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && placeOf(value) === null
}

function rangeOf(max: number | null) {
  return max === null ? { min: null, max } : { min: 0, max }
}

/** An execution that ended well. */
export function renderFor(facts: FigureFacts | null, other: Partial<RenderFacts> = {}): RenderFacts {
  return {
    python: '3.12',
    report: {
      outcome: 'ok',
      cpuMs: 900,
      wallMs: 900,
      peakMemoryMb: 60,
      error: null,
      denied: [],
      audit: [],
      stderr: '',
    },
    facts,
    tests: [{ name: 'test_returns_a_figure', passed: true, message: '' }],
    warnings: [],
    ...other,
  }
}

/** A picture that shows something. */
export const PICTURE: PictureFacts = {
  width: 1600,
  height: 900,
  bytes: 50_000,
  distinctColors: 200,
  background: '#ffffff',
  backgroundShare: 0.9,
  edgeInkShare: 0,
  inkBox: { left: 0.02, top: 0.02, right: 0.98, bottom: 0.98 },
  textContrast: Array.from({ length: 9 }, () => 15),
  plotBackground: '#ffffff',
  shadesContrast: 8,
}

/** Marks of the table after it was mirrored. */
export const CHANGED: Readonly<Record<'scatter', readonly Marks[]>> = {
  scatter: [
    series('point', { x: [8, 6, 4, 2], y: [50, 46, 40, 30] }, { series: 'Ant' }),
    series('point', { x: [7, 5, 3, 1], y: [48, 42, 34, 10] }, { series: 'Bee', color: '#D55E00' }),
  ],
}

/** A faultless attempt at one chart type. Only a scatter plot is drawn with changed data too. */
export function inputFor(
  type: ChartType,
  facts: Partial<FigureFacts> = {},
  other: Partial<MeasureInput> = {},
): MeasureInput {
  return {
    spec: specOf(type),
    library: 'matplotlib',
    code: 'import matplotlib.pyplot as plt\n',
    data: TABLE,
    renders: [renderFor(factsFor(type, facts))],
    picturePython: '3.12',
    picture: PICTURE,
    claims: null,
    changed:
      type === 'scatter'
        ? {
            data: {
              rows: 8,
              columns: {
                ...TABLE.columns,
                length_mm: [8, 7, 6, 5, 4, 3, 2, 1],
                mass_g: [50, 48, 46, 42, 40, 34, 30, 10],
              },
            },
            facts: factsFor('scatter', { marks: [...CHANGED.scatter] }),
            pixelsChanged: 0.02,
            claims: null,
            outcome: 'ok',
          }
        : null,
    lint: { formatted: true, problems: [] },
    ...other,
  }
}
