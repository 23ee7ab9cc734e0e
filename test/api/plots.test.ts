import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'

import { rebuildPlots } from '../../api/projection.ts'
import { replaceTags } from '../../db/queries/tag.ts'
import type { Evaluation } from '../../domain/plot/evaluation.schema.ts'
import { ImplementationView, PlotDetail, PlotPage, PlotView } from '../../domain/plot/plot-view.schema.ts'
import { Spec } from '../../domain/plot/plot.schema.ts'
import { sha256 } from '../../hash.ts'
import { quiet, useApi } from '../support/api.ts'
import type { TestApi } from '../support/api.ts'

const parts = useApi()
const code = 'def plot(data, x, y): ...\n'
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
let api: TestApi

beforeEach(async () => {
  api = await parts.open()
})

function publish(library: Evaluation['library'], score: number, files?: Evaluation['files']): void {
  const evaluation: Evaluation = {
    plot_id: 'scatter-basic',
    library,
    version: '1.2.0',
    score,
    strength: 'measured-only',
    decided_by: 'rules',
    pythons: ['3.11', '3.13'],
    criteria: { runs: 100 },
    spec_version: '1.0.0',
    spec_sha256: 'a'.repeat(64),
    code_sha256: sha256(code),
    ...(files && { files }),
    picture_sha256: sha256(picture),
    author: 'offline 1',
    rubric: 'abc',
    checks: { passed: 1, failed: 0, not_measured: 0 },
    findings: [],
    measured_on: { environments: {}, cpu_ms: 1, memory_mb: 1 },
  }
  write(`evaluations/${library}.json`, JSON.stringify(evaluation))
  write(`implementations/${library}/current/plot.py`, code)
  write(`assets/${library}.png`, picture)
}

