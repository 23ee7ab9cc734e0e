import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { distance } from 'fastest-levenshtein'
import { parse } from 'yaml'

import { writeAtomically } from '../atomic-file.ts'
import { AppError } from '../domain/errors.ts'
import { Evaluation } from '../domain/plot/evaluation.schema.ts'
import { Library } from '../domain/plot/plot.schema.ts'
import type { Spec } from '../domain/plot/plot.schema.ts'
import { registryText } from '../domain/plot/registry.ts'
import { SampleVocabulary } from '../domain/plot/sample.schema.ts'
import type { SampleNotes } from '../domain/plot/sample.schema.ts'
import { specContent } from '../domain/plot/spec.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { parseSpec } from './spec-file.ts'

/** A spec with what names it. */
export interface LoadedSpec {
  readonly spec: Spec
  /** sha256 of `content` */
  readonly specSha: string
  /** canonical JSON of the spec without its version: the artefact that `specSha` names */
  readonly content: Uint8Array
  /** `spec.yaml` as it is */
  readonly text: string
}

/** A file of `data/examples/` with what `columns.yaml` says of it; null: nothing. */
export interface SampleFile {
  readonly path: string
  readonly text: string
  readonly notes: SampleNotes | null
}

/** The published catalogue: `plots/` and `data/examples/` of one checkout. */
export interface Catalogue {
  readonly root: string
  listPlotIds(): Promise<readonly string[]>
  /** Ids of plots that somebody may have meant, the nearest first. */
  nearIds(plotId: string): Promise<readonly string[]>
  /** @throws AppError `not_found` with near ids, or `invalid` with every problem of the file */
  loadSpec(plotId: string): Promise<LoadedSpec>
  /** @throws AppError `not_found` when the sample's file is missing */
  loadSample(spec: Spec): Promise<{ readonly bytes: Uint8Array; readonly dataSha: string }>
  /** Every sample, by name. @throws AppError `invalid` when `columns.yaml` is */
  listSamples(): Promise<readonly SampleFile[]>
  /** The evaluation of a published implementation; null when none is published. */
  loadEvaluation(plotId: string, library: Library): Promise<Evaluation | null>
  loadEvaluations(plotId: string): Promise<readonly Evaluation[]>
  /** A file below the plot's folder; null when it is not there. */
  readPlotFile(plotId: string, path: string): Promise<Uint8Array | null>
  /** Brings `_registry.json` up to date; true when it changed. */
  writeRegistry(): Promise<boolean>
  /** What `_registry.json` should hold now. */
  registry(): Promise<string>
}

/** Opens the catalogue of the checkout at `root`. */
export function createCatalogue({ root }: { readonly root: string }): Catalogue {
  const plots = join(root, 'plots')
  const readPlotFile = (plotId: string, path: string) => readIfThere(join(plots, plotId, path))
  const catalogue: Catalogue = {
    root,
    readPlotFile,
    listPlotIds: () => listFolders(plots),
    nearIds: async (plotId) => nearest(plotId, await listFolders(plots)),
    async loadSpec(plotId) {
      const bytes = await readPlotFile(plotId, 'spec.yaml')
      if (bytes === null) throw await unknownPlot(plotId, plots)
      return readSpec(plotId, bytes)
    },
    async loadSample(spec) {
      const bytes = await readIfThere(join(root, spec.sample.path))
      if (bytes === null) throw missingSample(spec)
      return { bytes, dataSha: sha256(bytes) }
    },
    listSamples: () => listSamples(root),
    async loadEvaluation(plotId, library) {
      const path = join('evaluations', `${library}.json`)
      const bytes = await readPlotFile(plotId, path)
      return bytes === null ? null : parseEvaluation(bytes, join('plots', plotId, path))
    },
    async loadEvaluations(plotId) {
      const all = await Promise.all(
        Library.options.map((library) => catalogue.loadEvaluation(plotId, library)),
      )
      return all.filter((evaluation) => evaluation !== null)
    },
    async registry() {
      const ids = await listFolders(plots)
      const entries = ids.map(async (id) => ({
        spec: (await catalogue.loadSpec(id)).spec,
        evaluations: await catalogue.loadEvaluations(id),
      }))
      return registryText(await Promise.all(entries))
    },
    async writeRegistry() {
      const path = join(plots, '_registry.json')
      const text = await catalogue.registry()
      const before = await readIfThere(path)
      if (before !== null && new TextDecoder().decode(before) === text) return false
      await writeAtomically(path, text)
      return true
    },
  }
  return catalogue
}

/** A spec from the bytes of its file. @throws AppError `invalid` with every problem */
export function readSpec(plotId: string, bytes: Uint8Array): LoadedSpec {
  const file = join('plots', plotId, 'spec.yaml')
  const text = new TextDecoder().decode(bytes)
  const spec = parseSpec(text, file)
  if (spec.plot_id !== plotId) {
    throw new AppError('invalid', `${file}: plot_id is ${spec.plot_id}, its folder is ${plotId}`, {
      problems: [{ path: file, message: `plot_id must be ${plotId}`, fix: 'rename one of the two' }],
    })
  }
  const content = new TextEncoder().encode(canonicalJson(specContent(spec)))
  return { spec, text, specSha: sha256(content), content }
}

function parseEvaluation(bytes: Uint8Array, file: string): Evaluation {
  try {
    return Evaluation.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (cause) {
    throw new AppError('invalid', `${file} is not a valid evaluation: restore it from Git or delete it`, {
      cause,
    })
  }
}

async function unknownPlot(plotId: string, plots: string): Promise<AppError> {
  const ids = await listFolders(plots)
  const near = nearest(plotId, ids)
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : `known plots: ${ids.join(', ')}`
  return new AppError('not_found', `there is no plot ${plotId}; ${hint}`, {
    problems: near.map((id) => ({ path: 'plotId', message: 'near match', fix: id })),
  })
}

function nearest(plotId: string, ids: readonly string[]): readonly string[] {
  return ids
    .map((id) => ({ id, far: distance(id, plotId) }))
    .filter(({ far }) => far <= Math.max(3, plotId.length / 2))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ id }) => id)
}

function missingSample(spec: Spec): AppError {
  const message = `the sample ${spec.sample.path} of ${spec.plot_id} is missing`
  return new AppError('invalid', `${message}: add the file, or name another one in sample.path`, {
    problems: [{ path: 'sample.path', message }],
  })
}

const SAMPLES = 'data/examples'
const VOCABULARY = `${SAMPLES}/columns.yaml`

async function listSamples(root: string): Promise<readonly SampleFile[]> {
  const names = await readdir(join(root, SAMPLES)).catch(onMissing([]))
  const vocabulary = await readVocabulary(root)
  const files = names.filter((name) => name.endsWith('.csv')).sort()
  return Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(root, SAMPLES, name), 'utf8')
      return { path: `${SAMPLES}/${name}`, text, notes: vocabulary[name] ?? null }
    }),
  )
}

async function readVocabulary(root: string): Promise<SampleVocabulary> {
  const bytes = await readIfThere(join(root, VOCABULARY))
  if (bytes === null) return {}
  const parsed = SampleVocabulary.safeParse(parse(new TextDecoder().decode(bytes)))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: `${VOCABULARY} ${path.join(' ')}`,
    message,
  }))
  throw new AppError('invalid', `${VOCABULARY} is not valid`, { problems })
}

async function listFolders(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(onMissing([]))
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort()
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch(onMissing(null))
}

function onMissing<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value
    throw error
  }
}
