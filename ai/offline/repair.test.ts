import { describe, expect, it } from 'vitest'

import type { Library, Spec } from '../../domain/plot/plot.schema.ts'
import type { Finding } from '../../domain/review/review.schema.ts'
import type { AuthorRequest } from '../author.ts'
import { createOfflineAuthor } from './author.ts'

const LIBRARIES: readonly Library[] = ['matplotlib', 'seaborn', 'plotly', 'bokeh', 'altair']

const SPEC: Spec = {
  plot_id: 'some-bars',
  title: 'Some Bars',
  description: 'Bars of something.',
  version: '1.0.0',
  requirements: { data: [], visual: [], technical: [] },
  data: [
    { name: 'kind', types: ['nominal'], required: true },
    { name: 'value', types: ['quantitative'], required: true },
  ],
  chart: { type: 'bar' },
  sample: { path: 'data/examples/some.csv', columns: { kind: 'kind', value: 'value' } },
  tags: { technical: [], visual: [], domain: [], capability: [], compatibility: [] },
  libraries: [...LIBRARIES],
  python: ['3.12'],
}

const POINTS: Spec = {
  ...SPEC,
  data: [
    { name: 'x', types: ['quantitative'], required: true },
    { name: 'y', types: ['quantitative'], required: true },
    { name: 'color', types: ['nominal'], required: false },
  ],
  chart: { type: 'scatter' },
  sample: { path: 'data/examples/some.csv', columns: { x: 'value', y: 'value', color: 'kind' } },
}

/** Charts of categories and groups. */
const GROUPED: readonly Spec[] = (['grouped-bar', 'stacked-bar', 'dumbbell'] as const).map((type) => ({
  ...SPEC,
  data: [...SPEC.data, { name: 'who', types: ['nominal'], required: true }],
  chart: { type },
  sample: { path: 'data/examples/some.csv', columns: { kind: 'kind', value: 'value', who: 'kind' } },
}))

const SAMPLE: AuthorRequest['sample'] = {
  rows: 3,
  columns: [
    { name: 'kind', type: 'nominal', distinct: 3 },
    { name: 'value', type: 'quantitative', distinct: 3 },
  ],
}

function failed(check: string, status: Finding['status'] = 'failed'): Finding {
  return { check, criterion: 'legibility', status, veto: false, message: 'as measured', loss: 1 }
}

async function write(
  library: Library,
  spec: Spec,
  previous: AuthorRequest['previous'] = null,
): Promise<string> {
  const authored = await createOfflineAuthor().write({
    spec,
    library,
    sample: SAMPLE,
    previous,
    variant: null,
  })
  return authored.kind === 'authored' ? authored.code : authored.reason
}

async function repair(
  library: Library,
  spec: Spec,
  { code, checks }: { readonly code: string; readonly checks: readonly string[] },
) {
  return write(library, spec, { code, findings: checks.map((check) => failed(check)) })
}

describe.each(LIBRARIES)('a repair with %s', (library) => {
  it('gives the same code when nothing that it can mend has failed', async () => {
    const code = await write(library, SPEC)
    expect(await repair(library, SPEC, { code, checks: ['right-library', 'no-such-check'] })).toBe(code)
    expect(await write(library, SPEC, { code, findings: [failed('text-overlap', 'passed')] })).toBe(code)
  })

  it('tries one operator after another until none is left', async () => {
    const seen = [await write(library, SPEC)]
    for (;;) {
      const next = await repair(library, SPEC, { code: seen.at(-1) ?? '', checks: ['text-overlap'] })
      if (seen.includes(next)) break
      seen.push(next)
    }
    expect(seen.length).toBeGreaterThanOrEqual(4)
    expect(seen[1]).toMatch(/\.str\.wrap\(18\)/)
    expect(seen[2]).toMatch(/rotation=35|tickangle=-35|major_label_orientation = 0\.6|labelAngle=-35/)
    expect(seen[3]).toMatch(
      /barh|orientation="h"|hbar|y=category|y=kind|y=frame\[kind\]|alt\.Y\(\s*"category:N"/,
    )
  })

  it('knows its own code after a formatter has changed the lines', async () => {
    const code = await write(library, SPEC)
    const reformatted = code.replaceAll(/,\n\s*\)/g, ')').replaceAll('\n\n\n', '\n\n')
    const [mended, same] = await Promise.all(
      [code, reformatted].map((previous) => repair(library, SPEC, { code: previous, checks: ['edge-ink'] })),
    )
    expect(mended).not.toBe(code)
    expect(same).toBe(mended)
  })

  it('mends several failures at once', async () => {
    const code = await write(library, POINTS)
    const mended = await repair(library, POINTS, {
      code,
      checks: ['text-contrast', 'overplotting', 'text-clipped'],
    })
    expect(mended).toContain('#262626')
    expect(mended).not.toContain('#4A4A4A')
    expect(mended).toMatch(/(alpha|opacity)[ =]+0\.3/)
    expect(mended).not.toBe(
      await repair(library, POINTS, { code, checks: ['text-contrast', 'overplotting'] }),
    )
  })

  it('moves the legend below the plot', async () => {
    let code = await write(library, POINTS)
    for (let round = 0; round < 2; round += 1)
      code = await repair(library, POINTS, { code, checks: ['edge-ink'] })
    expect(code).toMatch(/upper center|"orientation": "h"|"below"|orient="bottom"/)
  })

  it('wraps and turns the names of a chart of groups, and moves its legend', async () => {
    for (const spec of GROUPED) {
      const code = await write(library, spec)
      const wrapped = await repair(library, spec, { code, checks: ['names-written'] })
      expect(wrapped).toMatch(/\.str\.wrap\(18\)/)
      const turned = await repair(library, spec, {
        code: wrapped,
        checks: ['text-overlap', 'legend-on-data'],
      })
      expect(turned).toMatch(/rotation=35|tickangle=-35|major_label_orientation = 0\.6|labelAngle=-35/)
      expect(turned).toMatch(/upper center|"orientation": "h"|"below"|orient="bottom"/)
    }
  })

  it('writes code of its own in place of code that it has not written', async () => {
    const foreign = 'def plot(data, kind, value):\n    return None\n'
    expect(await repair(library, SPEC, { code: foreign, checks: ['text-overlap'] })).toBe(
      await write(library, SPEC),
    )
  })
})
