import { readFile, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import * as z from 'zod'

import { AppError } from '../domain/errors.ts'
import { Library, PythonVersion } from '../domain/plot/plot.schema.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { FONT_FAMILY, fontFiles as pictureFonts } from './renderer/fonts.ts'

/** A Python with its libraries, as its mark `<environment>/pyplots/environment.json` describes it. */
export const Environment = z.object({
  python: PythonVersion,
  /** implementation, version and build */
  interpreter: z.string().min(1),
  executable: z.string().min(1),
  /** each library's resolved dependency closure, as sorted `name==version` */
  libraries: z.record(Library, z.array(z.string())),
  /** absolute paths of the JavaScript that draws what plotly and bokeh describe */
  bundles: z.object({ plotly: z.string(), bokeh: z.array(z.string()) }),
  versions: z.record(z.string(), z.string()),
})
export type Environment = z.infer<typeof Environment>

/** Digests of what takes part in every execution besides the environment. */
export interface FixedDigests {
  readonly fontsDigest: string
  readonly harnessDigest: string
}

/**
 * Reads the list of environments that the supervisor leaves for its workers.
 * @throws AppError `invalid` when it is missing, not such a list, or empty
 */
export async function loadEnvironments(file: string): Promise<readonly Environment[]> {
  const environments = z
    .array(Environment)
    .min(1)
    .safeParse(await readJson(file))
  if (environments.success) return environments.data
  const faults = z.prettifyError(environments.error)
  throw new AppError('invalid', `${file} is not a list of Python environments:\n${faults}\nrun make setup`)
}

/** The environment of a Python. @throws AppError `unavailable` when this machine has none */
export function environmentFor(environments: readonly Environment[], python: PythonVersion): Environment {
  const found = environments.find((environment) => environment.python === python)
  if (found) return found
  const present = environments.map((environment) => environment.python).join(', ')
  throw new AppError(
    'unavailable',
    `there is no environment for Python ${python}, only for ${present}: run make setup`,
  )
}

/** The key of what a library's code runs in: its closure, the interpreter, fonts and harness. */
export function environmentDigest(environment: Environment, library: Library, fixed: FixedDigests): string {
  return sha256(
    canonicalJson({
      python: environment.python,
      interpreter: environment.interpreter,
      library,
      closure: environment.libraries[library],
      fonts: fixed.fontsDigest,
      harness: fixed.harnessDigest,
    }),
  )
}

/** The font files that executions see, read-only, below `/pyplots/fonts`. `root`: the checkout. */
export function fontFiles(root: string): readonly string[] {
  return pictureFonts(root, '')
    .filter((font) => font.family === FONT_FAMILY)
    .map((font) => font.path)
}

/** Digest of the fonts that executions see. */
export async function fontsDigest(root: string): Promise<string> {
  return digestOf(root, fontFiles(root))
}

/** Digest of every file of the checkout that takes part in an execution: the jail and the harness. */
export async function harnessDigest(root: string): Promise<string> {
  const folder = join(root, 'sandbox')
  const own = (await readdir(folder)).filter((name) => name.endsWith('.py') || name === 'syscalls.json')
  const harness = await readdir(join(folder, 'harness'), { recursive: true, withFileTypes: true })
  const parts = harness
    .filter((entry) => entry.isFile() && !entry.parentPath.split('/').includes('__pycache__'))
    .map((entry) => join(entry.parentPath, entry.name))
  return digestOf(root, [...own.map((name) => join(folder, name)), ...parts])
}

async function digestOf(root: string, paths: readonly string[]): Promise<string> {
  const digests = paths.map(async (path) => [relative(root, path), sha256(await readFile(path))] as const)
  return sha256(canonicalJson(Object.fromEntries(await Promise.all(digests))))
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new AppError('invalid', `${file} cannot be read as JSON: run make setup`, { cause: error })
  }
}
