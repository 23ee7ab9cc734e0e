import { describe, expect, it } from 'vitest'

import { codeTags, specTags } from './extract-tags.ts'
import type { Spec } from './plot.schema.ts'
import { findTag } from './tags.ts'

const spec: Spec = {
  plot_id: 'line-flights',
  title: 'Flights Over Time',
  description: 'Shows the trend of air traffic, one line per group, for aviation and finance people.',
  version: '1.0.0',
  requirements: { data: [], visual: ['A legend below'], technical: ['Works with missing data'] },
  data: [
    { name: 'x', types: ['temporal'], required: true },
    { name: 'y', types: ['quantitative'], required: true },
    { name: 'color', types: ['nominal'], required: false },
  ],
  chart: { type: 'line', sort: 'data' },
  sample: { path: 'data/examples/a.csv', columns: { x: 'month', y: 'passengers', color: 'rainfall' } },
  tags: { technical: ['Line Chart'], visual: [], domain: ['moons'], capability: [], compatibility: [] },
  libraries: ['plotly'],
  python: ['3.12'],
}

const said = (facts: ReturnType<typeof specTags>) =>
  Object.fromEntries(facts.map(({ slug, source, evidence }) => [slug, `${source}: ${evidence}`]))

describe('specTags', () => {
  it('tells who says what, and which word it was', () => {
    expect(said(specTags(spec))).toEqual({
      line: 'spec: listed in the spec',
      moon: 'proposed: listed in the spec, not in the registry',
      'time-series': 'extracted: slot x: temporal',
      'color-by-group': 'extracted: slot color',
      trend: 'extracted: title: Over Time',
      transport: 'extracted: description: aviation',
      finance: 'extracted: description: finance',
      weather: 'extracted: sample: rainfall',
    })
  })

  it('does not believe of what is drawn or holds that it is said', () => {
    const slugs = specTags(spec).map(({ slug }) => slug)
    expect(slugs).not.toContain('legend')
    expect(slugs).not.toContain('handles-missing-data')
  })

  it('reads the options of a chart', () => {
    const bars = {
      ...spec,
      chart: { type: 'bar', aggregate: 'mean', orientation: 'horizontal', sort: 'ascending' },
    } as const
    expect(said(specTags(bars))).toMatchObject({
      bar: 'extracted: chart.type: bar',
      aggregation: 'extracted: chart.aggregate: mean',
      horizontal: 'extracted: chart.orientation: horizontal',
      ranking: 'extracted: chart.sort: ascending',
    })
    expect(said(specTags({ ...spec, chart: { type: 'histogram', bins: 20 } }))).toMatchObject({
      binning: 'extracted: chart.bins: 20',
    })
  })
})

describe('codeTags', () => {
  it('names the call that a tag rests on', () => {
    const code =
      'import numpy as np\nfrom scipy import stats\nax.scatter(x, y, alpha=0.5)\nfit = np.polyfit(x, y, 1)\n'
    expect(said(codeTags(code, 'matplotlib'))).toEqual({
      'needs-numpy': 'extracted: code: import numpy',
      'needs-scipy': 'extracted: code: import scipy',
      regression: 'extracted: code: polyfit(',
      transparency: 'extracted: code: alpha=',
    })
  })

  it('does not read texts and comments', () => {
    const code = '"""import numpy\n.annotate("""\n# import scipy\nx = "ax.hexbin("\nimport pandas as pd\n'
    expect(said(codeTags(code, 'plotly'))).toEqual({ 'pandas-only': 'extracted: code: imports pandas' })
  })

  it('counts the library that seaborn draws with as its own, and full opacity as none', () => {
    const code = 'import seaborn as sns\nimport matplotlib.pyplot as plt\nax.bar(x, y, alpha=1)\n'
    expect(codeTags(code, 'seaborn').map(({ slug }) => slug)).toEqual(['pandas-only'])
    expect(codeTags(`import textwrap\n${code}`, 'bokeh')).toEqual([])
  })

  it('says the same each time, and nothing that the registry does not have', () => {
    const code =
      'import numpy\nfig = make_subplots(2)\nframe.agg("mean")\nframe.quantile(0.5)\nsns.kdeplot(x)\nax.hexbin(x, y)\n'
    const facts = codeTags(code, 'plotly')
    expect(facts).toEqual(codeTags(code, 'plotly'))
    for (const { slug, dimension } of facts) expect(findTag(slug)).toMatchObject({ slug, dimension })
    expect(facts.map(({ slug }) => slug)).toEqual([
      'aggregation',
      'density',
      'faceting',
      'hexbin',
      'needs-numpy',
      'quartiles',
    ])
  })
})
