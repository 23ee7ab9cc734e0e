import { describe, expect, it } from 'vitest'

import { factsFor, inputFor, text } from '../../../test/review/input.ts'
import { series } from '../../../test/review/table.ts'
import type { FigureFacts, Marks } from '../facts.schema.ts'
import { measure } from '../measure.ts'
import type { MeasureInput } from '../measure.schema.ts'

function finding(check: string, input: MeasureInput) {
  return measure(input).find((each) => each.check === check)
}

describe('the areas of bubbles', () => {
  const explained = (facts: Partial<FigureFacts>) => finding('sizes-explained', inputFor('bubble', facts))
  const LEGEND = { title: 'Kind', labels: ['Ant', 'Bee'] }

  it('are explained by the title of a legend, its entries, or words beside the plot', () => {
    expect(explained({})).toMatchObject({ status: 'passed' })
    expect(explained({ legend: { title: null, labels: ['Worth (g)'] }, texts: null })).toMatchObject({
      status: 'passed',
    })
    const note = text('Area: Worth (g)', 'annotation')
    expect(explained({ legend: LEGEND, texts: [note] })).toMatchObject({ status: 'passed' })
  })

  it('are not explained without the unit, or by the title of an axis', () => {
    expect(explained({ legend: { title: 'Worth', labels: [] } })).toMatchObject({
      status: 'failed',
      message: 'No legend says what the sizes stand for: add one with g.',
    })
    expect(explained({ legend: LEGEND, texts: [text('Worth (g)', 'axis-label')] })).toMatchObject({
      status: 'failed',
    })
  })

  it('need words of any kind where the spec has none', () => {
    const { spec } = inputFor('bubble')
    const data = spec.data.map(({ label: _label, unit: _unit, ...slot }) => slot)
    const bare = (facts: Partial<FigureFacts>) =>
      finding('sizes-explained', inputFor('bubble', facts, { spec: { ...spec, data } }))
    expect(bare({ legend: null, texts: null })).toMatchObject({
      status: 'failed',
      message: 'No legend says what the sizes stand for: add one with numbers.',
    })
    expect(bare({ legend: LEGEND })).toMatchObject({ status: 'passed' })
  })

  it('are not looked at without a figure, nor in charts without sizes', () => {
    expect(finding('sizes-explained', inputFor('bubble', {}, { renders: [] }))).toMatchObject({
      status: 'not_measured',
    })
    expect(finding('sizes-explained', inputFor('scatter'))).toBeUndefined()
  })
})

describe('rising and falling candles', () => {
  const candle = (open: number, close: number, color: string | null = '#0072B2'): Marks =>
    series('candle', { x: [1], open: [open], close: [close], low: [0], high: [9] }, { color })
  const apart = (...marks: readonly Marks[]) =>
    finding('directions-apart', inputFor('candlestick', { marks: [...marks] }))

  it('are told apart by colours that everybody tells apart', () => {
    expect(apart(candle(1, 2), candle(2, 1, '#D55E00'))).toMatchObject({ status: 'passed' })
    expect(apart(candle(1, 2, '#009E00'), candle(2, 1, '#C84B31'))).toMatchObject({
      status: 'failed',
      veto: false,
    })
  })

  it('are refused where they look the same', () => {
    const both = series('candle', { x: [1, 2], open: [1, 2], close: [2, 1], low: [0, 0], high: [9, 9] })
    expect(apart(both)).toMatchObject({ status: 'failed', veto: true })
  })

  it('need no colours where all go the same way', () => {
    expect(apart(candle(1, 2), candle(2, 2))).toMatchObject({ status: 'passed' })
  })

  it('of unknown colours are not measured, nor those of no figure', () => {
    expect(apart(candle(1, 2, null), candle(2, 1))).toMatchObject({ status: 'not_measured' })
    expect(apart(candle(1, 2), candle(2, 1, null))).toMatchObject({ status: 'not_measured' })
    const none = inputFor('candlestick', {}, { renders: [] })
    expect(finding('directions-apart', none)).toMatchObject({ status: 'not_measured' })
    expect(finding('directions-apart', inputFor('scatter'))).toBeUndefined()
  })

  it('are compared worst pair first', () => {
    const found = apart(
      candle(1, 2),
      candle(2, 1, '#D55E00'),
      candle(3, 1, '#0070B0'),
      candle(3, 2, '#009E73'),
    )
    expect(found).toMatchObject({ status: 'failed' })
  })
})

describe('a chart of its own type', () => {
  const TYPES = ['bubble', 'step', 'area', 'candlestick'] as const

  it.each(TYPES)('%s has no finding against it', (type) => {
    const found = measure(inputFor(type)).filter((each) => each.status === 'failed')
    expect(found.map((each) => [each.check, each.message])).toEqual([])
  })

  it.each(TYPES)('refuses the marks of others: %s', (type) => {
    for (const other of ['scatter', 'line', 'bar', ...TYPES.filter((each) => each !== type)] as const) {
      const input = inputFor(type, { marks: factsFor(other).marks })
      expect(finding('chart-type', input)).toMatchObject({ status: 'failed', veto: true })
    }
  })

  it('refuses areas that lie over each other', () => {
    const marks = ['Ant', 'Bee'].map((name) =>
      series('area', { x: [1, 2], y: [5, 4], base: [0, 0] }, { series: name }),
    )
    expect(finding('chart-type', inputFor('area', { marks }))).toMatchObject({
      status: 'failed',
      message: 'The areas do not stand on each other; stack them from zero.',
    })
  })
})