function write(path: string, content: string | Uint8Array): void {
  const file = join(api.root, 'plots/scatter-basic', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

const MISSING = {
  slug: 'handles-missing-data',
  dimension: 'capability',
  source: 'measured',
  evidence: 'every-row-drawn: 3 of 4 drawn',
} as const

/** Writes what was measured of one code of plotly. */
async function tagged(codeSha: string, holds: boolean): Promise<void> {
  const owner = { plotId: 'scatter-basic', library: 'plotly', codeSha } as const
  await replaceTags(api.db, { ...owner, basis: 'b', environmentDigest: 'e' }, [{ ...MISSING, holds }])
}

const rebuild = () => rebuildPlots({ db: api.db, catalogue: api.deps.catalogue, log: quiet })

describe('GET /v1/plots', () => {
  it('pages through the catalogue by id', async () => {
    const first = PlotPage.parse(await (await api.send('/v1/plots?limit=3')).json())
    const rest = PlotPage.parse(await (await api.send(`/v1/plots?limit=3&cursor=${first.nextCursor}`)).json())
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([
      'bar-basic',
      'boxplot-basic',
      'histogram-basic',
      'line-basic',
      'scatter-basic',
    ])
    expect(rest.nextCursor).toBeNull()
  })

  it('follows the catalogue: what is published, what is gone, and no plot with a broken file', async () => {
    publish('plotly', 91)
    publish('bokeh', 88)
    rmSync(join(api.root, 'plots/line-basic'), { recursive: true })
    writeFileSync(join(api.root, 'plots/bar-basic/spec.yaml'), 'nonsense')
    await rebuild()
    const { items } = PlotPage.parse(await (await api.send('/v1/plots')).json())
    expect(items.map(({ id }) => id)).toEqual(['boxplot-basic', 'histogram-basic', 'scatter-basic'])
    expect(items[2]).toMatchObject({
      qualityScore: 88,
      implementations: [{ library: 'plotly' }, { library: 'bokeh' }],
    })
    rmSync(join(api.root, 'plots/scatter-basic/evaluations/bokeh.json'))
    const before = items[2]?.implementations[0]?.publishedAt
    await rebuild()
    const plot = PlotView.parse(await (await api.send('/v1/plots/scatter-basic')).json())
    expect(plot.qualityScore).toBe(91)
    expect(plot.implementations).toHaveLength(1)
    expect(plot.implementations[0]?.publishedAt).toBe(before)
  })

  it('finds plots by a tag of their spec, however it is spelt, page by page', async () => {
    const ids = async (query: string) => {
      const page = PlotPage.parse(await (await api.send(`/v1/plots?${query}`)).json())
      return [page.items.map(({ id }) => id), page.nextCursor] as const
    }
    expect(await ids('tag=meteorology')).toEqual([['boxplot-basic', 'histogram-basic'], null])
    expect(await ids('tag=nothing-like-it')).toEqual([[], null])
    const [first, cursor] = await ids('tag=Weather&limit=1')
    expect(first).toEqual(['boxplot-basic'])
    expect(await ids(`tag=weather&cursor=${cursor}`)).toEqual([['histogram-basic'], null])
    expect((await api.send(`/v1/plots?tag=health&cursor=${cursor}`)).status).toBe(422)
  })

  it('finds plots by what was measured of published code, and only while it is published', async () => {
    publish('plotly', 91)
    await rebuild()
    await tagged(sha256(code), true)
    await tagged('f'.repeat(64), true)
    const found = async () =>
      PlotPage.parse(await (await api.send('/v1/plots?tag=handles-missing-data')).json()).items.length
    expect(await found()).toBe(1)
    await tagged(sha256(code), false)
    expect(await found()).toBe(0)
    const { tags } = PlotDetail.parse(await (await api.send('/v1/plots/scatter-basic')).json())
    expect(tags.filter(({ library }) => library !== null)).toEqual([
      { ...MISSING, library: 'plotly', holds: false },
    ])
    expect(tags).toContainEqual({
      slug: 'biology',
      dimension: 'domain',
      source: 'spec',
      library: null,
      holds: true,
      evidence: 'listed in the spec',
    })
  })

  it('refuses a cursor of another list', async () => {
    expect((await api.send('/v1/plots?cursor=e30')).status).toBe(422)
  })
})

describe('GET /v1/plots/{id}', () => {
  it('answers 404 with near ids', async () => {
    const response = await api.send('/v1/plots/scater-basic')
    expect(response.status).toBe(404)
    const problem = (await response.json()) as { errors: { fix: string }[] }
    expect(problem.errors[0]?.fix).toBe('scatter-basic')
  })

  it('knows a plot that was added since the start', async () => {
    await api.db.sql`delete from plots`
    const plot = PlotDetail.parse(await (await api.send('/v1/plots/scatter-basic')).json())
    expect(plot).toMatchObject({ id: 'scatter-basic', implementations: [], qualityScore: null })
    expect(plot.tags).toContainEqual(expect.objectContaining({ slug: 'scatter', library: null }))
  })

  it('reads the spec', async () => {
    const spec = Spec.parse(await (await api.send('/v1/plots/scatter-basic/spec')).json())
    expect(spec.plot_id).toBe('scatter-basic')
    expect((await api.send('/v1/plots/nothing-here/spec')).status).toBe(404)
  })

  it('reads a published implementation', async () => {
    expect((await api.send('/v1/plots/scatter-basic/implementations/plotly')).status).toBe(404)
    publish('plotly', 91)
    const response = await api.send('/v1/plots/scatter-basic/implementations/plotly')
    expect(ImplementationView.parse(await response.json())).toMatchObject({
      code,
      version: '1.2.0',
      path: 'plots/scatter-basic/implementations/plotly/current/plot.py',
    })
    expect((await api.send('/v1/plots/scatter-basic/implementations/ggplot')).status).toBe(422)
  })

  it('gives a Python the file that serves it', async () => {
    publish('plotly', 91, {
      'plot.py': { sha256: sha256(code), pythons: ['3.11', '3.13'] },
      'plot_py310.py': { sha256: sha256('own'), pythons: ['3.10'] },
    })
    write('implementations/plotly/current/plot_py310.py', 'own')
    const read = async (query: string) => {
      const response = await api.send(`/v1/plots/scatter-basic/implementations/plotly${query}`)
      return ImplementationView.parse(await response.json())
    }
    const path = 'plots/scatter-basic/implementations/plotly/current'
    expect(await read('?python=3.10')).toMatchObject({ code: 'own', path: `${path}/plot_py310.py` })
    expect(await read('?python=3.13')).toMatchObject({ code, path: `${path}/plot.py` })
    expect((await read('')).files).toEqual({ 'plot.py': ['3.11', '3.13'], 'plot_py310.py': ['3.10'] })
    expect((await api.send('/v1/plots/scatter-basic/implementations/plotly?python=2.7')).status).toBe(422)
  })

  it('reads a picture, and 304 while it is the same', async () => {
    expect((await api.send('/v1/plots/scatter-basic/image/plotly.png')).status).toBe(404)
    publish('plotly', 91)
    const response = await api.send('/v1/plots/scatter-basic/image/plotly.png')
    expect(response.headers.get('Content-Type')).toBe('image/png')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(picture)
    const headers = { 'If-None-Match': response.headers.get('ETag') ?? '' }
    expect((await api.send('/v1/plots/scatter-basic/image/plotly.png', { headers })).status).toBe(304)
  })
})
