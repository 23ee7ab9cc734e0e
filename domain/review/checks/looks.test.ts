import { describe, expect, it } from 'vitest'

import { factsFor, inputFor, PICTURE, renderFor, specOf, text } from '../../../test/review/input.ts'
import { series } from '../../../test/review/table.ts'
import type { DrawnText, FigureFacts } from '../facts.schema.ts'
import type { MeasureInput } from '../measure.schema.ts'
import { measure } from '../measure.ts'
import type { Finding } from '../review.schema.ts'

function found(name: string, input: MeasureInput): Finding | undefined {
  return measure(input).find((finding) => finding.check === name)
}

const scatter = (facts: Partial<FigureFacts>, other: Partial<MeasureInput> = {}) =>
  inputFor('scatter', facts, other)
const failing = (message: string) => ({ status: 'failed', message: expect.stringContaining(message) })
const fine = { status: 'passed' }
const open = { status: 'not_measured' }
const [X, Y] = factsFor('scatter').axes
const axes = (x: object, y: object = {}) =>
  [X, Y].flatMap((axis, at) => (axis ? [{ ...axis, ...(at === 0 ? x : y) }] : []))
const texts = (...more: DrawnText[]) => [...(factsFor('scatter').texts ?? []), ...more]
const tick = (words: string, at: number, y = 410) => text(words, 'tick', { x: at, y })

const NEEDS_FIGURE =
  'axis-direction axis-range category-load tick-format names-written plot-area text-sizes words-once color-count legend-on-data'

it.each(NEEDS_FIGURE.split(' '))('%s is not measured without a figure', (name) => {
  const type = name === 'names-written' ? 'bar' : 'scatter'
  expect(found(name, inputFor(type, {}, { renders: [] }))).toMatchObject(open)
})

it.each(['tick-format', 'names-written', 'text-sizes', 'legend-on-data'])(
  '%s is not measured where nothing was drawn',
  (name) => {
    const type = name === 'names-written' ? 'bar' : 'scatter'
    expect(found(name, inputFor(type, { texts: null }))).toMatchObject(open)
  },
)

describe('axes', () => {
  it('go to the right and upwards, unless they name categories', () => {
    expect(found('axis-direction', scatter({ axes: axes({ reversed: true }) }))).toMatchObject({
      ...failing('Turned round: Length (mm)'),
      veto: true,
    })
    expect(
      found('axis-direction', scatter({ axes: axes({}, { reversed: true, label: null }) })),
    ).toMatchObject(failing('the y axis'))
    const named = axes({ reversed: true, scale: 'category' })
    expect(found('axis-direction', scatter({ axes: named }))).toMatchObject(fine)
  })

  it('show a range that the data fills', () => {
    expect(found('axis-range', scatter({ axes: axes({ max: 80 }) }))).toMatchObject({
      ...failing('The data spans 8.8 % of the x axis'),
      evidence: { numbers: [{ name: 'share spanned', value: 0.0875, limit: 0.3 }] },
    })
    expect(
      found('axis-range', scatter({ axes: axes({ min: null, max: null }, { scale: 'log' }) })),
    ).toMatchObject(fine)
    expect(found('axis-range', inputFor('bar'))).toBeUndefined()
  })

  it('name no more categories than can be read', () => {
    const category = Array.from({ length: 31 }, (_, at) => `Kind ${at}`)
    const bars = series('bar', { category, value: category.map(() => 1) })
    expect(found('category-load', inputFor('bar', { marks: [bars] }))).toMatchObject(failing('31 categories'))
    expect(found('category-load', inputFor('bar'))).toMatchObject(fine)
  })

  it('name every category', () => {
    const marks = [series('bar', { category: ['Ant', 'Cat'], value: [1, 2] })]
    expect(found('names-written', inputFor('bar', { marks }))).toMatchObject(failing('Not named: Cat'))
    expect(found('names-written', inputFor('bar'))).toMatchObject(fine)
    expect(found('names-written', inputFor('scatter'))).toBeUndefined()
  })

  it('name every row and column of a grid, and no dates', () => {
    expect(found('names-written', inputFor('heatmap'))).toMatchObject(fine)
    const [cells] = factsFor('heatmap').marks
    const rows = cells?.values['y']?.map((row) => `Row ${row}`) ?? []
    const marks = cells === undefined ? [] : [{ ...cells, values: { ...cells.values, y: rows } }]
    expect(found('names-written', inputFor('heatmap', { marks }))).toMatchObject(failing('Not named: Row'))
    expect(found('names-written', inputFor('calendar-heatmap'))).toMatchObject(fine)
  })
})

