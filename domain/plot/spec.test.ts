import { describe, expect, it } from 'vitest'

import type { Spec } from './plot.schema.ts'
import { specContent, specProblems } from './spec.ts'

const spec: Spec = {
  plot_id: 'scatter-basic',
  title: 'Basic Scatter Plot',
  description: 'Shows how two measurements relate.',
  version: '1.0.0',
  requirements: { data: ['x'], visual: ['points'], technical: ['fast'] },
  data: [
    { name: 'x', types: ['quantitative'], required: true },
    { name: 'y', types: ['quantitative'], required: true },
    { name: 'color', types: ['nominal'], required: false },
  ],
  chart: { type: 'scatter' },
  sample: { path: 'data/examples/penguins.csv', columns: { x: 'a', y: 'b', color: 'c' } },
  tags: { technical: [], visual: [], domain: [], capability: [], compatibility: [] },
  libraries: ['matplotlib', 'plotly'],
  python: ['3.12'],
}

describe('specProblems', () => {
  it('finds nothing wrong with a sound spec', () => {
    expect(specProblems(spec)).toEqual([])
  })

  it('names every library and Python that is listed twice', () => {
    const problems = specProblems({ ...spec, libraries: ['plotly', 'plotly'], python: ['3.12', '3.12'] })
    expect(problems.map((problem) => problem.path)).toEqual(['libraries', 'python'])
  })

  it('refuses a sample that maps an unknown slot and forgets a required one', () => {
    const problems = specProblems({ ...spec, sample: { ...spec.sample, columns: { x: 'a', z: 'b' } } })
    expect(problems.map((problem) => problem.message)).toEqual([
      'no slot is called z',
      'the required slot y has no column',
    ])
  })

  it('asks for the slot that a chart type needs', () => {
    const problems = specProblems({ ...spec, chart: { type: 'boxplot' } })
    expect(problems.map((problem) => problem.message)).toEqual([
      'a boxplot needs one more required slot that is nominal or ordinal',
    ])
  })

  it('refuses options that contradict the chart type', () => {
    const problems = specProblems({ ...spec, chart: { type: 'scatter', bins: 10, aggregate: 'mean' } })
    expect(problems.map((problem) => problem.path)).toEqual(['chart.aggregate', 'chart.bins'])
  })
})

describe('specContent', () => {
  it('leaves out the version and nothing else', () => {
    expect({ ...specContent(spec), version: '1.0.0' }).toEqual(spec)
    expect(specContent(spec)).not.toHaveProperty('version')
  })
})
