import { Error as Error_, logger, parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile } from 'vega-lite'
import type { TopLevelSpec } from 'vega-lite'
import { beforeAll, describe, expect, it } from 'vitest'

import { createOfflineAuthor } from '../../ai/offline/author.ts'
import { ChartType } from '../../domain/plot/plot.schema.ts'
import type { Chart, Library, Slot, Spec } from '../../domain/plot/plot.schema.ts'
import { codeFor, LIBRARIES, program, readSpec, requestFor, runAll, tool } from './support.ts'
import type { Ran, Run } from './support.ts'

/** For hundreds of plots, on a machine that does other things too. */
const HOOK_MS = 600_000

const TYPES = ChartType.options

/** Text that would end a literal, a docstring, a format or an f-string where it is put in raw. */
const HOSTILE = '"""\'\\" {x} %s $a_1^ <b> \n\\N{DASH} é ₂'
const HOSTILE_COLUMN = 'a"b\'c {d} %s $e_1$ \\n.f[0]:Q'

/** Words of the starter plots that no code for another plot may hold. */
const STARTER_WORDS =
  /penguin|flipper|body_mass|species|mauna|co2|seattle|weather|temp_max|life_expectancy|region/i

interface Asked {
  readonly chart: Chart
  readonly slots: readonly Slot[]
  readonly columns: Readonly<Record<string, string>>
  readonly title?: string
  readonly description?: string
}

async function specOf({ chart, slots, columns, title = 'Another Plot', description }: Asked): Promise<Spec> {
  const base = await readSpec('scatter-basic')
  return {
    ...base,
    plot_id: 'never-seen-before',
    title,
    description: description ?? 'A plot of something else entirely.',
    chart,
    data: [...slots],
    sample: { path: 'data/examples/other.csv', columns: { ...columns } },
  }
}

function slot(name: string, types: Slot['types'], more: Partial<Slot> = {}): Slot {
  return { name, types, required: true, label: `The ${name}`, unit: 'kg', ...more }
}

/** Slots whose names say nothing, in an order that is not that of the axes. */
const RENAMED: Readonly<Record<ChartType, readonly Slot[]>> = {
  scatter: [
    slot('group', ['nominal'], { required: false }),
    slot('horizontal', ['quantitative', 'temporal']),
    slot('vertical', ['quantitative']),
  ],
  line: [
    slot('level', ['quantitative']),
    slot('when', ['temporal', 'quantitative']),
    slot('who', ['ordinal', 'nominal'], { required: false }),
  ],
  bar: [slot('length', ['quantitative']), slot('kind', ['nominal', 'ordinal'])],
  histogram: [slot('measure', ['quantitative'])],
  boxplot: [slot('amount', ['quantitative']), slot('kind', ['nominal'])],
  hexbin: [slot('amount', ['quantitative']), slot('length', ['quantitative'])],
  density: [slot('amount', ['quantitative']), slot('who', ['ordinal'], { required: false })],
  ecdf: [slot('amount', ['quantitative']), slot('who', ['ordinal', 'nominal'], { required: false })],
  violin: [slot('amount', ['quantitative']), slot('kind', ['nominal'])],
  heatmap: [slot('amount', ['quantitative']), slot('kind', ['nominal', 'ordinal']), slot('who', ['ordinal'])],
  'calendar-heatmap': [slot('amount', ['quantitative']), slot('when', ['temporal'])],
  'grouped-bar': [slot('length', ['quantitative']), slot('kind', ['nominal']), slot('who', ['nominal'])],
  'stacked-bar': [slot('length', ['quantitative']), slot('kind', ['nominal']), slot('who', ['nominal'])],
  lollipop: [slot('length', ['quantitative']), slot('kind', ['nominal'])],
  waterfall: [slot('length', ['quantitative']), slot('kind', ['nominal'])],
  'error-bar': [
    slot('kind', ['nominal']),
    slot('amount', ['quantitative']),
    slot('lower', ['quantitative']),
    slot('upper', ['quantitative']),
  ],
  slope: [slot('who', ['nominal']), slot('when', ['temporal', 'ordinal']), slot('level', ['quantitative'])],
  dumbbell: [slot('length', ['quantitative']), slot('kind', ['nominal']), slot('who', ['nominal'])],
  bubble: [
    slot('group', ['nominal'], { required: false }),
    slot('horizontal', ['quantitative']),
    slot('vertical', ['quantitative']),
    slot('measure', ['quantitative']),
  ],
  step: [
    slot('level', ['quantitative']),
    slot('when', ['temporal', 'quantitative']),
    slot('who', ['ordinal', 'nominal'], { required: false }),
  ],
  area: [slot('level', ['quantitative']), slot('when', ['temporal']), slot('who', ['nominal'])],
  candlestick: [
    slot('when', ['temporal']),
    slot('amount', ['quantitative']),
    slot('measure', ['quantitative']),
    slot('vertical', ['quantitative']),
    slot('horizontal', ['quantitative']),
  ],
  'small-multiples': [
    slot('who', ['nominal', 'ordinal']),
    slot('level', ['quantitative']),
    slot('when', ['temporal', 'quantitative']),
  ],
}