describe('ticks', () => {
  it.each(['1e6', '+2.5e3', '×10⁶', '1 \u00d7 10\u2076', '2e\u22123'])('are not written as %s', (words) => {
    expect(found('tick-format', scatter({ texts: texts(tick(words, 500)) }))).toMatchObject(failing(words))
  })

  it('may be powers of ten on logarithmic axes', () => {
    const drawn = texts(tick('1e6', 500))
    expect(found('tick-format', scatter({ texts: drawn, axes: axes({ scale: 'log' }) }))).toMatchObject(fine)
    expect(found('tick-format', scatter({ plotArea: null }))).toMatchObject(open)
  })

  it('have no zeros after the point', () => {
    const ticks = (...words: string[]) => ({ texts: words.map((word, at) => tick(word, 100 + 60 * at)) })
    expect(found('tick-format', scatter(ticks('10.0', '20.0', '1,030.0')))).toMatchObject(
      failing('the x axis'),
    )
    expect(found('tick-format', scatter(ticks('10.0', '10.5', '11.0')))).toMatchObject(fine)
    expect(found('tick-format', scatter(ticks('10.0', '11.0')))).toMatchObject(fine)
  })

  it('are whole numbers where rows are counted', () => {
    const counts = (...words: string[]) => ({
      texts: words.map((word, at) => text(word, 'tick', { x: 20, y: 50 + 50 * at })),
    })
    expect(found('count-ticks', inputFor('histogram', counts('0', '2.5', '5.0')))).toMatchObject(
      failing('2.5'),
    )
    expect(found('count-ticks', inputFor('histogram', counts('0', '1.0', '1,200')))).toMatchObject(fine)
    const spec = specOf('bar', { aggregate: 'count' })
    expect(found('count-ticks', inputFor('bar', counts('0.5'), { spec }))).toMatchObject(failing('0.5'))
    expect(found('count-ticks', inputFor('bar'))).toBeUndefined()
    for (const facts of [{ texts: null }, { plotArea: null }, { axes: [] }])
      expect(found('count-ticks', inputFor('histogram', facts))).toMatchObject(open)
    expect(found('count-ticks', inputFor('histogram', {}, { renders: [] }))).toMatchObject(open)
  })
})

describe('the picture', () => {
  it('has no wide empty margins', () => {
    const picture = { ...PICTURE, inkBox: { left: 0.2, top: 0.02, right: 0.8, bottom: 0.98 } }
    expect(found('margins', inputFor('scatter', {}, { picture }))).toMatchObject({
      ...failing('left 20 %, right 20 %'),
      loss: 1,
    })
    expect(found('margins', inputFor('scatter', {}, { picture: null }))).toMatchObject(open)
  })

  it('belongs to the marks', () => {
    const plotArea = { x: 300, y: 30, width: 300, height: 300 }
    expect(found('plot-area', scatter({ plotArea }))).toMatchObject({
      ...failing('The marks have 25 %'),
      evidence: { boxes: [plotArea] },
    })
    expect(found('plot-area', scatter({ plotArea: null }))).toMatchObject(open)
  })

  it('has its title written largest', () => {
    const large = text('Length (mm)', 'axis-label', { sizePx: 15 })
    expect(found('text-sizes', scatter({ texts: texts(large) }))).toMatchObject(
      failing('The title is smaller'),
    )
    const note = text('!', 'annotation', { sizePx: 30 })
    expect(found('text-sizes', scatter({ texts: texts(note) }))).toMatchObject(fine)
    expect(found('text-sizes', scatter({ texts: [large] }))).toMatchObject(fine)
  })

  it('says nothing twice', () => {
    expect(found('words-once', scatter({ title: 'Mass (g)' }))).toMatchObject(failing('Said twice: mass (g)'))
    const legend = { title: null, labels: ['Ant', 'Bee', 'Ant'] }
    expect(found('words-once', scatter({ legend }))).toMatchObject(failing('Said twice: Ant'))
    expect(found('words-once', scatter({ axes: [...axes({}), ...axes({})], legend: null }))).toMatchObject(
      fine,
    )
  })

  it('has no more colours than can be kept apart', () => {
    const marks = Array.from({ length: 11 }, (_, at) => series('point', {}, { color: `#0000${10 + at}` }))
    const colorless = series('point', {}, { color: null })
    expect(found('color-count', scatter({ marks: [...marks, colorless] }))).toMatchObject(
      failing('11 colours'),
    )
  })
})

