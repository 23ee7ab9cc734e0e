import { describe, expect, it } from 'vitest'

import { inputFor, renderFor, factsFor, specOf } from '../../test/review/input.ts'
import { panel } from '../../test/review/examples-panels.ts'
import { series, TABLE } from '../../test/review/table.ts'
import { drawnPanels } from './drawn-panels.ts'
import type { FigureFacts, Marks } from './facts.schema.ts'
import { measure } from './measure.ts'
import type { MeasureInput } from './measure.schema.ts'
import { ownScales, panelCharts } from './panel-charts.ts'

const ANTS = series('point', { x: [1, 3, 5, 7], y: [10, 14, 20, 30] })
const BEES = series('point', { x: [2, 4, 6, 8], y: [12, 18, 26, 50] }, { panel: 1 })

function drawn(facts: Partial<FigureFacts>, other: Partial<MeasureInput> = {}): MeasureInput {
  return inputFor('small-multiples', facts, other)
}

function failed(input: MeasureInput): Readonly<Record<string, string>> {
  const bad = measure(input).filter(({ status }) => status === 'failed')
  return Object.fromEntries(bad.map(({ check, message }) => [check, message]))
}

describe('small multiples', () => {
  it('lack what a missing panel would show', () => {
    const found = failed(drawn({ panels: [panel('Ant', 0)], marks: [ANTS] }))
    expect(found['every-row-drawn']).toBe('4 of 8 drawn; draw every row once.')
    expect(found['values-right']).toContain(
      '50 % of the values are wrong: in the panel Bee: no mark at (2, 12)',
    )
    expect(found['chart-type']).toBe(
      'In the panel Bee: A scatter is made of marks of type point; found none.',
    )
  })

  it('are wrong where panels have changed their names', () => {
    const found = failed(drawn({ panels: [panel('Bee', 0), panel('Ant', 1)] }))
    expect(found['values-right']).toContain('100 % of the values are wrong')
  })

  it('are wrong where one panel shows other data', () => {
    const other: Marks = { ...BEES, values: { ...BEES.values, y: [12, 18, 26, 5] } }
    expect(failed(drawn({ marks: [ANTS, other] }))['values-right']).toContain(
      'in the panel Bee: no mark at (8, 50)',
    )
  })

  it('are wrong where a panel is drawn that nothing asks for, or one is drawn twice', () => {
    const marks = [ANTS, BEES, { ...ANTS, panel: 2 }]
    const narrow = [0, 1, 2].map((at) => ({
      ...panel('Ant', at),
      box: { x: 250 * at, y: 30, width: 240, height: 370 },
    }))
    const panels = narrow.map((each, at) => ({ ...each, name: ['Ant', 'Bee', 'Cat'][at] ?? null }))
    expect(failed(drawn({ marks, panels }))['every-row-drawn']).toBe('12 of 8 drawn; draw every row once.')
    const twice = panels.map((each, at) => (at === 2 ? { ...each, name: 'Ant' } : each))
    expect(failed(drawn({ marks, panels: twice }))['every-row-drawn']).toContain('12 of 8')
  })

  it('have the same scales in all panels, as far as these are known', () => {
    const own = { ...panel('Bee', 1), y: { ...panel('Bee', 1).y, to: 50 } }
    expect(failed(drawn({ panels: [panel('Ant', 0), own] }))['chart-type']).toBe(
      'The panels have different y scales; give all of them the same.',
    )
    const later = { ...own, y: { ...own.y, from: 10, to: 60 } }
    expect(failed(drawn({ panels: [panel('Ant', 0), later] }))['chart-type']).toContain('different y scales')
    const unknown = { ...own, y: { ...own.y, from: null, to: null } }
    expect(failed(drawn({ panels: [panel('Ant', 0), unknown] }))).toEqual({})
    expect(ownScales([])).toEqual([])
  })

  it('are told by titles that say what the value is of', () => {
    const named = (first: string, second: string) =>
      failed(drawn({ panels: [panel(first, 0), panel(second, 1)] }))
    expect(named('kind = Ant', 'kind: Bee')).toEqual({})
    expect(named('Giant Ant', 'Bee')['values-right']).toContain('in the panel Ant')
  })

  it('are lines along what may be a date, in order', () => {
    const spec = specOf('small-multiples', {}, [
      { name: 'x', types: ['temporal', 'quantitative'], required: true },
      { name: 'y', types: ['quantitative'], required: true },
      { name: 'facet', types: ['nominal'], required: true },
    ])
    expect(failed(drawn({}, { spec }))['chart-type']).toContain('A line is made of marks of type line')
    const lines = [ANTS, BEES].map((mark) => ({ ...mark, type: 'line' as const }))
    expect(failed(drawn({ marks: lines }, { spec }))).toEqual({})
    const back = lines.map(({ values, ...mark }) => ({
      ...mark,
      values: { x: values['x']?.toReversed() ?? [], y: values['y']?.toReversed() ?? [] },
    }))
    expect(failed(drawn({ marks: back }, { spec }))['line-in-order']).toContain('In the panel Ant')
  })

  it('say which panel holds values outside of its axes', () => {
    const low = { ...panel('Bee', 1), y: { ...panel('Bee', 1).y, to: 40 } }
    const panels = [{ ...panel('Ant', 0), y: low.y }, low]
    expect(failed(drawn({ panels }))['inside-axes']).toContain('In the panel Bee: 12.5 % of the values')
  })

  it('lack everything in a figure that tells no panels, and cannot be compared without slots', () => {
    const { panels: _, ...bare } = factsFor('small-multiples')
    expect(failed(drawn({}, { renders: [renderFor(bare)] }))['values-right']).toContain('100 %')
    const nameless = [{ ...panel('Ant', 0), name: null }, panel('Bee', 1)]
    expect(failed(drawn({ panels: nameless }))['values-right']).toContain('in the panel Ant')
    const spec = specOf('small-multiples', {}, [{ name: 'facet', types: ['nominal'], required: true }])
    const unsaid = measure(drawn({}, { spec })).find(({ check }) => check === 'values-right')
    expect(unsaid?.message).toBe('The spec does not say which columns are drawn.')
  })

  it('need a column for the facet', () => {
    const table = {
      rows: 8,
      columns: { length_mm: TABLE.columns['length_mm'] ?? [], mass_g: TABLE.columns['mass_g'] ?? [] },
    }
    expect(
      panelCharts({ spec: specOf('small-multiples'), data: table }, factsFor('small-multiples')),
    ).toHaveLength(2)
    const none = measure(drawn({}, { renders: [renderFor(null)] }))
    expect(none.find(({ check }) => check === 'inside-axes')?.status).toBe('not_measured')
  })
})

