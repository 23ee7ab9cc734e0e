import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Evaluation } from '../domain/plot/evaluation.schema.ts'
import { sha256 } from '../hash.ts'
import { holdsFiles, placeSpec, publishFiles, writeCandidate } from './catalogue-writer.ts'
import type { PublicationFiles } from './catalogue-writer.ts'
import { codeShaOf } from './manifest.ts'
import { createCatalogue } from './catalogue.ts'

const repository = new URL('..', import.meta.url).pathname
const place = { plotId: 'scatter-basic', library: 'plotly' } as const
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'catalogue-'))
  mkdirSync(join(root, 'plots', 'scatter-basic'), { recursive: true })
  cpSync(
    join(repository, 'plots', 'scatter-basic', 'spec.yaml'),
    join(root, 'plots', 'scatter-basic', 'spec.yaml'),
  )
  cpSync(join(repository, 'data'), join(root, 'data'), { recursive: true })
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const bytes = (text: string) => new TextEncoder().encode(text)

/** A publication of one file, or of one and another for Python 3.10. */
function files(text: string, version: string, own?: string): PublicationFiles {
  const code = { 'plot.py': bytes(text), ...(own !== undefined && { 'plot_py310.py': bytes(own) }) }
  const evaluation: Evaluation = {
    plot_id: place.plotId,
    library: place.library,
    version,
    score: 95,
    strength: 'measured-only',
    decided_by: 'rules',
    pythons: ['3.12'],
    criteria: { runs: 100 },
    spec_version: '1.0.0',
    spec_sha256: 'a',
    code_sha256: shaOf(code),
    picture_sha256: sha256(`picture of ${text}`),
    author: 'offline 1',
    rubric: 'r',
    checks: { passed: 1, failed: 0, not_measured: 0 },
    findings: [],
    measured_on: { environments: {}, cpu_ms: 1, memory_mb: 1 },
  }
  return {
    code,
    picture: bytes(`picture of ${text}`),
    page: `page of ${text}`,
    tests: 'tests',
    evaluation,
  }
}

function shaOf(code: PublicationFiles['code']): string {
  return codeShaOf(Object.fromEntries(Object.entries(code).map(([name, content]) => [name, sha256(content)])))
}

function tree(): readonly string[] {
  const names = readdirSync(join(root, 'plots', 'scatter-basic'), { recursive: true, withFileTypes: true })
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 21))
    .sort()
}

describe('createCatalogue', () => {
  it('finds plots, their spec and their sample', async () => {
    const catalogue = createCatalogue({ root })
    expect(await catalogue.listPlotIds()).toEqual(['scatter-basic'])
    const { spec, specSha, content } = await catalogue.loadSpec('scatter-basic')
    expect(sha256(content)).toBe(specSha)
    expect((await catalogue.loadSample(spec)).bytes.byteLength).toBeGreaterThan(1000)
  })

  it('keeps the digest of a spec when only its version changes', async () => {
    const catalogue = createCatalogue({ root })
    const before = await catalogue.loadSpec('scatter-basic')
    const path = join(root, 'plots', 'scatter-basic', 'spec.yaml')
    writeFileSync(path, before.text.replace('version: 1.0.0', 'version: 1.2.0'))
    expect((await catalogue.loadSpec('scatter-basic')).specSha).toBe(before.specSha)
    writeFileSync(path, before.text.replace('Body mass', 'Weight'))
    expect((await catalogue.loadSpec('scatter-basic')).specSha).not.toBe(before.specSha)
  })

  it('suggests near ids for an unknown plot', async () => {
    await expect(createCatalogue({ root }).loadSpec('scater-basic')).rejects.toThrow(
      /did you mean scatter-basic/,
    )
  })

  it('refuses a missing sample and a folder that is called otherwise than its plot', async () => {
    const catalogue = createCatalogue({ root })
    const { spec } = await catalogue.loadSpec('scatter-basic')
    rmSync(join(root, 'data'), { recursive: true })
    await expect(catalogue.loadSample(spec)).rejects.toThrow(/penguins\.csv of scatter-basic is missing/)
    cpSync(join(root, 'plots', 'scatter-basic'), join(root, 'plots', 'other-name'), { recursive: true })
    await expect(catalogue.loadSpec('other-name')).rejects.toThrow(/plot_id is scatter-basic/)
  })

  it('writes the registry only when it changes', async () => {
    const catalogue = createCatalogue({ root })
    expect(await catalogue.writeRegistry()).toBe(true)
    expect(await catalogue.writeRegistry()).toBe(false)
    await publishFiles(catalogue, place, files('one', '1.0.0'))
    expect(await catalogue.writeRegistry()).toBe(true)
    expect(readFileSync(join(root, 'plots', '_registry.json'), 'utf8')).toContain('assets/plotly.png')
  })
})

