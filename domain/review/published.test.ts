import { describe, expect, it } from 'vitest'

import { inputFor, renderFor, factsFor } from '../../test/review/input.ts'
import { measure } from './measure.ts'
import { publishedFindings } from './published.ts'
import type { Finding } from './review.schema.ts'

/** What a file would hold of an execution that cost so much. */
function fileOf(cpuMs: number, peakMemoryMb: number): readonly Finding[] {
  const render = renderFor(factsFor('scatter', { title: null }))
  const costly = { ...render, report: { ...render.report, cpuMs, peakMemoryMb } }
  return publishedFindings(measure(inputFor('scatter', {}, { renders: [costly] })))
}

describe('published findings', () => {
  it('do not tell two executions of different cost apart', () => {
    expect(fileOf(6123, 700)).toEqual(fileOf(9876, 900))
    expect(fileOf(6123, 700).map((finding) => finding.check)).toEqual(['title', 'cpu-time', 'memory'])
  })

  it('keep the evidence of everything else', () => {
    const evidence = { numbers: [{ name: 'share', value: 0.4, limit: 0.3 }], boxes: [] }
    const finding = {
      check: 'text-overlap',
      criterion: 'legibility',
      veto: true,
      message: 'x',
      loss: 1,
    } as const
    const failed = { ...finding, status: 'failed', evidence } as const
    expect(publishedFindings([failed, { ...finding, status: 'passed' }])).toEqual([failed])
  })
})
