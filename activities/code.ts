import { codeShaOf, manifestText } from '../clients/manifest.ts'
import { findArtifact } from '../db/queries/artifact.ts'
import { AppError } from '../domain/errors.ts'
import { COMMON_FILE, fileForPython } from '../domain/plot/matrix.ts'
import type { Manifest } from '../domain/plot/matrix.ts'
import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import { readJson, readText, store } from './material.ts'
import type { Material } from './material.ts'

/** One file of an implementation. */
export interface CodeFile {
  readonly name: string
  readonly sha: string
  readonly text: string
}

/** The files that a `codeSha` names: itself, or what its manifest lists. */
export async function manifestOf(material: Material, codeSha: string): Promise<Manifest> {
  const artifact = await findArtifact(material.db, codeSha)
  return artifact?.kind === 'manifest' ? readJson<Manifest>(material, codeSha) : { [COMMON_FILE]: codeSha }
}

/** Stores files as one implementation; each of them is an artefact already. Returns its `codeSha`. */
export async function storeManifest(material: Material, files: Manifest): Promise<string> {
  const text = manifestText(files)
  return text === null ? codeShaOf(files) : store(material, 'manifest', new TextEncoder().encode(text))
}

/** The files of an implementation with their texts. */
export async function readFiles(material: Material, codeSha: string): Promise<readonly CodeFile[]> {
  const files = Object.entries(await manifestOf(material, codeSha))
  return Promise.all(files.map(async ([name, sha]) => ({ name, sha, text: await readText(material, sha) })))
}

/** The file that a Python runs. */
export function fileFor(files: readonly CodeFile[], python: PythonVersion): CodeFile {
  const name = fileForPython(
    files.map((file) => file.name),
    python,
  )
  return named(files, name ?? COMMON_FILE)
}

/** The file of this name. */
export function named(files: readonly CodeFile[], name: string): CodeFile {
  const file = files.find((each) => each.name === name)
  if (file === undefined) throw new AppError('internal', `the implementation has no file ${name}`)
  return file
}

/** Each text once, under its first name. */
export function distinct(files: readonly CodeFile[]): readonly CodeFile[] {
  return files.filter(({ sha }, at) => files.findIndex((file) => file.sha === sha) === at)
}
