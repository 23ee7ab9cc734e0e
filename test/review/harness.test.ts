import { createHash } from 'node:crypto'

import { afterAll, describe, expect, it } from 'vitest'

import { Library, PythonVersion } from '../../domain/plot/plot.schema.ts'
import type { Marks } from '../../domain/review/facts.schema.ts'
import { decodePng } from '../../sandbox/png.ts'
import { specOf } from './input.ts'
import { closeRenderer, execute, fixture, readSample, readSpec } from './support.ts'
import type { Execution } from './support.ts'

const CSV =
  'length_mm,mass_g,kind,day\n1,10,Ant,2020-01-01\n2,12,Bee,2020-01-02\n3,14,Ant,2020-01-03\n4,,Bee,2020-01-04\n'

afterAll(closeRenderer)

/** Runs a body of `plot()` over a few rows. */
function run(
  library: Library,
  body: string,
  type: 'scatter' | 'line' | 'bar' = 'scatter',
  python: PythonVersion = '3.12',
) {
  const code = `import warnings\nimport matplotlib.pyplot as plt\n\ndef plot(data, **columns):\n${body.replace(/^/gm, '    ')}\n`
  return execute({ spec: specOf(type), library, code, csv: CSV, python })
}

async function runFixture(library: Library, name: string, plotId: string, python: PythonVersion = '3.12') {
  const spec = await readSpec(plotId)
  const { csv } = await readSample(spec)
  return execute({ spec, library, code: await fixture(library, name), csv, python })
}

function marksOf({ render }: Execution, type: Marks['type']): readonly Marks[] {
  return (render.facts?.marks ?? []).filter((mark) => mark.type === type)
}

function sha(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')
}

describe('the harness', () => {
  it.each(PythonVersion.options)('draws and describes a scatter plot on Python %s', async (python) => {
    const execution = await runFixture('matplotlib', 'good-scatter', 'scatter-basic', python)
    expect(execution.render.report).toMatchObject({ outcome: 'ok', error: null })
    expect(execution.render.warnings).toEqual([])
    expect(decodePng(execution.files['figure.png'] ?? new Uint8Array())).toMatchObject({
      width: 1600,
      height: 900,
    })
    expect(execution.render.facts).toMatchObject({
      figureClass: 'matplotlib.figure.Figure',
      width: 800,
      height: 450,
      title: 'Heavier penguins have longer flippers',
      axes: [{ dimension: 'x', label: 'Flipper length (mm)', scale: 'linear' }, { dimension: 'y' }],
      legend: { title: 'Species', labels: ['Adelie', 'Chinstrap', 'Gentoo'] },
      source: 'claim',
    })
    const named = marksOf(execution, 'point').map((mark) => [
      mark.series,
      mark.color,
      mark.opacity,
      mark.values['x']?.length,
    ])
    expect(named).toEqual([
      ['Adelie', '#0072b2', 0.75, 151],
      ['Chinstrap', '#d55e00', 0.75, 68],
      ['Gentoo', '#009e73', 0.75, 123],
    ])
  })

  it.each(Library.options)('leaves the same bytes each time it draws with %s', async (library) => {
    const once = () => runFixture(library, 'good-scatter', 'scatter-basic')
    const [first, second] = await Promise.all([once(), once()])
    const file = library === 'matplotlib' || library === 'seaborn' ? 'figure.png' : 'figure.json'
    expect(first.files[file]?.byteLength).toBeGreaterThan(1000)
    expect(sha(first.files[file])).toBe(sha(second.files[file]))
    expect(first.render.tests?.filter((test) => !test.passed)).toEqual([])
    expect(first.render.tests?.length).toBe(6)
  })

  it('draws other shapes of figures as 16:9 too', async () => {
    const execution = await run(
      'matplotlib',
      'figure, axes = plt.subplots(figsize=(5, 7), dpi=73)\naxes.plot([1, 2])\nreturn figure',
    )
    expect(decodePng(execution.files['figure.png'] ?? new Uint8Array())).toMatchObject({
      width: 1600,
      height: 900,
    })
  })

  it('lays a see-through figure on white', async () => {
    const body = 'figure, axes = plt.subplots()\nfigure.patch.set_alpha(0)\nreturn figure'
    const picture = decodePng((await run('matplotlib', body)).files['figure.png'] ?? new Uint8Array())
    expect([...picture.data.subarray(0, 4)]).toEqual([255, 255, 255, 255])
  })

  it('gives the plot dates as dates and leaves its data unharmed for the tests', async () => {
    const body =
      'assert str(data["day"].dtype).startswith("datetime64"), data.dtypes\ndata.drop(data.index, inplace=True)\nreturn plt.figure()'
    const execution = await run('matplotlib', body, 'line')
    expect(execution.render.report.error).toBeNull()
    expect(execution.render.tests?.find((test) => test.name.includes('line'))?.message).toBe('0 drawn of 3')
  })

  it.each([
    [
      'plotly',
      'return plt.figure()',
      'plot() returned matplotlib.figure.Figure; return the plotly.graph_objects.Figure',
    ],
    ['matplotlib', 'return None', 'plot() returned builtins.NoneType; return the matplotlib.figure.Figure'],
    ['bokeh', 'return 1', 'return the bokeh.models.LayoutDOM'],
    ['altair', 'return 1', 'return the altair.Chart'],
  ] as const)('says what %s must return', async (library, body, message) => {
    const { render, files } = await run(library, body)
    expect(render.report.error).toMatchObject({
      type: 'TypeError',
      message: expect.stringContaining(message),
    })
    expect(render.facts).toBeNull()
    expect(JSON.parse(String(files['run.json']))).toHaveProperty('figureClass')
  })

  it("passes the author's own error on", async () => {
    const { render } = await run('matplotlib', 'raise ValueError("not today")')
    expect(render.report).toMatchObject({
      outcome: 'error',
      error: { type: 'ValueError', message: 'not today' },
    })
  })

  it('says that there is no function to call', async () => {
    const { render } = await execute({
      spec: specOf('scatter'),
      library: 'matplotlib',
      code: 'x = 1\n',
      csv: CSV,
      python: '3.12',
    })
    expect(render.report.error).toMatchObject({
      type: 'NameError',
      message: expect.stringContaining('def plot(data, ...)'),
    })
  })

  it('does not run the part that is for people', async () => {
    const code =
      'import matplotlib.pyplot as plt\n\ndef plot(data, **columns):\n    return plt.figure()\n\nif __name__ == "__main__":\n    raise SystemExit(3)\n'
    const { render } = await execute({
      spec: specOf('scatter'),
      library: 'matplotlib',
      code,
      csv: CSV,
      python: '3.12',
    })
    expect(render.report.outcome).toBe('ok')
  })
})

