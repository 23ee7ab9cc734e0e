import { afterAll, describe, expect, it } from 'vitest'

import type { FigureFacts, Marks } from '../../domain/review/facts.schema.ts'
import { specOf } from './input.ts'
import { closeRenderer, execute } from './support.ts'

afterAll(closeRenderer)

const CSV = 'length_mm,mass_g,kind,day\n1,10,Ant,2020-01-01\n2,12,Bee,2020-01-02\n'

/** What a body of `plot()` draws, described by the harness. */
async function factsOf(...lines: readonly string[]): Promise<FigureFacts> {
  const body = ['figure, axes = plt.subplots()', ...lines, 'return figure'].map((line) => `    ${line}`)
  const code = [
    'import matplotlib.pyplot as plt',
    'import numpy as np',
    'def plot(data, **columns):',
    ...body,
  ]
  const { render } = await execute({
    spec: specOf('scatter'),
    library: 'matplotlib',
    code: `${code.join('\n')}\n`,
    csv: CSV,
    python: '3.12',
  })
  if (render.facts === null) throw new Error(render.report.error?.message ?? 'nothing was drawn')
  return render.facts
}

function only({ marks }: FigureFacts, type: Marks['type']): Marks {
  const [found, ...more] = marks.filter((mark) => mark.type === type)
  if (found === undefined || more.length > 0) throw new Error(`${more.length} more marks of type ${type}`)
  return found
}

const NAMES = ['axes.set_xticks([0, 1], ["a", "b"])', 'axes.set_yticks([0, 1], ["c", "d"])']
const CELLS = { x: ['a', 'b', 'a', 'b'], y: ['c', 'c', 'd', 'd'], value: [1, 2, 3, null] }

describe('cells', () => {
  it.each([
    'axes.imshow([[1, 2], [3, np.nan]])',
    'axes.imshow([[1, 2], [3, np.nan]], origin="lower")',
    'axes.pcolormesh([0, 1], [0, 1], [[1, 2], [3, np.nan]])',
  ])('are read with their names and places from %s', async (call) => {
    const cell = only(await factsOf(call, ...NAMES), 'cell')
    expect(cell.values).toEqual(CELLS)
    expect(cell.places?.map((place) => place === null)).toEqual([false, false, false, true])
  })

  it('are no pictures, no smooth surfaces', async () => {
    const { marks } = await factsOf(
      'axes.imshow(np.zeros((2, 2, 3)))',
      'axes.pcolormesh([0, 1], [0, 1], [[1, 2], [3, 4]], shading="gouraud")',
    )
    expect(marks.map((mark) => mark.type)).toEqual(['other', 'other'])
  })

  it.each([
    ['beside the plot', 'figure.colorbar(mesh, ax=axes, label="Mass (g)")'],
    [
      'in axes of its own',
      'figure.colorbar(mesh, cax=figure.add_axes((0.9, 0.1, 0.03, 0.8)), label="Mass (g)")',
    ],
  ])('are explained by a colour scale %s', async (_, call) => {
    const facts = await factsOf('mesh = axes.pcolormesh([[1, 2]])', call)
    expect(facts.legend).toEqual({ title: 'Mass (g)', labels: [] })
    expect(facts.axes.length).toBe(2)
    expect(facts.texts?.find(({ text }) => text === 'Mass (g)')?.role).toBe('legend')
  })
})

describe('hexagons', () => {
  it('are read with their middles, counts and places', async () => {
    const facts = await factsOf('axes.hexbin([0, 1, 1, 2], [0, 2, 2, 4], gridsize=(2, 2), mincnt=1)')
    const { values, places } = only(facts, 'hexagon')
    expect(values['count']?.reduce((sum, count) => Number(sum) + Number(count), 0)).toBe(4)
    expect(values['x']?.map(Number).toSorted()).toEqual([0, 1, 2].map((x) => expect.closeTo(x)))
    expect(places?.every((place) => place !== null && place.width > 100 && place.height > 50)).toBe(true)
  })
})

describe('violins', () => {
  const data = 'numbers = np.sin(np.arange(40))'

  it.each([
    ['upright', 'axes.violinplot([numbers], positions=[1])', 'x'],
    ['lying', 'axes.violinplot([numbers], positions=[1], orientation="horizontal")', 'y'],
  ])('are read %s', async (_, call, axis) => {
    const { values, places } = only(await factsOf(data, call, `axes.set_${axis}ticks([1], ["a"])`), 'violin')
    expect(new Set(values['category'])).toEqual(new Set(['a']))
    expect(values['at']?.length).toBe(places?.length)
    const widest = Math.max(...(values['width'] ?? []).map(Number))
    expect(widest).toBeCloseTo(0.5)
    expect(
      Math.max(...(places ?? []).map((place) => place?.[axis === 'x' ? 'width' : 'height'] ?? 0)),
    ).toBeGreaterThan(20)
  })

  it('are no areas, nor shapes beside no category', async () => {
    const { marks } = await factsOf(
      data,
      'axes.violinplot([numbers], positions=[1], showextrema=False)',
      'axes.fill_between([1, 2, 3], [1, 2, 1])',
    )
    expect(marks.map((mark) => mark.type)).toEqual(['area', 'area'])
  })
})