describe('publishFiles', () => {
  it('puts everything in place and changes nothing when repeated', async () => {
    const catalogue = createCatalogue({ root })
    expect(await holdsFiles(catalogue, place, files('one', '1.0.0'))).toBe(false)
    await publishFiles(catalogue, place, files('one', '1.0.0'))
    const once = tree()
    await publishFiles(catalogue, place, files('one', '1.0.0'))
    expect(tree()).toEqual(once)
    expect(once).toEqual([
      'assets/plotly.html',
      'assets/plotly.png',
      'evaluations/plotly.json',
      'implementations/plotly/current/plot.py',
      'spec.yaml',
      'tests/test_spec.py',
    ])
    expect(await holdsFiles(catalogue, place, files('one', '1.0.0'))).toBe(true)
  })

  it('keeps the last three replaced versions and drops the promoted candidate', async () => {
    const catalogue = createCatalogue({ root })
    const codes = ['one', 'two', 'three', 'four', 'five']
    for (const [index, code] of codes.entries()) {
      await writeCandidate(catalogue, { ...place, codeSha: sha256(code) }, { 'plot.py': code })
      await publishFiles(catalogue, place, files(code, `1.0.${index}`))
    }
    const previous = readdirSync(join(root, 'plots/scatter-basic/implementations/plotly/previous')).sort()
    expect(previous).toEqual(['1.0.1', '1.0.2', '1.0.3'])
    expect(
      readFileSync(join(root, 'plots/scatter-basic/implementations/plotly/previous/1.0.3/plot.py'), 'utf8'),
    ).toBe('four')
    expect(tree().some((path) => path.includes('candidates'))).toBe(false)
  })

  it('ends in the same state when it was cut off after the code was replaced', async () => {
    const catalogue = createCatalogue({ root })
    await publishFiles(catalogue, place, files('one', '1.0.0'))
    const current = join(root, 'plots/scatter-basic/implementations/plotly/current/plot.py')
    await publishFiles(catalogue, place, files('two', '1.0.1'))
    const whole = tree()
    rmSync(join(root, 'plots/scatter-basic/assets'), { recursive: true })
    writeFileSync(
      join(root, 'plots/scatter-basic/evaluations/plotly.json'),
      JSON.stringify(files('one', '1.0.0').evaluation),
    )
    expect(readFileSync(current, 'utf8')).toBe('two')
    await publishFiles(catalogue, place, files('two', '1.0.1'))
    expect(tree()).toEqual(whole)
    expect((await catalogue.loadEvaluation('scatter-basic', 'plotly'))?.version).toBe('1.0.1')
  })

  const implementation = () => join(root, 'plots/scatter-basic/implementations/plotly')
  const read = (path: string) => readFileSync(join(implementation(), path), 'utf8')

  it('publishes a file for one Python beside the common one, and takes it away with its version', async () => {
    const catalogue = createCatalogue({ root })
    const both = files('one', '1.0.0', 'own')
    await writeCandidate(catalogue, { ...place, codeSha: both.evaluation.code_sha256 }, both.code)
    await publishFiles(catalogue, place, both)
    expect([read('current/plot.py'), read('current/plot_py310.py')]).toEqual(['one', 'own'])
    expect(readdirSync(implementation())).toEqual(['current'])
    await publishFiles(catalogue, place, files('two', '1.0.1'))
    expect(readdirSync(join(implementation(), 'current'))).toEqual(['plot.py'])
    expect(readdirSync(join(implementation(), 'previous/1.0.0')).sort()).toEqual(['plot.py', 'plot_py310.py'])
  })

  it('notices a file of a Python that was changed, was lost, or is one too many', async () => {
    const catalogue = createCatalogue({ root })
    const both = files('one', '1.0.0', 'own')
    await publishFiles(catalogue, place, both)
    expect(await holdsFiles(catalogue, place, both)).toBe(true)
    expect(await holdsFiles(catalogue, place, files('one', '1.0.0'))).toBe(false)
    writeFileSync(join(implementation(), 'current/plot_py310.py'), 'own!')
    expect(await holdsFiles(catalogue, place, both)).toBe(false)
    rmSync(join(implementation(), 'current/plot_py310.py'))
    expect(await holdsFiles(catalogue, place, both)).toBe(false)
    await publishFiles(catalogue, place, both)
    expect(await holdsFiles(catalogue, place, both)).toBe(true)
  })

  it('keeps the replaced version whole when it was cut off between two files', async () => {
    const catalogue = createCatalogue({ root })
    await publishFiles(catalogue, place, files('one', '1.0.0', 'own'))
    const whole = files('two', '1.0.1', 'other')
    await publishFiles(catalogue, place, whole)
    writeFileSync(join(implementation(), 'current/plot_py310.py'), 'own')
    writeFileSync(
      join(root, 'plots/scatter-basic/evaluations/plotly.json'),
      JSON.stringify(files('one', '1.0.0', 'own').evaluation),
    )
    await publishFiles(catalogue, place, whole)
    expect([read('current/plot_py310.py'), read('previous/1.0.0/plot.py')]).toEqual(['other', 'one'])
  })
})