const COLUMNS: Readonly<Record<string, string>> = {
  group: 'team',
  horizontal: 'weight',
  vertical: 'price',
  level: 'price',
  when: 'day',
  who: 'team',
  length: 'price',
  lower: 'low',
  upper: 'high',
  kind: 'team',
  measure: 'price',
  amount: 'price',
}

const DATA = [
  'day,weight,price,team,low,high',
  '2024-03-05,12,1200000,7,900000,1300000',
  '2024-01-05,14,-50.5,10,-60,-40',
  '2024-02-05,,70,7,60,80',
  '2024-04-05,9,,10,,',
  '2024-05-05,9,12,,11,13',
  '2024-06-05,11,13,2024,12,14',
  '2024-07-05,10,,10,,',
].join('\n')

function columnsFor(slots: readonly Slot[]): Readonly<Record<string, string>> {
  return Object.fromEntries(slots.map(({ name }) => [name, COLUMNS[name] ?? name]))
}

const found = new Map<string, Ran>()
const codes = new Map<string, string>()

function ran(name: string): Ran {
  const one = found.get(name)
  if (one === undefined) throw new Error(`${name} was not run`)
  return one
}

/** What a figure's title is, wherever the library keeps it. */
function titleOf(library: Library, { drawn }: Ran): unknown {
  if (library === 'plotly') return read(drawn, 'layout', 'title', 'text')
  return read(drawn, 'title')
}

function read(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  )
}

beforeAll(async () => {
  const runs: Run[] = []
  const add = async (name: string, asked: Asked, csv: string, columns: Run['columns'] = asked.columns) => {
    const spec = await specOf(asked)
    for (const library of LIBRARIES) {
      const code = await codeFor(spec, library, csv)
      codes.set(`${name} ${library}`, code)
      const dates = Object.values(columns).filter((column) => column === 'day')
      runs.push({ name: `${name} ${library}`, code, csv, columns, dates })
    }
  }
  for (const type of TYPES) {
    const slots = RENAMED[type]
    const columns = columnsFor(slots)
    await add(`renamed ${type}`, { chart: { type }, slots, columns }, DATA)
    const required = Object.fromEntries(
      slots.filter((each) => each.required).map(({ name }) => [name, columns[name] ?? '']),
    )
    if (hasOptional(type)) await add(`no group ${type}`, { chart: { type }, slots, columns }, DATA, required)
    await add(`hostile ${type}`, hostile(type, slots), hostileData(slots))
  }
  await add(
    'counted',
    {
      chart: { type: 'bar', aggregate: 'count' },
      slots: [slot('kind', ['nominal'])],
      columns: { kind: 'team' },
    },
    DATA,
  )
  for (const sort of ['ascending', 'descending'] as const) {
    for (const type of ['bar', 'boxplot'] as const) {
      const chart: Chart = { type, sort, orientation: 'horizontal' }
      await add(`${sort} ${type}`, { chart, slots: RENAMED[type], columns: columnsFor(RENAMED[type]) }, DATA)
    }
  }
  const dated = [slot('x', ['temporal']), slot('y', ['quantitative']), slot('color', ['nominal'])]
  await add(
    'dates scatter',
    { chart: { type: 'scatter' }, slots: dated, columns: { x: 'day', y: 'price', color: 'team' } },
    DATA,
  )
  const numbers = [slot('x', ['quantitative']), slot('y', ['quantitative'])]
  await add(
    'numbers line',
    { chart: { type: 'line' }, slots: numbers, columns: { x: 'weight', y: 'price' } },
    DATA,
  )
  for (const [name, one] of await runAll('3.12', runs)) found.set(name, one)
}, HOOK_MS)