describe('the legend', () => {
  const legend = text('Ant', 'legend', { x: 180, y: 332, width: 40, height: 12 })
  const over = (facts: Partial<FigureFacts>) =>
    found('legend-on-data', scatter({ texts: [legend], ...facts }))

  it('lies over no data', () => {
    expect(over({})).toMatchObject({
      ...failing('The legend lies over 1 points'),
      evidence: { numbers: [{ name: 'points covered', value: 1, limit: 0 }], boxes: [{ x: 156, y: 332 }] },
    })
    expect(over({ axes: axes({ reversed: true }) })).toMatchObject(fine)
    expect(over({ texts: [] })).toMatchObject(fine)
    expect(found('legend-on-data', inputFor('bar'))).toBeUndefined()
  })

  it('is compared with where marks are said to be', () => {
    const at = (x: number) => [
      { ...series('point', { x: [1, null], y: [1, 1] }), places: [{ x, y: 332, width: 8, height: 8 }, null] },
    ]
    expect(over({ marks: at(190) })).toMatchObject(failing('1 points'))
    expect(over({ marks: at(500) })).toMatchObject(fine)
  })

  it('covers nothing where the axes put nothing', () => {
    for (const facts of [
      { axes: [] },
      { axes: axes({}).slice(0, 1) },
      { axes: [...axes({}), ...axes({})] },
      { plotArea: null },
    ])
      expect(over(facts)).toMatchObject(fine)
    expect(over({ marks: [series('point', {}), series('point', { x: [1] })] })).toMatchObject(fine)
  })
})

describe('the code', () => {
  const coded = (line: string) =>
    inputFor(
      'scatter',
      {},
      { code: `import matplotlib.pyplot as plt\n"""jet np.random.rand(3) 3d"""\n${line}\n` },
    )

  it.each([
    ['seeded', 'np.random.normal(3)', 'np.random.normal'],
    ['seeded', 'random.random()', 'random.random'],
    ['seeded', 'default_rng()', 'default_rng'],
    ['seeded', 'data.sample(10)', '.sample'],
    ['colormap', 'plt.imshow(a, cmap="jet")', 'jet'],
    ['colormap', 'palette = Turbo256', 'Turbo256'],
    ['no-depth', 'figure.add_subplot(projection="3d")', 'projection'],
    ['no-depth', 'go.Scatter3d()', 'Scatter3d'],
    ['one-scale', 'axes.twinx()', 'twinx'],
    ['one-scale', 'chart.resolve_scale(y="independent")', 'independent'],
    ['embedded-data', `VALUES = [${'1.5, '.repeat(20)}2]`, 'A list of 21 numbers'],
  ])('fails %s for %s', (name, line, message) => {
    expect(found(name, coded(line))).toMatchObject(failing(message))
  })

  it.each([
    ['seeded', 'np.random.default_rng(0).normal(3)'],
    ['seeded', 'random.seed(1); random.random()'],
    ['seeded', 'data.sample(10, random_state=0)'],
    ['colormap', 'cmap="viridis"'],
    ['no-depth', 'axes.scatter(x, y)'],
    ['one-scale', 'chart.resolve_scale(y="independent").facet("a")'],
    ['embedded-data', 'SIZES = [8, 4.5]'],
    ['code-length', 'x = 1'],
  ])('passes %s for %s', (name, line) => {
    expect(found(name, coded(line))).toMatchObject(fine)
  })

  it('is no longer than can be read in one go', () => {
    expect(found('code-length', coded('x = 1\n'.repeat(200)))).toMatchObject(failing('202 lines of code'))
  })

  it('tries nothing but drawing', () => {
    const trying = (...audit: string[]) => {
      const render = renderFor(factsFor('scatter'))
      return scatter({}, { renders: [{ ...render, report: { ...render.report, audit } }] })
    }
    expect(found('stays-inside', trying('socket.connect'))).toMatchObject({
      ...failing('It tries socket.connect'),
      veto: true,
    })
    expect(found('stays-inside', trying('ctypes.dlopen'))).toMatchObject({
      ...failing('ctypes.dlopen'),
      veto: false,
    })
    expect(found('stays-inside', inputFor('scatter', {}, { renders: [] }))).toMatchObject(open)
  })
})
