import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import { firstLine, isExecutable, onPath } from './command.ts'

/**
 * Finds an interpreter for each of the versions: uv's own, pyenv's, PATH. Those that do not run are left
 * out: a shim on PATH may exist for a version that is not active.
 * @param uv path of uv, or null to do without
 */
export async function findInterpreters(
  versions: readonly PythonVersion[],
  uv: string | null,
): Promise<ReadonlyMap<PythonVersion, string>> {
  const found = await Promise.all(versions.map((version) => findInterpreter(version, uv)))
  const pairs = versions.map((version, index) => [version, found[index] ?? null] as const)
  return new Map(pairs.filter((pair): pair is [PythonVersion, string] => pair[1] !== null))
}

async function findInterpreter(version: PythonVersion, uv: string | null): Promise<string | null> {
  for (const path of await pyenvInterpreters(version)) if (await runs(path, version)) return path
  for (const path of await onPath(`python${version}`)) if (await runs(path, version)) return path
  return uv ? managedInterpreter(version, uv) : null
}

/** Newest patch version first. */
async function pyenvInterpreters(version: PythonVersion): Promise<string[]> {
  const roots = [process.env['PYENV_ROOT'], join(homedir(), '.pyenv')].filter((root) => root !== undefined)
  const folders = [...new Set(roots)].map((root) => join(root, 'versions'))
  const names = await Promise.all(
    folders.map(async (folder) => (await list(folder)).map((name) => join(folder, name))),
  )
  const matching = names.flat().filter((path) => path.split('/').at(-1)?.startsWith(`${version}.`))
  return matching.sort(byPatchDescending).map((path) => join(path, 'bin', `python${version}`))
}

function byPatchDescending(a: string, b: string): number {
  return Number(b.split('.').at(-1)) - Number(a.split('.').at(-1))
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

/** `--no-python-downloads` keeps looking free of side effects. */
async function managedInterpreter(version: PythonVersion, uv: string): Promise<string | null> {
  const args = ['python', 'find', '--managed-python', '--no-python-downloads', '--no-project', version]
  const path = await firstLine(uv, args)
  return path && (await runs(path, version)) ? path : null
}

async function runs(path: string, version: PythonVersion): Promise<boolean> {
  if (!(await isExecutable(path))) return false
  const program = 'import sys, ctypes, ssl; print("%d.%d" % sys.version_info[:2], sys.implementation.name)'
  return (await firstLine(path, ['-I', '-c', program])) === `${version} cpython`
}