describe('warnings', () => {
  it("count where the author's own lines raise them", async () => {
    const body =
      'warnings.warn("old", DeprecationWarning)\nwarnings.warn("odd")\nfigure, axes = plt.subplots()\naxes.boxplot([1, 2], vert=True)\nreturn figure'
    const { render } = await run('matplotlib', body)
    expect(render.warnings.slice(0, 2)).toEqual(['DeprecationWarning: old', 'UserWarning: odd'])
    expect(render.warnings[2]).toMatch(/Deprecation.*vert/)
  })

  it('do not count where a library deprecates its own insides', async () => {
    const { render } = await runFixture('seaborn', 'good-boxplot', 'boxplot-basic', '3.13')
    expect(render.warnings).toEqual([])
  })

  it('tell of letters that no font has', async () => {
    const { render } = await run(
      'matplotlib',
      'figure, axes = plt.subplots()\naxes.set_title("漢")\nreturn figure',
    )
    expect(render.warnings.join()).toContain('Glyph')
  })
})

describe('facts of matplotlib', () => {
  it('name categories, whichever way the bars lie', async () => {
    const upright = await run(
      'matplotlib',
      'figure, axes = plt.subplots()\naxes.bar(["Ant", "Bee"], [12, 10], bottom=1)\nreturn figure',
      'bar',
    )
    expect(marksOf(upright, 'bar')[0]?.values).toEqual({
      category: ['Ant', 'Bee'],
      value: [13, 11],
      base: [1, 1],
    })
    expect(upright.render.facts?.axes[0]).toMatchObject({ scale: 'category', min: null })
    const lying = await run(
      'matplotlib',
      'figure, axes = plt.subplots()\naxes.barh([0, 1], [12, 10])\naxes.set_yticks([0, 1], ["Ant", "Bee"])\nreturn figure',
      'bar',
    )
    expect(marksOf(lying, 'bar')[0]?.values).toEqual({
      category: ['Ant', 'Bee'],
      value: [12, 10],
      base: [0, 0],
    })
  })

  it('tell bars that touch from bars that do not', async () => {
    const body =
      'figure, axes = plt.subplots()\naxes.hist([1, 2, 2, 4], bins=3)\naxes.stairs([1, 2], [5, 6, 7], fill=True)\nreturn figure'
    const [bars, steps] = marksOf(await run('matplotlib', body), 'histogram')
    expect(bars?.values).toEqual({ start: [1, 2, 3], end: [2, 3, 4], count: [1, 2, 1] })
    expect(steps?.values).toEqual({ start: [5, 6], end: [6, 7], count: [1, 2] })
  })

  it.each([
    ['axes.vlines(["Ant", "Bee"], 0, [3, 5])'],
    [
      'axes.errorbar(["Ant", "Bee"], [1.5, 2.5], yerr=1, fmt="none", capsize=4)\naxes.set_ylim(0, 9)',
      [0.5, 1.5],
      [2.5, 3.5],
    ],
    ['axes.plot(["Ant", "Ant"], [0, 3])\naxes.plot(["Bee", "Bee"], [0, 5])'],
  ])('read lines along a category as segments: %s', async (drawing, from = [0, 0], to = [3, 5]) => {
    const body = `figure, axes = plt.subplots()\n${drawing}\nreturn figure`
    const execution = await run('matplotlib', body, 'bar')
    const all = marksOf(execution, 'segment').map((mark) => mark.values)
    const joined = (key: string) => all.flatMap((values) => values[key] ?? [])
    expect(joined('x')).toEqual(['Ant', 'Bee'])
    expect([joined('y'), joined('y2'), joined('x2')]).toEqual([from, to, ['Ant', 'Bee']])
    expect(execution.render.facts?.marks.every((mark) => mark.type === 'segment')).toBe(true)
  })

  it.each([
    ['matplotlib', 'axes.boxplot([[1, 2, 3, 4, 50]], tick_labels=["Ant"], patch_artist=True)'],
    ['matplotlib', 'axes.boxplot([[1, 2, 3, 4, 50]], tick_labels=["Ant"], orientation="horizontal")'],
    [
      'seaborn',
      'import seaborn as sns, pandas as pd\nsns.boxplot(pd.DataFrame({"k": ["Ant"] * 5, "v": [1, 2, 3, 4, 50]}), x="k", y="v", ax=axes)',
    ],
    [
      'seaborn',
      'import seaborn as sns, pandas as pd\nsns.boxplot(pd.DataFrame({"k": ["Ant"] * 5, "v": [1, 2, 3, 4, 50]}), y="k", x="v", fill=False, ax=axes)',
    ],
  ] as const)('read the five numbers of a box drawn by %s: %s', async (library, call) => {
    const execution = await run(library, `figure, axes = plt.subplots()\n${call}\nreturn figure`)
    expect(marksOf(execution, 'box').map((mark) => mark.values)).toEqual([
      { category: ['Ant'], q1: [2], median: [3], q3: [4], low: [1], high: [4] },
    ])
  })

  it('split a collection by colour and call each part as the legend does', async () => {
    const body =
      'import seaborn as sns\nfigure, axes = plt.subplots()\nsns.scatterplot(data, x="length_mm", y="mass_g", hue="kind", style="kind", ax=axes)\nreturn figure'
    const points = marksOf(await run('seaborn', body), 'point')
    expect(points.map(({ series, redundant, values }) => ({ series, redundant, values }))).toEqual([
      { series: 'Ant', redundant: true, values: { x: [1, 3], y: [10, 14] } },
      { series: 'Bee', redundant: true, values: { x: [2], y: [12] } },
    ])
  })

  it('give dates as ISO moments and leave reference lines out', async () => {
    const body =
      'figure, axes = plt.subplots()\naxes.plot(data["day"], data["mass_g"])\naxes.axhline(3)\nreturn figure'
    const lines = marksOf(await run('matplotlib', body, 'line'), 'line')
    expect(lines.map((line) => line.values)).toEqual([
      {
        x: ['2020-01-01T00:00:00', '2020-01-02T00:00:00', '2020-01-03T00:00:00', '2020-01-04T00:00:00'],
        y: [10, 12, 14, null],
      },
    ])
  })

  it('read steps, bubbles, areas and candles with their places', async () => {
    const body = `
import numpy as np
fig, ax = plt.subplots()
ax.plot([1, 2, 3], [1, 2, 1], drawstyle="steps-post")
ax.plot([1, 2, 3], [1, 2, 1], drawstyle="steps-pre")
ax.scatter([1, 2], [3, 4], s=[10, 40])
ax.fill_between([1, 2, 3], [1, 1, 1], [2, 3, 4])
ax.fill([1, 2, 3, 2], [1, 2, 1, 0])
ax.fill([1, 5, 2, 4, 3], [1, 2, 1, 0, 7])
ax.vlines([1, 2], [5, 6], [9, 8], linewidth=1)
ax.bar([1, 2], [1, -1], bottom=[6, 8], width=0.5)
return fig`
    const found = await run('matplotlib', body)
    const seen = (type: Marks['type']) => marksOf(found, type).map(({ values }) => values)
    expect(found.render.report.error).toBeNull()
    expect(seen('step')).toEqual([{ x: [1, 2, 3], y: [1, 2, 1] }])
    expect(seen('line')).toHaveLength(1)
    expect(seen('bubble')).toEqual([{ x: [1, 2], y: [3, 4], size: [10, 40] }])
    expect(seen('area')).toEqual([
      { x: [1, 2, 3], y: [2, 3, 4], base: [1, 1, 1] },
      { x: [1, 2, 3], y: [1, 2, 1], base: [1, 0, 1] },
    ])
    expect(seen('candle')).toEqual([{ x: [1, 2], open: [6, 8], close: [7, 7], low: [5, 6], high: [9, 8] }])
    const placed = (found.render.facts?.marks ?? []).filter(({ values }) => values['x'] !== undefined)
    expect(placed.map(({ places, values }) => places?.length === values['x']?.length)).not.toContain(false)
  })

  it('read thick lines over thin ones as candles', async () => {
    const body = `
fig, ax = plt.subplots()
ax.vlines([1, 2], [5, 6], [9, 8], linewidth=1, color=["#0000ff", "#ff0000"])
ax.vlines([1, 2], [6, 8], [7, 7], linewidth=6, color=["#0000ff", "#ff0000"])
ax.hlines([7], [0.9], [1.1], linewidth=1, color="#0000ff")
return fig`
    expect(marksOf(await run('matplotlib', body), 'candle')).toMatchObject([
      { color: '#0000ff', values: { x: [1], open: [6], close: [7], low: [5], high: [9] } },
      { color: '#ff0000', values: { x: [2], open: [8], close: [7], low: [6], high: [8] } },
    ])
  })

  it('place texts in CSS pixels from the top left, in the shipped font', async () => {
    const body =
      'figure = plt.figure(figsize=(8, 4.5))\nfigure.text(0, 1, "corner", va="top", fontsize=14.4)\nfigure.text(1.01, 0.5, "gone", rotation=90)\nfigure.text(0.5, 0.5, "")\nreturn figure'
    const texts = (await run('matplotlib', body)).render.facts?.texts ?? []
    expect(texts.map((text) => text.text)).toEqual(['corner', 'gone'])
    expect(texts[0]).toMatchObject({
      role: 'annotation',
      sizePx: expect.closeTo(20, 3),
      color: '#000000',
      rotation: 0,
    })
    expect(texts[0]?.x).toBeLessThan(3)
    expect(texts[0]?.y).toBeLessThan(5)
    expect(texts[1]?.x).toBeGreaterThan(800)
    expect(texts[1]?.height).toBeGreaterThan(texts[1]?.width ?? 0)
  })

  it('describe what is hidden, unusual or empty without falling over', async () => {
    const body = [
      'import numpy as np',
      'figure, (a, b) = plt.subplots(1, 2)',
      'a.pie([1, 2])',
      'b.imshow(np.zeros((2, 2)))',
      'b.fill_between([0, 1], [0, 1])',
      'b.scatter([], [])',
      'b.plot([], [])',
      'b.scatter(range(60), range(60), c=range(60))',
      'b.bar([], [])',
      'b.set_xscale("symlog")',
      'figure.colorbar(b.collections[-1])',
      'figure.supxlabel("below")',
      'figure.suptitle("above")',
      'figure.legend(handles=[plt.Rectangle((0, 0), 1, 1, label="r")], title="t")',
      'a.add_patch(plt.Circle((0, 0), 1, visible=False))',
      'return figure',
    ].join('\n')
    const { facts, report } = (await run('matplotlib', body)).render
    expect(report.error).toBeNull()
    expect(facts).toMatchObject({ title: 'above', legend: { title: 't', labels: ['r'] } })
    expect(new Set(facts?.marks.map((mark) => mark.type))).toEqual(
      new Set(['point', 'area', 'cell', 'other']),
    )
    expect(facts?.axes.length).toBe(4)
    expect(facts?.axes[2]?.label).toBe('below')
  })
})