describe('the panels of a figure', () => {
  const axis = (label: string | null, to = 10) => ({ scale: 'linear' as const, from: 0, to, label })
  const box = (column: number, row: number) => ({ x: 100 * column, y: 100 * row, width: 90, height: 90 })
  const facts = (panels: FigureFacts['panels'], marks: FigureFacts['marks'] = []) =>
    factsFor('scatter', { panels, marks })

  it('are one where the figure tells none', () => {
    const one = factsFor('scatter')
    expect(drawnPanels(one)).toEqual([{ name: one.title, x: null, y: null, facts: one }])
  })

  it('have the titles of their column and row', () => {
    const found = drawnPanels(
      facts([
        { box: box(0, 0), x: axis(null), y: axis('up') },
        { box: box(1, 0), x: axis(null), y: axis(null) },
        { box: box(0, 1), x: axis('left'), y: axis('down') },
        { box: box(1, 1), x: axis('right'), y: axis(' ') },
      ]),
    )
    expect(found.map(({ x, y }) => [x, y])).toEqual([
      ['left', 'up'],
      ['right', 'up'],
      ['left', 'down'],
      ['right', 'down'],
    ])
  })

  it('are one where axes lie on each other, whose scales are those of the marks', () => {
    const [only, ...others] = drawnPanels(
      facts(
        [
          { name: 'both', box: box(0, 0), x: axis('across'), y: axis(null) },
          { box: box(0, 0), x: axis(null), y: axis(null, 99) },
        ],
        [series('point', { x: [1], y: [1] }, { panel: 1 })],
      ),
    )
    expect(others).toEqual([])
    expect(only).toMatchObject({ name: 'both', x: 'across', y: null })
    expect(only?.facts.axes[1]).toMatchObject({ dimension: 'y', max: 99, reversed: false })
  })

  it('stand alone where it is not known where they are, and have no range where theirs is not', () => {
    const nowhere = { box: null, x: axis('a'), y: { scale: 'time' as const, from: 5, to: 1 } }
    const found = drawnPanels(facts([nowhere, { ...nowhere, x: { ...axis('b'), from: 9, to: 3 } }]))
    expect(found.map(({ x, y }) => [x, y])).toEqual([
      ['a', null],
      ['b', null],
    ])
    expect(found[1]?.facts.axes).toMatchObject([
      { min: 3, max: 9, reversed: true },
      { min: null, max: null, reversed: false },
    ])
  })
})