function hostile(type: ChartType, slots: readonly Slot[]): Asked {
  const named = slots.map((each, at) => ({
    ...each,
    label: `${HOSTILE} ${at}`,
    unit: '"\\%',
    description: HOSTILE,
  }))
  const columns = Object.fromEntries(slots.map(({ name }, at) => [name, `${HOSTILE_COLUMN}${at}`]))
  return { chart: { type }, slots: named, columns, title: HOSTILE, description: HOSTILE }
}

function hostileData(slots: readonly Slot[]): string {
  const rows = [1, 2, 3].map((row) =>
    slots
      .map((each) => (each.types.includes('nominal') ? `"""${row} $x_1$ <i> \\n {a}"` : `${row}.5`))
      .join(','),
  )
  const header = slots.map((_, at) => `"${`${HOSTILE_COLUMN}${at}`.replaceAll('"', '""')}"`).join(',')
  return [header, ...rows].join('\n')
}

const KINDS = ['renamed', 'no group', 'hostile']
const EVERY = KINDS.flatMap((kind) =>
  TYPES.filter((type) => kind !== 'no group' || hasOptional(type)).flatMap((type) =>
    LIBRARIES.map((library) => [kind, type, library] as const),
  ),
)

function hasOptional(type: ChartType): boolean {
  return RENAMED[type].some((each) => !each.required)
}

describe('a spec that the author has never seen', () => {
  it.each(EVERY)('with %s slots gives a %s with %s that runs without a warning', (kind, type, library) => {
    const { error, warnings } = ran(`${kind} ${type} ${library}`)
    expect(error).toBeNull()
    expect(warnings).toEqual([])
  })

  it('leaves no word of the starter plots in the code', () => {
    expect([...codes].filter(([, code]) => STARTER_WORDS.test(code)).map(([name]) => name)).toEqual([])
  })

  it('gives code that the linter finds nothing in, once it is formatted', async () => {
    const files = Object.fromEntries([...codes].map(([name, code]) => [name.replaceAll(/\W/g, '_'), code]))
    const rules = [
      '--select',
      'E4,E7,E9,F,I,B,UP,ANN,D,C901',
      '--config',
      'lint.pydocstyle.convention="google"',
    ]
    const { stdout } = await tool(
      'ruff',
      ['check', '--isolated', '--no-cache', '--target-version', 'py310', ...rules],
      files,
    )
    expect(stdout.trim()).toBe('All checks passed!')
  })

  it('keeps the parameters in the order of the spec, required ones first', () => {
    expect(codes.get('renamed scatter matplotlib')).toMatch(
      /def plot\(\s*data: pd\.DataFrame,\s+horizontal: str,\s+vertical: str,\s+group: str \| None = None,?\s*\) -> Figure:/,
    )
  })
})

describe('hostile texts', () => {
  it.each(LIBRARIES)('stand in the title of %s as they are in the spec', (library) => {
    expect(titleOf(library, ran(`hostile scatter ${library}`))).toBe(HOSTILE)
  })

  it('stand on the axes and in the legend as they are', () => {
    const { drawn } = ran('hostile scatter matplotlib')
    const oneLine = (value: unknown) => String(value).replaceAll(/\s+/g, ' ')
    expect(oneLine(drawn?.['x'])).toBe(oneLine(`${HOSTILE} 1 ("\\%)`))
    expect(oneLine(drawn?.['y'])).toBe(oneLine(`${HOSTILE} 2 ("\\%)`))
    expect(drawn?.['legend']).toEqual([1, 2, 3].map((row) => `"${row} $x_1$ <i> \\n {a}`))
  })

  it('never become statements', async () => {
    const names = await callsOf(
      [...codes].filter(([name]) => name.startsWith('hostile')).map(([, code]) => code),
    )
    expect(names.filter((name) => /system|eval|exec|import_|open/.test(name))).toEqual([])
  })
})

