import { describe, expect, it } from 'vitest'

import type { JsonObject } from './json.ts'
import { plotlyFacts } from './plotly-facts.ts'

function facts(traces: readonly JsonObject[], layout: JsonObject = {}) {
  return plotlyFacts({ data: traces, layout }, null)
}

/** The marks of the only trace. */
function marks(trace: JsonObject, layout: JsonObject = {}) {
  return facts([trace], layout).marks[0]
}

describe('the facts of a plotly figure', () => {
  it('place boxes that give no positions at the name of their trace', () => {
    const summary = { median: [2], q1: [1], q3: [3], lowerfence: [0], upperfence: [4] }
    expect(marks({ type: 'box', name: 'Gentoo', ...summary })?.values).toEqual({
      category: ['Gentoo'],
      q1: [1],
      median: [2],
      q3: [3],
      low: [0],
      high: [4],
    })
    expect(marks({ type: 'box', y: [1, null, 3] })?.values).toEqual({ category: [null, null], value: [1, 3] })
  })

  it('lay summarised boxes on their side where only y gives positions', () => {
    const trace = { type: 'box', y: ['a', 'b'], median: [1, 2], q1: [1, 2], q3: [1, 2] }
    expect(marks(trace)?.values).toMatchObject({ category: ['a', 'b'], median: [1, 2] })
  })

  it('lay bars on their side where there is no y', () => {
    expect(marks({ type: 'bar', x: [3, 4] })).toMatchObject({
      type: 'bar',
      values: { category: [0, 1], value: [3, 4], base: [0, 0] },
    })
  })

  it('keep a bar without a length as a gap', () => {
    const trace = { type: 'bar', x: ['a', 'b', 'c'], y: [1, null, 3], base: [10, 10] }
    expect(marks(trace)?.values['value']).toEqual([11, null, 3])
  })

  it('leave out points that miss a place', () => {
    const trace = { mode: 'markers', x: [1, null, 3, 4], y: [1, 2, null, 4] }
    expect(marks(trace)).toMatchObject({ type: 'point', values: { x: [1, 4], y: [1, 4] } })
  })

  it('read the values of a trace on an axis that is not drawn for it as they are', () => {
    expect(marks({ type: 'barpolar', x: [1], y: [2] })).toMatchObject({ type: 'other', values: {} })
    expect(facts([{ xaxis: 'x7', mode: 'markers', x: [1], y: [2] }]).axes[0]).toMatchObject({
      scale: 'linear',
    })
  })

  it('turn the range of a logarithmic axis into values, and leave a half-open one open', () => {
    const layout = { xaxis: { type: 'log', range: [0, 2] }, yaxis: { type: 'log', range: [null, 1] } }
    const { axes } = facts([{ x: [1], y: [1] }], layout)
    expect(axes.map(({ min, max }) => [min, max])).toEqual([
      [1, 100],
      [null, 10],
    ])
  })

  it('give one colour to a trace whose marks share it, and none to a colourful one', () => {
    const color = (value: unknown) =>
      marks({ mode: 'markers', x: [1, 2], y: [1, 2], marker: { color: value } })
    expect(color(['#ff0000', '#ff0000'])?.color).toBe('#ff0000')
    expect(color(['#ff0000', '#00ff00'])?.color).toBeNull()
  })

  it('are refused for a trace whose type is no text', () => {
    expect(() => facts([{ type: 7 }])).toThrow('the plotly figure has a trace whose type is no text')
  })

  it('hold no legend where a single trace needs none', () => {
    expect(facts([{ name: 'only', x: [1], y: [1] }]).legend).toBeNull()
    expect(
      facts([
        { name: 'a', x: [1], y: [1] },
        { name: 'b', x: [1], y: [1] },
      ]).legend,
    ).toEqual({
      title: null,
      labels: ['a', 'b'],
    })
  })
})
