import { describe, expect, it } from 'vitest'

import { factsFor, inputFor, renderFor } from '../../test/review/input.ts'
import type { MeasureInput } from '../review/measure.schema.ts'
import type { Finding } from '../review/review.schema.ts'
import { isUndecided, measuredTags } from './measured-tags.ts'
import type { TagInput } from './measured-tags.ts'
import { TAG_REGISTRY } from './tag-registry.ts'

const scatter = inputFor('scatter')
const finding = (check: string, status: Finding['status'], message = 'seen'): Finding => ({
  check,
  criterion: 'legibility',
  status,
  veto: false,
  message,
  loss: 0,
})

const input: TagInput = {
  spec: { ...scatter.spec, python: ['3.12', '3.13'] },
  library: 'matplotlib',
  files: ['plot.py'],
  renders: [
    { python: '3.12', outcome: 'ok' },
    { python: '3.13', outcome: 'ok' },
  ],
  findings: [finding('color-vision', 'passed'), finding('follows-data', 'failed', 'it stays the same')],
  facts: factsFor('scatter'),
  figure: null,
  missing: scatter,
  many: scatter,
}

const tag = (slug: string, other: Partial<TagInput> = {}) => {
  const found = measuredTags({ ...input, ...other }).find((each) => each.slug === slug)
  return found && [found.holds, found.evidence]
}

function ended(outcome: 'error' | 'timeout', cpuMs: number): MeasureInput {
  const render = renderFor(null)
  return { ...scatter, renders: [{ ...render, report: { ...render.report, outcome, cpuMs } }] }
}

describe('measuredTags', () => {
  it('answers each tag that has a detector, and no other', () => {
    const measured = measuredTags(input)
    const detected = TAG_REGISTRY.filter(({ detector }) => detector !== undefined)
    for (const { slug, dimension, source } of measured) {
      expect(source).toBe('measured')
      expect(detected).toContainEqual(expect.objectContaining({ slug, dimension }))
    }
    const always = detected.filter(({ detector }) => detector !== 'marks').map(({ slug }) => slug)
    expect(measured.map(({ slug }) => slug)).toEqual(expect.arrayContaining(always))
  })

  it('takes from a review what its checks found, failures too', () => {
    expect(tag('colorblind-safe')).toEqual([true, 'color-vision: seen'])
    expect(tag('follows-data')).toEqual([false, 'follows-data: it stays the same'])
    expect(tag('colorblind-safe', { findings: [finding('color-vision', 'not_measured')] })?.[0]).toBeNull()
    expect(tag('colorblind-safe', { findings: [] })).toEqual([
      null,
      'color-vision: the review has no such check',
    ])
  })

  it('wants every Python of the spec to run and to agree', () => {
    const slug = 'single-file-for-all-pythons'
    expect(tag(slug)).toEqual([true, 'ran alike on 3.12, 3.13'])
    const broken = [{ python: '3.12', outcome: 'ok' } as const, { python: '3.13', outcome: 'error' } as const]
    expect(tag(slug, { files: ['plot.py', 'plot_py310.py'] })).toEqual([false, 'plot.py, plot_py310.py'])
    expect(tag(slug, { renders: broken })).toEqual([false, '3.13: error'])
    expect(tag(slug, { renders: input.renders.slice(1) })).toEqual([null, 'not run on 3.12'])
    const differ = [finding('pythons-agree', 'failed', '3.13: another title')]
    expect(tag(slug, { findings: differ })).toEqual([false, '3.13: another title'])
  })

  it.each([
    ['seaborn', null, false],
    ['plotly', { data: [] }, true],
    ['bokeh', {}, true],
    ['altair', { params: [{ name: 'a', select: { type: 'interval' } }] }, true],
    ['altair', { mark: 'point' }, false],
    ['altair', undefined, false],
  ] as const)('knows whether a figure of %s answers: %j', (library, figure, holds) => {
    expect(tag('interactive', { library, figure })?.[0]).toBe(holds)
  })

  it('says that data is handled when it runs, and every complete row is drawn right', () => {
    expect(tag('handles-missing-data')).toEqual([true, '8 rows: 8 of 8 drawn.'])
    expect(tag('handles-100k-points')).toEqual([true, '8 rows: 8 of 8 drawn.'])
  })

  it('says why data is not handled: an error, a lost row, a warning', () => {
    expect(tag('handles-missing-data', { missing: ended('error', 10) })).toEqual([
      false,
      'runs-3.12: Python 3.12: error.',
    ])
    const [first] = factsFor('scatter').marks
    const lost = inputFor('scatter', { marks: first ? [first] : [] })
    expect(tag('handles-100k-points', { many: lost })).toEqual([
      false,
      expect.stringMatching(/^every-row-drawn: 4 of 8/),
    ])
    const warning = {
      ...scatter,
      renders: [renderFor(factsFor('scatter'), { warnings: ['RuntimeWarning: nan'] })],
    }
    expect(tag('handles-missing-data', { missing: warning })).toEqual([
      false,
      expect.stringMatching(/^no-warnings/),
    ])
    expect(tag('handles-100k-points', { many: warning })?.[0]).toBe(true)
  })

  it('does not believe a figure whose picture could not be looked at', () => {
    const claimed = inputFor('scatter', { source: 'claim' })
    expect(tag('handles-missing-data', { missing: claimed })).toEqual([
      null,
      expect.stringMatching(/^claims-borne-out/),
    ])
  })

  it('blames the code for its own CPU time, and not for that of a busy machine', () => {
    const [busy, slow] = [ended('timeout', 100), ended('timeout', 5000)]
    expect([isUndecided(busy), isUndecided(slow), isUndecided(scatter)]).toEqual([true, false, false])
    expect(tag('handles-100k-points', { many: busy })).toEqual([null, 'the machine had no time to run it'])
    expect(tag('handles-100k-points', { many: slow })?.[0]).toBe(false)
    expect(tag('handles-100k-points', { many: null })).toBeUndefined()
  })

  it('reads what is drawn from the marks', () => {
    expect(tag('points')).toEqual([true, '2 series of type point'])
    expect(tag('color-by-group')).toEqual([true, '2 colours of named series'])
    expect(tag('legend')).toEqual([true, 'a legend with 2 names'])
    expect(tag('lines')).toBeUndefined()
    const hidden = factsFor('scatter').marks.map((mark) => ({ ...mark, opacity: 0 }))
    expect(tag('points', { facts: factsFor('scatter', { marks: hidden }) })).toBeUndefined()
    expect(tag('boxes', { facts: factsFor('boxplot') })?.[0]).toBe(true)
    const plain = factsFor('histogram', {
      legend: null,
      marks: [{ ...factsFor('histogram').marks[0], series: null } as never],
    })
    expect(tag('color-by-group', { facts: plain })).toBeUndefined()
    expect(tag('legend', { facts: plain })).toBeUndefined()
    expect(tag('points', { facts: null })).toBeUndefined()
  })
})
