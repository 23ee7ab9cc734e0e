import { describe, expect, it } from 'vitest'

import { samePublication } from './evaluation.schema.ts'
import type { Evaluation } from './evaluation.schema.ts'
import type { Spec } from './plot.schema.ts'
import { registryText } from './registry.ts'

const evaluation: Evaluation = {
  plot_id: 'line-basic',
  library: 'plotly',
  version: '1.0.0',
  score: 96.5,
  strength: 'measured-only',
  decided_by: 'rules',
  pythons: ['3.11', '3.12'],
  criteria: { runs: 100 },
  spec_version: '1.0.0',
  spec_sha256: 'a',
  code_sha256: 'b',
  picture_sha256: 'c',
  author: 'offline 1',
  rubric: 'd',
  checks: { passed: 30, failed: 1, not_measured: 2 },
  findings: [],
  measured_on: { environments: { '3.12': 'e' }, cpu_ms: 800, memory_mb: 90 },
}

function spec(id: string): Spec {
  return {
    plot_id: id,
    title: 'A title',
    description: 'Something that is drawn.',
    version: '1.0.0',
    requirements: { data: [], visual: [], technical: [] },
    data: [],
    chart: { type: 'line' },
    sample: { path: 'data/examples/a.csv', columns: {} },
    tags: { technical: [], visual: [], domain: [], capability: [], compatibility: [] },
    libraries: ['plotly'],
    python: ['3.12'],
  }
}

describe('registryText', () => {
  it('is the same whatever order plots and libraries come in', () => {
    const altair: Evaluation = { ...evaluation, library: 'altair' }
    const one = registryText([
      { spec: spec('line-basic'), evaluations: [evaluation, altair] },
      { spec: spec('bar-basic'), evaluations: [] },
    ])
    const two = registryText([
      { spec: spec('bar-basic'), evaluations: [] },
      { spec: spec('line-basic'), evaluations: [altair, evaluation] },
    ])
    expect(one).toBe(two)
    expect(JSON.parse(one).plots.map((plot: { id: string }) => plot.id)).toEqual(['bar-basic', 'line-basic'])
  })
})

describe('samePublication', () => {
  it('does not care where it was measured', () => {
    const elsewhere = { ...evaluation, measured_on: { environments: {}, cpu_ms: 1, memory_mb: 1 } }
    expect(samePublication(evaluation, elsewhere)).toBe(true)
  })

  it('holds for a machine with fewer Pythons, not for one that adds some', () => {
    expect(samePublication(evaluation, { ...evaluation, pythons: ['3.12'] })).toBe(true)
    expect(samePublication(evaluation, { ...evaluation, pythons: ['3.12', '3.13'] })).toBe(false)
  })

  it.each(['code_sha256', 'spec_sha256', 'spec_version', 'picture_sha256', 'rubric', 'decided_by'] as const)(
    'ends with another %s',
    (key) => {
      expect(samePublication(evaluation, { ...evaluation, [key]: 'other' })).toBe(false)
    },
  )

  it('ends with another score', () => {
    expect(samePublication(evaluation, { ...evaluation, score: 90 })).toBe(false)
  })
})
