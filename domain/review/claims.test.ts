import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { CHANGED, factsFor, inputFor, renderFor, text } from '../../test/review/input.ts'
import { series } from '../../test/review/table.ts'
import { contradictions, oddAxes } from './claim-axes.ts'
import { misplaced, pixelOf } from './claim-geometry.ts'
import { claimsBorneOut } from './checks/claims.ts'
import type { FigureFacts, Marks, Panel } from './facts.schema.ts'
import type { ClaimedInk, MarkInk, MeasureInput } from './measure.schema.ts'
import { measure } from './measure.ts'
import { judge } from './verdict.ts'

const BOX = { x: 100, y: 50, width: 600, height: 300 }
const PANEL: Panel = {
  box: BOX,
  x: { scale: 'linear', from: 0, to: 60 },
  y: { scale: 'linear', from: 0, to: 60 },
}
const FINE: MarkInk = { looked: 4, bare: 0, foreign: 0, unbounded: 0, boxes: [] }
const INK: ClaimedInk = {
  marks: [FINE, FINE],
  emptyTexts: [],
  strayInside: { pixels: 0, boxes: [] },
  strayOutside: { pixels: 0, boxes: [] },
  shapesShare: 0,
}

function tickLabels(values: readonly (number | string)[], place: (value: number, at: number) => number) {
  return values.map((value, at) =>
    text(String(value), 'tick', { x: place(Number(value), at) - 10, y: 360, width: 20, height: 10 }),
  )
}

/** Marks at the places that their values have on the panel. */
function placed(mark: Marks, panel = PANEL): Marks {
  const places = (mark.values['x'] ?? []).map((value, at) => {
    const [x, y] = [pixelOf(panel, 'x', value) ?? 0, pixelOf(panel, 'y', mark.values['y']?.[at]) ?? 0]
    return { x: x - 4, y: y - 4, width: 8, height: 8 }
  })
  return { ...mark, places, panel: 0 }
}

/** A scatter plot that says of itself where everything is. */
function claimed(other: Partial<FigureFacts> = {}): FigureFacts {
  const facts = factsFor('scatter')
  const words = ['Bees are heavier', 'Length (mm)', 'Mass (g)', 'Ant', 'Bee']
  return {
    ...facts,
    axes: facts.axes.map((axis) => ({ ...axis, max: 60 })),
    source: 'claim',
    marks: facts.marks.map((mark) => placed(mark)),
    plotArea: BOX,
    panels: [PANEL],
    texts: [
      ...words.map((word, at) => text(word, 'annotation', { y: 100 + 20 * at })),
      ...tickLabels([10, 30, 50], (value) => 100 + 10 * value),
      ...[10, 30, 50].map((value) => text(String(value), 'tick', { x: 30, y: 344 - 5 * value })),
    ],
    ...other,
  }
}

function review(facts: FigureFacts, claims: ClaimedInk | null, changed: MeasureInput['changed'] = null) {
  return inputFor('scatter', {}, { renders: [renderFor(facts)], claims, changed })
}

function outcome(facts: Partial<FigureFacts> = {}, ink: Partial<ClaimedInk> | null = {}) {
  return claimsBorneOut.measure(review(claimed(facts), ink && { ...INK, ...ink }))
}

