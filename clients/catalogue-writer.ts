import { cp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'

import { makeFolder, unwritable, writeAtomically } from '../atomic-file.ts'
import { AppError } from '../domain/errors.ts'
import type { Evaluation } from '../domain/plot/evaluation.schema.ts'
import { PREVIOUS_VERSIONS_KEPT } from '../domain/plot/limits.ts'
import { FILE_NAMES } from '../domain/plot/matrix.ts'
import type { Library } from '../domain/plot/plot.schema.ts'
import { sha256 } from '../hash.ts'
import type { Catalogue } from './catalogue.ts'
import { codeShaOf } from './manifest.ts'

/** Everything that one publication puts into a plot's folder. */
export interface PublicationFiles {
  /** the files of the implementation by name */
  readonly code: Readonly<Record<string, Uint8Array>>
  readonly picture: Uint8Array
  /** interactive page, where the library has one */
  readonly page: string | null
  readonly tests: string
  readonly evaluation: Evaluation
}

interface Place {
  readonly plotId: string
  readonly library: Library
}

/** True when the catalogue holds exactly these files, whatever machine measured the evaluation. */
export async function holdsFiles(
  catalogue: Catalogue,
  place: Place,
  files: PublicationFiles,
): Promise<boolean> {
  const held = await Promise.all(filesOf(place.library, files).map((file) => holds(catalogue, place, file)))
  return held.every(Boolean)
}

interface PlotFile {
  readonly path: string
  /** null: there is no such file */
  readonly content: Uint8Array | string | null
}

async function holds(catalogue: Catalogue, { plotId }: Place, { path, content }: PlotFile): Promise<boolean> {
  const bytes = await catalogue.readPlotFile(plotId, path)
  if (content === null || bytes === null) return content === bytes
  return sha256(bytes) === sha256(content)
}

/**
 * Puts a publication into place. Each step leaves old or new content, is passed over when it was done before a
 * crash, and may be repeated: the replaced version goes to `previous/`, the code replaces what is in `current/`,
 * then picture, page and tests, and the evaluation last.
 */
export async function publishFiles(
  catalogue: Catalogue,
  place: Place,
  files: PublicationFiles,
): Promise<void> {
  const folder = join(catalogue.root, 'plots', place.plotId)
  const implementation = join(folder, 'implementations', place.library)
  await keepPrevious(catalogue, place, files)
  for (const { path, content } of filesOf(place.library, files)) {
    if (await holds(catalogue, place, { path, content })) continue
    if (content === null) await rm(join(folder, path))
    else await writeAtomically(join(folder, path), content)
  }
  await writeAtomically(join(folder, 'evaluations', `${place.library}.json`), jsonText(files.evaluation))
  await rm(join(implementation, 'candidates', files.evaluation.code_sha256.slice(0, 12)), {
    recursive: true,
    force: true,
  })
  await removeIfEmpty(join(implementation, 'candidates'))
  await prunePrevious(join(implementation, 'previous'))
}

/**
 * Puts the spec of a new plot into the catalogue, as a folder that is there whole or not at all. The same bytes
 * again change nothing.
 * @throws AppError `conflict` when the plot is there with another spec
 */
export async function placeSpec(catalogue: Catalogue, plotId: string, spec: Uint8Array): Promise<void> {
  const plots = join(catalogue.root, 'plots')
  const temporary = join(plots, `.${uuidv7()}.tmp`)
  try {
    await writeAtomically(join(temporary, 'spec.yaml'), spec)
    // Onto a folder with something in it nothing is renamed.
    await rename(temporary, join(plots, plotId))
  } catch (cause) {
    const held = await catalogue.readPlotFile(plotId, 'spec.yaml')
    if (held === null) throw cause instanceof AppError ? cause : unwritable(join(plots, plotId), cause)
    if (sha256(held) === sha256(spec)) return
    throw new AppError('conflict', `plots/${plotId}/spec.yaml is there already, with other content`, {
      cause,
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Keeps an implementation that was reviewed and not promoted, so that a person can look at it. */
export async function writeCandidate(
  catalogue: Catalogue,
  place: Place & { readonly codeSha: string },
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  const candidates = join(
    catalogue.root,
    'plots',
    place.plotId,
    'implementations',
    place.library,
    'candidates',
  )
  await placeFolder(join(candidates, place.codeSha.slice(0, 12)), async (temporary) => {
    for (const [name, content] of Object.entries(files)) await writeAtomically(join(temporary, name), content)
  })
}

function filesOf(library: Library, files: PublicationFiles): readonly PlotFile[] {
  const current = join('implementations', library, 'current')
  return [
    ...FILE_NAMES.map((name) => ({ path: join(current, name), content: files.code[name] ?? null })),
    { path: join('assets', `${library}.png`), content: files.picture },
    { path: join('assets', `${library}.html`), content: files.page },
    { path: join('tests', 'test_spec.py'), content: files.tests },
  ]
}

/** Files that are not those of the version that is replaced are half of a publication that was cut off, or nobody's. */
async function keepPrevious(catalogue: Catalogue, place: Place, files: PublicationFiles): Promise<void> {
  const current = join('implementations', place.library, 'current')
  const before = await catalogue.loadEvaluation(place.plotId, place.library)
  if (before === null || before.code_sha256 === files.evaluation.code_sha256) return
  if ((await heldCode(catalogue, place, current)) !== before.code_sha256) return
  const folder = join(catalogue.root, 'plots', place.plotId)
  await placeFolder(join(folder, 'implementations', place.library, 'previous', before.version), (temporary) =>
    cp(join(folder, current), temporary, { recursive: true }),
  )
}

/** What identifies the implementation that lies in a folder. */
async function heldCode(catalogue: Catalogue, { plotId }: Place, folder: string): Promise<string> {
  const held = await Promise.all(
    FILE_NAMES.map(async (name) => [name, await catalogue.readPlotFile(plotId, join(folder, name))] as const),
  )
  const shas = held.flatMap(([name, bytes]) => (bytes === null ? [] : [[name, sha256(bytes)] as const]))
  return codeShaOf(Object.fromEntries(shas))
}

/**
 * Fills a folder under another name and then gives it its own: it is there whole or not at all.
 * @throws AppError `unavailable` when the disk is full or the folder cannot be written
 */
async function placeFolder(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), `.${uuidv7()}.tmp`)
  try {
    makeFolder(temporary)
    await fill(temporary)
    await rm(path, { recursive: true, force: true })
    await rename(temporary, path)
  } catch (error) {
    throw unwritable(path, error instanceof AppError ? error.cause : error)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function prunePrevious(previous: string): Promise<void> {
  const versions = await readdir(previous).catch(() => [])
  const oldest = versions
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version))
    .sort(compareVersions)
    .slice(0, -PREVIOUS_VERSIONS_KEPT)
  await Promise.all(oldest.map((version) => rm(join(previous, version), { recursive: true })))
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

async function removeIfEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => null)
  if (entries?.length === 0) await rm(folder, { recursive: true })
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