/** Names of everything that some code calls. */
async function callsOf(sources: readonly string[]): Promise<readonly string[]> {
  const script =
    'import ast,json,sys\n' +
    'trees=[ast.parse(code) for code in json.load(sys.stdin)]\n' +
    'json.dump(sorted({getattr(n.func, "attr", getattr(n.func, "id", "")) for t in trees for n in ast.walk(t) if isinstance(n, ast.Call)}), sys.stdout)'
  const { stdout } = await program('3.12', ['-c', script], JSON.stringify(sources))
  return (JSON.parse(stdout) as unknown[]).map(String)
}

describe('what is drawn', () => {
  it('leaves out the rows with a gap in a column in use, and only those', () => {
    expect(ran('renamed scatter matplotlib').drawn?.['points']).toBe(3)
    expect(ran('no group scatter matplotlib').drawn?.['points']).toBe(4)
    expect(ran('no group scatter seaborn').drawn?.['points']).toBe(4)
  })

  it('has a legend only where there are groups', () => {
    expect(ran('renamed scatter matplotlib').drawn?.['legend']).toEqual(['7', '10', '2024'])
    expect(ran('no group scatter matplotlib').drawn?.['legend']).toBeNull()
    expect(ran('no group scatter seaborn').drawn?.['legend']).toBeNull()
    expect(ran('no group scatter bokeh').drawn?.['legends']).toBe(0)
  })

  it('joins the points of a line in the order of the horizontal axis', () => {
    for (const library of ['matplotlib', 'seaborn']) {
      const lines = ran(`no group line ${library}`).drawn?.['lines']
      const [line = []] = Array.isArray(lines) ? (lines as number[][]) : []
      expect(line.length).toBe(5)
      expect(line).toEqual(line.toSorted((a, b) => a - b))
    }
  })

  it('takes names that look like numbers as names', () => {
    expect(ran('renamed bar matplotlib').drawn?.['xticks']).toEqual(['7', '10', '2024'])
    expect(read(ran('renamed bar plotly').drawn, 'layout', 'xaxis', 'type')).toBe('category')
  })

  it('counts rows where the spec asks for nothing else', () => {
    const bars = ran('counted matplotlib').drawn?.['bars']
    expect(bars).toEqual([2, 3, 1])
    expect(ran('counted seaborn').error).toBeNull()
  })

  it.each(['bar', 'boxplot'])('sorts a %s as the spec says', (type) => {
    const up = ran(`ascending ${type} matplotlib`).drawn?.['yticks']
    const down = ran(`descending ${type} matplotlib`).drawn?.['yticks']
    expect(up).toEqual(['10', '2024', '7'])
    expect(down).toEqual(['7', '2024', '10'])
    expect(ran(`descending ${type} seaborn`).drawn?.['yticks']).toEqual(down)
    expect(ordersOf(ran(`descending ${type} plotly`).drawn)).toContainEqual(down)
    expect(ordersOf(ran(`descending ${type} bokeh`).drawn)).toContainEqual(down)
    expect(ordersOf(ran(`descending ${type} altair`).drawn)).toContainEqual(down)
  })

  it('can be drawn by Vega whatever the texts are', async () => {
    const charts = [...found].filter(([name]) => name.endsWith('altair'))
    expect(charts.length).toBeGreaterThan(15)
    const broken = await Promise.all(
      charts.map(async ([name, { drawn }]) => [name, await vegaError(drawn)] as const),
    )
    expect(broken.filter(([, error]) => error !== null)).toEqual([])
  })
})