describe('claims', () => {
  it('are believed where the picture shows them', () => {
    expect(outcome()).toMatchObject({ status: 'passed' })
    expect(claimsBorneOut.measure(inputFor('scatter'))).toBeNull()
    expect(claimsBorneOut.measure(inputFor('scatter', {}, { renders: [] }))).toMatchObject({
      status: 'not_measured',
    })
  })

  it.each([
    ['bare', 'are not there'],
    ['foreign', 'have another colour or form'],
    ['unbounded', 'go on beyond their ends'],
  ])('are refused where marks are %s', (sight, words) => {
    const ink = { ...FINE, [sight]: 1, boxes: [BOX] }
    expect(outcome({}, { marks: [ink, null] })).toMatchObject({
      status: 'failed',
      severe: true,
      message: expect.stringContaining(`25 % of a series of type point ${words}`),
      evidence: { numbers: [{ name: `share ${sight}`, value: 0.25 }], boxes: [BOX] },
    })
    expect(outcome({}, { marks: [{ ...ink, looked: 0, [sight]: 0 }] })).toMatchObject({ status: 'passed' })
  })

  it.each([
    ['emptyTexts', [2, 3], '2 texts are not there'],
    ['strayInside', { pixels: 400, boxes: [BOX] }, 'something unreported is drawn among the marks'],
    ['strayOutside', { pixels: 400, boxes: [BOX] }, 'something unreported is drawn around the plot'],
  ])('are refused for %s', (key, value, words) => {
    expect(outcome({}, { [key]: value })).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(words),
    })
  })

  it('are left to a person where the picture cannot bear them out', () => {
    const placeless = claimed().marks.map((mark) => ({ ...mark, places: null }))
    for (const open of [
      outcome({}, null),
      outcome({ marks: placeless }),
      outcome({}, { shapesShare: 0.1 }),
      outcome({
        texts: [...(claimed().texts ?? []), ...tickLabels([5, 15, 20, 25, 35], (value) => 690 - value)],
      }),
    ])
      expect(open).toMatchObject({ status: 'not_measured' })
  })

  it('are looked at with other data too', () => {
    const changed = inputFor('scatter').changed
    const lying = changed && { ...changed, facts: claimed(), claims: { ...INK, emptyTexts: [1] } }
    expect(claimsBorneOut.measure(review(claimed(), INK, lying))).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('With other data: The picture is not'),
    })
    const misled = {
      ...claimed(),
      marks: claimed().marks.map((mark) => ({ ...mark, values: { x: [2], y: [9] } })),
    }
    expect(claimsBorneOut.measure(review(misled, INK))).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('2 marks stand elsewhere than their values'),
    })
    const doubled = claimed({ title: 'Nowhere written' })
    expect(claimsBorneOut.measure(review(doubled, INK))).toMatchObject({ status: 'failed' })
    const honest = lying && { ...lying, claims: INK }
    expect(claimsBorneOut.measure(review(claimed(), INK, honest))).toMatchObject({ status: 'passed' })
  })

  it('that are not borne out leave every veto that rests on them unmeasured', () => {
    const findings = measure(review(claimed(), null))
    const open = findings.filter((finding) => finding.veto && finding.status === 'not_measured')
    expect(open.map((finding) => finding.check)).toEqual(
      expect.arrayContaining([
        'claims-borne-out',
        'chart-type',
        'values-right',
        'text-overlap',
        'text-clipped',
      ]),
    )
    expect(judge(findings).verdict).not.toBe('approve')
    const { changed } = inputFor('scatter')
    const facts = claimed({ marks: CHANGED.scatter.map((mark) => placed(mark)) })
    const honest = measure(review(claimed(), INK, changed && { ...changed, facts, claims: INK }))
    expect(judge(honest).verdict).toBe('approve')
  })
})

