import type { ChartType, Slot, Spec } from '../../domain/plot/plot.schema.ts'
import type { DrawnText, FigureFacts, Marks } from '../../domain/review/facts.schema.ts'
import type {
  DataTable,
  MeasureInput,
  PictureFacts,
  RenderFacts,
} from '../../domain/review/measure.schema.ts'

const SLOTS: Readonly<Record<ChartType, readonly Slot[]>> = {
  scatter: [
    { name: 'x', types: ['quantitative'], required: true, label: 'Length', unit: 'mm' },
    { name: 'y', types: ['quantitative'], required: true, label: 'Mass', unit: 'g' },
    { name: 'color', types: ['nominal'], required: false, label: 'Kind' },
  ],
  line: [
    { name: 'x', types: ['temporal', 'quantitative'], required: true, label: 'Day' },
    { name: 'y', types: ['quantitative'], required: true, label: 'Mass', unit: 'g' },
  ],
  bar: [
    { name: 'category', types: ['nominal'], required: true, label: 'Kind' },
    { name: 'value', types: ['quantitative'], required: true, label: 'Mean mass', unit: 'g' },
  ],
  boxplot: [
    { name: 'category', types: ['nominal'], required: true, label: 'Kind' },
    { name: 'value', types: ['quantitative'], required: true, label: 'Mass', unit: 'g' },
  ],
  histogram: [{ name: 'value', types: ['quantitative'], required: true, label: 'Mass', unit: 'g' }],
}

const COLUMNS: Readonly<Record<ChartType, Readonly<Record<string, string>>>> = {
  scatter: { x: 'length_mm', y: 'mass_g', color: 'kind' },
  line: { x: 'day', y: 'mass_g' },
  bar: { category: 'kind', value: 'mass_g' },
  boxplot: { category: 'kind', value: 'mass_g' },
  histogram: { value: 'mass_g' },
}

/** Eight rows of two kinds. */
export const TABLE: DataTable = {
  rows: 8,
  columns: {
    length_mm: [1, 2, 3, 4, 5, 6, 7, 8],
    mass_g: [10, 12, 14, 18, 20, 26, 30, 50],
    kind: ['Ant', 'Bee', 'Ant', 'Bee', 'Ant', 'Bee', 'Ant', 'Bee'],
    day: [1, 2, 3, 4, 5, 6, 7, 8].map((day) => `2020-01-0${day}T00:00:00`),
  },
}

/** A small specification of one chart type. */
export function specOf(type: ChartType, chart: Partial<Spec['chart']> = {}, slots = SLOTS[type]): Spec {
  return {
    plot_id: `${type}-small`,
    title: 'A small plot',
    description: 'A small plot for tests.',
    version: '1.0.0',
    requirements: { data: [], visual: [], technical: [] },
    data: [...slots],
    chart: {
      type,
      ...(type === 'bar' ? { aggregate: 'mean' as const } : {}),
      ...(type === 'histogram' ? { bins: 4 } : {}),
      ...chart,
    },
    sample: { path: 'data/examples/small.csv', columns: COLUMNS[type] },
    tags: { technical: [], visual: [], domain: [], capability: [], compatibility: [] },
    libraries: ['matplotlib'],
    python: ['3.12'],
  }
}

/** A series of marks in a colour that can be told apart. */
export function series(type: Marks['type'], values: Marks['values'], other: Partial<Marks> = {}): Marks {
  return { type, series: null, color: '#0072B2', opacity: 1, redundant: false, values, ...other }
}

const MARKS: Readonly<Record<ChartType, readonly Marks[]>> = {
  scatter: [
    series('point', { x: [1, 3, 5, 7], y: [10, 14, 20, 30] }, { series: 'Ant' }),
    series('point', { x: [2, 4, 6, 8], y: [12, 18, 26, 50] }, { series: 'Bee', color: '#D55E00' }),
  ],
  line: [series('line', { x: TABLE.columns['day'] as string[], y: TABLE.columns['mass_g'] as number[] })],
  bar: [series('bar', { category: ['Ant', 'Bee'], value: [18.5, 26.5], base: [0, 0] })],
  histogram: [series('histogram', { start: [10, 20, 30, 40], end: [20, 30, 40, 50], count: [4, 2, 1, 1] })],
  boxplot: [
    series('box', {
      category: ['Ant', 'Bee'],
      q1: [13, 16.5],
      median: [17, 22],
      q3: [22.5, 32],
      low: [10, 12],
      high: [30, 50],
    }),
  ],
}

const AXES: Readonly<Record<ChartType, readonly [string, string]>> = {
  scatter: ['Length (mm)', 'Mass (g)'],
  line: ['Day', 'Mass (g)'],
  bar: ['Kind', 'Mean mass (g)'],
  boxplot: ['Kind', 'Mass (g)'],
  histogram: ['Mass (g)', 'Rows'],
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
  const named = type === 'bar' || type === 'boxplot'
  const [x, y] = AXES[type]
  const horizontal = [100, 200, 300, 400].map((at) => text(String(at), 'tick', { x: at, y: 410 }))
  const vertical = [50, 150, 250, 350].map((at) => text(String(at), 'tick', { x: 20, y: at }))
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
        scale: named ? 'category' : type === 'line' ? 'time' : 'linear',
        ...rangeOf(named || type === 'line'),
      },
      { dimension: 'y', label: y, scale: 'linear', min: 0, max: 60 },
    ],
    legend: type === 'scatter' ? { title: 'Kind', labels: ['Ant', 'Bee'] } : null,
    marks: [...MARKS[type]],
    texts: [text('Bees are heavier', 'title', { y: 2, width: 200 }), ...horizontal, ...vertical],
    plotArea: { x: 90, y: 30, width: 690, height: 370 },
    source: 'claim',
    ...other,
  }
}

function rangeOf(hidden: boolean) {
  return hidden ? { min: null, max: null } : { min: 0, max: 60 }
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
            outcome: 'ok',
          }
        : null,
    lint: { formatted: true, problems: [] },
    ...other,
  }
}
