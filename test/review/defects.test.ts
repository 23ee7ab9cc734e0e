import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { Library } from '../../domain/plot/plot.schema.ts'
import { measure } from '../../domain/review/measure.ts'
import { judge } from '../../domain/review/verdict.ts'
import { startJail } from './jail.ts'
import type { Jail } from './jail.ts'
import { closeRenderer, fixture, inspect } from './support.ts'

/** What is wrong, with which plot it is tried, and the check that must refuse it. */
const DEFECTS = [
  ['wrong-column', 'scatter-basic', 'values-right'],
  ['overlapping-labels', 'bar-basic', 'text-overlap'],
  ['another-library', 'scatter-basic', 'right-library'],
  ['rows-dropped', 'scatter-basic', 'every-row-drawn'],
  ['constant-picture', 'scatter-basic', 'follows-data'],
  ['network-import', 'scatter-basic', 'runs-3.12'],
] as const

/** Checks that code fails which pays no attention to how it looks. */
const CARELESS = (
  'inside-axes title axis-titles axis-units axis-words legend tests-pass mark-contrast font-size text-contrast ' +
  'lint formatted types-annotated docstring'
).split(' ')

let jail: Jail

beforeAll(async () => {
  jail = await startJail()
})
afterAll(() => Promise.all([jail.stop(), closeRenderer()]))

async function reviewOf(library: Library, name: string, plotId: string) {
  return judge(
    measure(await inspect({ plotId, library, code: await fixture(library, name), execute: jail.run })),
  )
}

describe.each(Library.options)('%s', (library) => {
  it('is approved when it is drawn well', async () => {
    const review = await reviewOf(library, 'good-scatter', 'scatter-basic')
    expect(review.findings.filter((finding) => finding.status !== 'passed')).toEqual([])
    expect(review).toMatchObject({ verdict: 'approve', score: 100 })
  })

  it.each(DEFECTS)('is refused for %s', async (name, plotId, check) => {
    const review = await reviewOf(library, name, plotId)
    expect(review.verdict).toBe('repair')
    const refusal = review.findings.find((finding) => finding.check === check)
    expect(refusal).toMatchObject({ status: 'failed', veto: true })
  })

  it('loses points for each thing that was not cared about', async () => {
    const review = await reviewOf(library, 'careless-scatter', 'scatter-basic')
    const failed = review.findings
      .filter((finding) => finding.status === 'failed')
      .map((finding) => finding.check)
    expect(failed).toEqual(expect.arrayContaining(CARELESS))
    expect(review.verdict).toBe('repair')
  })
})

describe.each(['matplotlib', 'seaborn'] as const)('%s', (library) => {
  it.each(['line', 'bar', 'histogram', 'boxplot'])('is approved for a good %s', async (type) => {
    const review = await reviewOf(library, `good-${type}`, `${type}-basic`)
    expect(review.findings.filter((finding) => finding.status !== 'passed')).toEqual([])
    expect(review.verdict).toBe('approve')
  })
})

it('refuses bars that do not start at zero', async () => {
  const review = await reviewOf('matplotlib', 'careless-bar', 'bar-basic')
  const failed = review.findings.filter((finding) => finding.status === 'failed' && finding.veto)
  expect(failed.map((finding) => finding.check)).toEqual(['zero-baseline'])
})