describe('marks', () => {
  const facts = (mark: Marks, panel = PANEL) => claimed({ marks: [{ ...mark, panel: 0 }], panels: [panel] })
  const bars = (box: typeof BOX, values: Marks['values'], type: Marks['type'] = 'bar') =>
    misplaced(facts({ ...series(type, values), places: [box, null] })).length

  it('stand where their values are, whatever the axes', () => {
    const range = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: 1, max: 900 }))
    fc.assert(
      fc.property(range, range, fc.array(fc.tuple(fc.integer(), fc.integer())), (x, y, points) => {
        const view = ([from, length]: readonly [number, number]) => ({
          scale: 'linear' as const,
          from,
          to: from + length,
        })
        const panel = { box: BOX, x: view(x), y: view(y) }
        const mark = series('point', { x: points.map(([a]) => a), y: points.map(([, b]) => b) })
        expect(misplaced(facts(placed(mark, panel), panel))).toEqual([])
      }),
    )
  })

  it('are found elsewhere when their values are others', () => {
    const [mark] = claimed().marks
    const lying = { ...series('point', { x: [1, 3, 5, 7], y: [10, 14, 20, 31] }), places: mark?.places }
    expect(misplaced(facts(lying))).toHaveLength(1)
    expect(misplaced(claimed({ marks: [lying] }))).toHaveLength(1)
    expect(misplaced(claimed({ marks: [lying], panels: undefined }))).toEqual([])
    expect(oddAxes(claimed({ marks: [lying] }))).toEqual([])
    expect(oddAxes(claimed({ panels: undefined }))).toEqual([])
    expect(contradictions(claimed())).toEqual([])
  })

  it('that are bars, intervals and boxes are as long as their values, upright or lying', () => {
    const upright = { x: 110, y: 250, width: 20, height: 100 }
    expect(bars(upright, { category: ['Ant'], base: [0], value: [20] })).toBe(0)
    expect(bars(upright, { category: ['Ant'], base: [0], value: [21] })).toBe(1)
    expect(
      bars({ x: 100, y: 60, width: 200, height: 20 }, { category: ['Ant'], base: [0], value: [20] }),
    ).toBe(0)
    expect(bars(upright, { category: ['Ant'], q1: [0], q3: [20] }, 'box')).toBe(0)
    expect(bars(upright, { category: ['Ant'], q1: [5], q3: [20] }, 'box')).toBe(1)
    expect(bars(upright, { start: [1], end: [3], count: [20] }, 'histogram')).toBe(0)
    expect(bars(upright, { start: [1], end: [3], count: [22] }, 'histogram')).toBe(1)
    expect(bars(upright, { start: [2], end: [4], count: [20] }, 'histogram')).toBe(1)
    expect(bars(upright, {}, 'other')).toBe(0)
    expect(misplaced({ ...facts(series('bar', {})), panels: [] })).toEqual([])
  })

  it('stand on logarithmic axes by their powers, and on others wherever they like', () => {
    const panel: Panel = {
      box: BOX,
      x: { scale: 'log', from: 1, to: 1000 },
      y: { scale: 'category', from: 0, to: 3 },
    }
    expect(pixelOf(panel, 'x', 10)).toBeCloseTo(300)
    expect(pixelOf(panel, 'y', 1)).toBeNull()
    for (const value of [0, -1, 'Ant', null, undefined]) expect(pixelOf(panel, 'x', value)).toBeNull()
    expect(pixelOf({ ...panel, box: null }, 'x', 10)).toBeNull()
    for (const view of [
      { from: null, to: 1 },
      { from: 0, to: null },
      { from: 0, to: 5 },
      { from: 5, to: 0 },
      { from: 2, to: 2 },
    ])
      expect(pixelOf({ ...panel, x: { scale: 'log', ...view } }, 'x', 10)).toBeNull()
    const logarithmic = facts({ ...series('histogram', { count: [3] }), places: [BOX] }, panel)
    expect(misplaced(logarithmic)).toEqual([])
    const boxless = { ...PANEL, box: null }
    expect(misplaced(facts({ ...series('histogram', { count: [3] }), places: [BOX] }, boxless))).toEqual([])
  })
})

describe('what a figure says twice', () => {
  const own = (other: Partial<FigureFacts>) => contradictions(claimed(other))

  it('must be the same', () => {
    expect(own({ axes: [] })).toEqual(expect.arrayContaining(['the range of the x axis']))
    const [x, y] = claimed().axes
    const moved = [x, y].flatMap((axis) => (axis ? [{ ...axis, max: 61 }] : []))
    expect(own({ axes: moved })).toEqual(['the range of the x axis', 'the range of the y axis'])
    const free = { ...PANEL, x: { scale: 'linear', from: null, to: null } } as const
    expect(own({ panels: [free] })).toEqual([])
    expect(own({ title: 'Nowhere written' })).toEqual(['no text says Nowhere written'])
    expect(own({ texts: null })).toContain('no text says Bees are heavier')
    expect(own({ legend: null, title: ' ' })).toEqual([])
    expect(own({ plotArea: { ...BOX, width: 500 } })).toEqual(['the area of the plot'])
    expect(own({ plotArea: null })).toEqual(['the area of the plot'])
    expect(own({ plotArea: null, panels: [{ ...PANEL, box: null }] })).toEqual([])
    expect(contradictions(claimed({ panels: undefined, plotArea: null }))).toEqual([])
  })
})