/** Every list of the categories' names in a figure, in its order. */
function ordersOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value)
  const rows = inside.map((row) => read(row, 'category'))
  const own = Array.isArray(value) ? [value, rows] : []
  return [...own, ...inside.flatMap(ordersOf)]
}

/** What Vega objects to when it compiles and runs a chart; null: nothing. */
async function vegaError(chart: unknown): Promise<string | null> {
  try {
    const compiled = compile(chart as TopLevelSpec, { logger: logger(Error_) })
    const view = new View(parse(compiled.spec, undefined, { ast: true }), {
      expr: expressionInterpreter,
      renderer: 'none',
    })
    await view.runAsync()
    return null
  } catch (error) {
    return String(error)
  }
}

describe('what this author cannot write', () => {
  const cases: readonly (readonly [string, Asked, RegExp])[] = [
    [
      'a slot called like a keyword',
      { chart: { type: 'histogram' }, slots: [slot('class', ['quantitative'])], columns: { class: 'price' } },
      /class is taken/,
    ],
    [
      'a slot called like a name of the code',
      { chart: { type: 'histogram' }, slots: [slot('frame', ['quantitative'])], columns: { frame: 'price' } },
      /frame is taken/,
    ],
    [
      'slots of the wrong types',
      {
        chart: { type: 'bar' },
        slots: [slot('a', ['quantitative']), slot('b', ['quantitative'])],
        columns: { a: 'price', b: 'weight' },
      },
      /do not have the types/,
    ],
    [
      'a slot without a role',
      {
        chart: { type: 'histogram' },
        slots: [slot('a', ['quantitative']), slot('b', ['nominal'], { required: false })],
        columns: { a: 'price' },
      },
      /no use for the slot b/,
    ],
    [
      'a required slot without a column',
      { chart: { type: 'histogram' }, slots: [slot('a', ['quantitative'])], columns: {} },
      /no column for the required slot a/,
    ],
    [
      'a column that the sample lacks',
      { chart: { type: 'histogram' }, slots: [slot('a', ['quantitative'])], columns: { a: 'colour' } },
      /has no column colour/,
    ],
  ]

  it.each(cases)('%s is refused with the reason', async (_, asked, reason) => {
    const spec = await specOf(asked)
    const { sample } = requestFor(await specOf({ ...asked, columns: {} }), 'bokeh', DATA)
    const authored = await createOfflineAuthor().write({
      spec,
      library: 'bokeh',
      sample,
      previous: null,
      variant: null,
    })
    expect(authored).toEqual({ kind: 'not_expressible', reason: expect.stringMatching(reason) })
  })

  it('includes every name that the code of plot() uses itself', async () => {
    const used = await namesInPlot([...codes.values()])
    expect(used.length).toBeGreaterThan(20)
    const written = await Promise.all(
      used.map(async (name) => {
        const asked = {
          chart: { type: 'histogram' },
          slots: [slot(name, ['quantitative'])],
          columns: { [name]: 'price' },
        } as const
        return createOfflineAuthor().write(requestFor(await specOf(asked), 'plotly', DATA))
      }),
    )
    expect(used.filter((_, at) => written[at]?.kind !== 'not_expressible')).toEqual([])
  })
})

/** Names that the functions `plot` read or bind, without their parameters and what comprehensions bind. */
async function namesInPlot(sources: readonly string[]): Promise<readonly string[]> {
  const script = `
import ast, json, re, sys
used = set()
for code in json.load(sys.stdin):
    function = next(n for n in ast.parse(code).body if getattr(n, "name", "") == "plot")
    inner = {t.id for n in ast.walk(function) if isinstance(n, ast.comprehension)
             for t in ast.walk(n.target) if isinstance(t, ast.Name)}
    names = {n.id for n in ast.walk(ast.Module(function.body, [])) if isinstance(n, ast.Name)}
    used |= names - inner - {a.arg for a in function.args.args}
json.dump(sorted(name for name in used if re.fullmatch("[a-z][a-z0-9_]*", name)), sys.stdout)
`
  const { stdout } = await program('3.12', ['-c', script], JSON.stringify(sources))
  return (JSON.parse(stdout) as unknown[]).map(String)
}