describe('samples', () => {
  it('come with what columns.yaml says of them, where it does', async () => {
    writeFileSync(join(root, 'data/examples/unknown.csv'), 'a,b\n1,2\n')
    const samples = await createCatalogue({ root }).listSamples()
    const noted = new Map(samples.map(({ path, notes }) => [path, notes]))
    expect(noted.get('data/examples/penguins.csv')?.columns['body_mass_g']).toEqual({
      label: 'Body mass',
      unit: 'g',
      words: ['weight'],
      ordered: false,
    })
    expect(noted.get('data/examples/unknown.csv')).toBeNull()
  })

  it('need no columns.yaml, but a valid one', async () => {
    const file = join(root, 'data/examples/columns.yaml')
    writeFileSync(file, 'penguins.csv: {about: 1}\n')
    await expect(createCatalogue({ root }).listSamples()).rejects.toThrow('columns.yaml is not valid')
    rmSync(join(root, 'data'), { recursive: true })
    expect(await createCatalogue({ root }).listSamples()).toEqual([])
  })
})

describe('a spec that is placed', () => {
  const path = () => join(root, 'plots', 'bar-new', 'spec.yaml')
  const place = (text: string) => placeSpec(createCatalogue({ root }), 'bar-new', bytes(text))
  const left = () => readdirSync(join(root, 'plots')).filter((name) => name.startsWith('.'))

  it('is there as it was given; the same again changes nothing', async () => {
    await place('a spec')
    const { ino } = statSync(path())
    await place('a spec')
    expect([readFileSync(path(), 'utf8'), statSync(path()).ino]).toEqual(['a spec', ino])
    expect(left()).toEqual([])
  })

  it('replaces none that is there, and needs a folder with a spec in it for that', async () => {
    mkdirSync(join(root, 'plots', 'bar-new'))
    await place('a spec')
    await expect(place('another')).rejects.toMatchObject({ code: 'conflict' })
    expect(readFileSync(path(), 'utf8')).toBe('a spec')
    expect(left()).toEqual([])
  })

  it('waits for somebody who looks where something else is in its place', async () => {
    writeFileSync(join(root, 'plots', 'bar-new'), 'a file')
    await expect(place('a spec')).rejects.toThrow(/ENOTDIR|cannot write/)
    rmSync(join(root, 'plots', 'bar-new'))
    mkdirSync(join(root, 'plots', 'bar-new', 'assets'), { recursive: true })
    await expect(place('a spec')).rejects.toMatchObject({ code: 'unavailable' })
    expect(left()).toEqual([])
  })
})