describe('labels of ticks', () => {
  const along = (labels: FigureFacts['texts'], panel: Partial<Panel> = {}, marks: readonly Marks[] = []) =>
    oddAxes(claimed({ texts: labels, panels: [{ ...PANEL, ...panel }], marks: [...marks] }))
  const right = (value: number) => 100 + 10 * value

  it('stand where their numbers are', () => {
    expect(along(tickLabels([10, 20, 30], right))).toEqual([])
    expect(along(tickLabels([10, 20, 30], (value) => right(2 * value)))).toEqual(['x'])
    const upright = [10, 20, 30].map((value) => text(String(value), 'tick', { x: 30, y: 344 - 2 * value }))
    expect(along(upright)).toEqual(['y'])
    expect(along(null)).toEqual([])
  })

  it('may be written with units, signs and powers of their own', () => {
    const thousands = { scale: 'linear', from: 0, to: 60_000 } as const
    for (const labels of [
      ['10k', '20k', '30k'],
      ['10,000', '20,000', '30,000'],
      ['\u221210', '\u221220', '\u221230'],
      ['$10', '$20', '$30'],
    ]) {
      const places = (_: number, at: number) => right(10 + 10 * at)
      expect(along(tickLabels(labels, places), { x: thousands })).toEqual([])
    }
  })

  it('tell nothing where they are too few, words, slanted, or of dates', () => {
    expect(along(tickLabels([10, 50], () => 400))).toEqual([])
    expect(along(tickLabels(['a 1', 'b', 'c'], () => 400))).toEqual([])
    const slanted = tickLabels([10, 20, 30], () => 400).map((label) => ({ ...label, rotation: 45 }))
    expect(along(slanted)).toEqual([])
    const days = { scale: 'time', from: 0, to: 1000 } as const
    expect(
      along(
        tickLabels([1, 2, 3], () => 400),
        { x: days },
      ),
    ).toEqual([])
    const odd = { scale: 'linear', from: null, to: null } as const
    expect(
      along(
        tickLabels([1, 2, 3], () => 400),
        { x: odd },
      ),
    ).toEqual([])
    expect(
      along(
        tickLabels([1, 2, 3], () => 400),
        { box: null },
      ),
    ).toEqual([])
  })

  it('with names are nearest to the marks of that name', () => {
    const names = { scale: 'category', from: 0, to: 3 } as const
    const bar = (category: readonly (string | number | null)[], places: Marks['places']): Marks => ({
      ...series('bar', { category: [...category] }),
      places,
    })
    const at = (x: number) => ({ x: x - 20, y: 200, width: 40, height: 150 })
    const labels = tickLabels(['Ant', 'Bee'], (_, place) => 200 + 300 * place)
    expect(along(labels, { x: names }, [bar(['Ant', 'Bee'], [at(200), at(500)])])).toEqual([])
    expect(along(labels, { x: names }, [bar(['Bee', 'Ant'], [at(200), at(500)])])).toEqual(['x'])
    expect(along(labels, { x: names }, [bar(['Cat', 3, null], [at(200), at(500), null])])).toEqual([])
    expect(along(labels, { x: names }, [series('bar', {}), bar(['Ant'], null)])).toEqual([])
    const sideways = [text('Ant', 'tick', { x: 30, y: 100 }), text('Bee', 'tick', { x: 30, y: 300 })]
    const lying = { ...bar(['Bee'], [{ x: 100, y: 95, width: 100, height: 20 }]), panel: 0 }
    expect(along(sideways, { y: names }, [lying])).toEqual(['y'])
  })
})
